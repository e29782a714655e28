package io.tidegate.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** One region's sandbox: where its traffic goes, and what is made to go wrong. */
final class SandboxClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String address;

    SandboxClient(ObjectNode suite, String region) {
        this.address = suite.path("sandboxes").path(region).asText();
    }

    /** Percent of a service's traffic that this version gets; 0 for what is not there. */
    int weight(String service, String version) throws IOException, InterruptedException {
        return route(service).path("weights").path(version).asInt(0);
    }

    /** Host and port where a service's users reach it. */
    String users(String service) throws IOException, InterruptedException {
        return route(service).path("address").asText();
    }

    private JsonNode route(String service) throws IOException, InterruptedException {
        var answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(address + "/v1/routes/" + service))
                        .build(),
                BodyHandlers.ofString());
        return JSON.readTree(answer.body());
    }

    /** From now on this share of the version's requests fails. */
    void fail(String service, String version, double share) throws IOException, InterruptedException {
        var faults = JSON.createObjectNode().put("version", version).put("errorShare", share);
        var answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(address + "/v1/faults/" + service))
                        .header("content-type", "application/json")
                        .PUT(BodyPublishers.ofString(faults.toString()))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 204) {
            throw new IllegalStateException("the sandbox at " + address + " did not take the fault: " + answer.body());
        }
    }

    void heal(String service) throws IOException, InterruptedException {
        HTTP.send(
                HttpRequest.newBuilder(URI.create(address + "/v1/faults/" + service))
                        .DELETE()
                        .build(),
                BodyHandlers.discarding());
    }
}
