package io.tidegate.local.suite;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.schemas.topics.Installation;
import io.tidegate.schemas.topics.TopicCatalogue;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Installs the contract: topics in every region, and every schema in the registry. */
public final class Contract {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Contract() {}

    /** Creates the topics that a region needs; those that are there already stay as they are. */
    public static void createTopics(String bootstrap, String region, Installation installation)
            throws InterruptedException, ExecutionException {
        try (var admin = Admin.create(Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
            var topics = TopicCatalogue.definitions(region, installation).stream()
                    .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.settings()))
                    .toList();
            for (var result : admin.createTopics(topics).values().values()) {
                try {
                    result.get();
                } catch (ExecutionException failure) {
                    if (!(failure.getCause() instanceof TopicExistsException)) {
                        throw failure;
                    }
                }
            }
        }
    }

    static void registerSchemas(URI registry) throws IOException, InterruptedException {
        var http = HttpClient.newHttpClient();
        for (var subject : TopicCatalogue.subjects()) {
            var body = JSON.createObjectNode().put("schema", subject.schema().toString());
            var name = URLEncoder.encode(subject.name(), StandardCharsets.UTF_8);
            var answer = http.send(
                    HttpRequest.newBuilder(registry.resolve("/apis/ccompat/v7/subjects/" + name + "/versions"))
                            .header("content-type", "application/json")
                            .POST(BodyPublishers.ofString(body.toString()))
                            .build(),
                    BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("the registry refuses the schema " + subject.name() + " with "
                        + answer.statusCode() + ": " + answer.body());
            }
        }
    }
}
