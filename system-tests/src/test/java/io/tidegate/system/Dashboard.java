package io.tidegate.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * The interface over HTTP, asked as another program does.
 *
 * @param actor who asks
 */
record Dashboard(URI address, String actor) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    static Dashboard of(Suite suite) {
        var component = suite.component("dashboard-service", suite.layout().controlPlane());
        return new Dashboard(URI.create(component.path("address").asText()), "ada");
    }

    /** The same as somebody else asks it. */
    Dashboard as(String other) {
        return new Dashboard(address, other);
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(with(request(path), headers));
    }

    /** What is there. */
    JsonNode found(String path) {
        var answer = get(path);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
        return Suite.json(answer.body());
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return send(with(
                request(path)
                        .header("Content-Type", "application/json")
                        .header("Tidegate-Actor", actor)
                        .POST(BodyPublishers.ofString(body)),
                headers));
    }

    /** Orders something, and waits until it is known what has become of it. */
    JsonNode order(String path, ObjectNode body, String... headers) {
        var accepted = post(path, body.toString(), headers);
        assertThat(accepted.statusCode()).as(path + ": " + accepted.body()).isEqualTo(202);
        return outcome(accepted);
    }

    /** Waits until it is known what has become of an order. */
    JsonNode outcome(HttpResponse<String> accepted) {
        var location = accepted.headers().firstValue("Location").orElseThrow();
        return Awaitility.await("an answer to " + location)
                .atMost(LONGEST)
                .until(
                        () -> found(location),
                        command -> !command.path("status").asText().equals("pending"));
    }

    /** Waits until a deployment is in this phase. */
    JsonNode awaitPhase(String deployment, String phase) {
        return Awaitility.await(deployment + " is " + phase)
                .atMost(LONGEST)
                .ignoreExceptions() // it may be starting again
                .until(
                        () -> found("/v1/deployments/" + deployment),
                        known -> known.path("phase").asText().equals(phase));
    }

    /** A request for a deployment of an estate of these tests. */
    static ObjectNode request(String estate, String service, String image, String reason) {
        try {
            var body = JSON.createObjectNode()
                    .put("estateDocument", Files.readString(Suite.estate(estate)))
                    .put("environment", "test")
                    .put("reason", reason);
            body.putObject("images").put(service, image);
            return body;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static ObjectNode because(String reason) {
        return JSON.createObjectNode().put("reason", reason);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(20));
    }

    private static HttpRequest.Builder with(HttpRequest.Builder request, String... headers) {
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
