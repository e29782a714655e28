package io.tidegate.local.kafka;

import io.tidegate.schemas.topics.Installation;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.topics.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Replication as the catalogue says: MirrorMaker's source connectors in one standalone Connect worker. */
public final class Mirrors {
    /** Connect's own entry point; a standalone worker has no groups to join and so starts fast. */
    public static final String MAIN = "org.apache.kafka.connect.cli.ConnectStandalone";

    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

    private Mirrors() {}

    /**
     * Writes the settings into {@code folder}.
     *
     * @param bootstrap the brokers' addresses by region
     * @return the files' names, the worker's first
     */
    public static List<String> write(Installation installation, Map<String, String> bootstrap, int port, Path folder)
            throws IOException {
        Files.createDirectories(folder);
        var files = new ArrayList<String>();
        var regions = installation.regions();
        files.add(save(folder, "worker", worker(bootstrap.getOrDefault(regions.getFirst(), ""), port, folder)));
        for (String source : regions) {
            for (String target : regions) {
                var topics = Arrays.stream(Topic.values())
                        .filter(topic -> TopicCatalogue.origins(topic, target, installation)
                                .contains(source))
                        .map(Topic::topicName)
                        .toList();
                if (!topics.isEmpty()) {
                    files.add(save(
                            folder,
                            source + "-to-" + target,
                            connector(
                                    source,
                                    bootstrap.getOrDefault(source, ""),
                                    target,
                                    bootstrap.getOrDefault(target, ""),
                                    topics)));
                }
            }
        }
        return files;
    }

    private static Map<String, String> worker(String bootstrap, int port, Path folder) {
        var worker = new TreeMap<String, String>();
        worker.put("bootstrap.servers", bootstrap);
        worker.put("listeners", "http://127.0.0.1:" + port);
        worker.put("key.converter", BYTES);
        worker.put("value.converter", BYTES);
        worker.put("header.converter", BYTES);
        worker.put("offset.storage.file.filename", folder.resolve("offsets").toString());
        worker.put("offset.flush.interval.ms", "1000");
        worker.put("connector.client.config.override.policy", "All");
        // Plugins say of themselves that they are there; scanning every library for them takes half a minute.
        worker.put("plugin.discovery", "service_load");
        return worker;
    }

    private static Map<String, String> connector(
            String source, String from, String target, String to, List<String> topics) {
        var connector = new TreeMap<String, String>();
        connector.put("name", source + "-to-" + target);
        connector.put("connector.class", "org.apache.kafka.connect.mirror.MirrorSourceConnector");
        connector.put("tasks.max", "1");
        connector.put("source.cluster.alias", source);
        connector.put("target.cluster.alias", target);
        connector.put("source.cluster.bootstrap.servers", from);
        connector.put("target.cluster.bootstrap.servers", to);
        connector.put("topics", String.join(",", topics));
        connector.put("replication.factor", "1");
        connector.put("emit.offset-syncs.enabled", "false");
        connector.put("refresh.topics.interval.seconds", "60");
        connector.put("sync.topic.configs.enabled", "false");
        connector.put("sync.topic.acls.enabled", "false");
        connector.put("source.consumer.isolation.level", "read_committed");
        connector.put("source.consumer.max.partition.fetch.bytes", "6291456");
        connector.put("producer.override.bootstrap.servers", to);
        connector.put("producer.override.max.request.size", "6291456");
        connector.put("producer.override.linger.ms", "0");
        connector.put("consumer.poll.timeout.ms", "500");
        return connector;
    }

    private static String save(Path folder, String name, Map<String, String> settings) throws IOException {
        var file = folder.resolve(name + ".properties");
        var lines = new ArrayList<String>();
        settings.forEach((key, value) -> lines.add(key + "=" + value));
        Files.write(file, lines);
        return file.toString();
    }
}
