package io.tidegate.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The runtimes of all regions, asked themselves. A service's name alone is enough for them, since no two estates of these
 * tests share one.
 *
 * @param addresses of the sandboxes by region
 */
record Sandboxes(Map<String, URI> addresses) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /**
     * What is really there.
     *
     * @param serving the version and its share of traffic, by region and service
     * @param workloads region, service and version of everything that runs
     */
    record Reality(Map<String, String> serving, Set<String> workloads) {
        /** The version that answers all users of a service in a region. */
        String version(String region, String service) {
            return serving.getOrDefault(region + " " + service, "none");
        }
    }

    /** What the runtimes have of these services. */
    Reality reality(String... services) {
        var serving = new TreeMap<String, String>();
        var workloads = new TreeSet<String>();
        addresses.forEach((region, address) -> {
            for (JsonNode workload : ask(address.resolve("/v1/workloads"))) {
                var service = workload.path("service").asText();
                if (Set.of(services).contains(service)) {
                    workloads.add(region + " " + service + " "
                            + workload.path("version").asText());
                }
            }
            for (String service : services) {
                var all = weights(region, service);
                serving.put(
                        region + " " + service,
                        all.isEmpty()
                                ? "none"
                                : all.values().iterator().next() == 100 ? all.firstKey() : all.toString());
            }
        });
        return new Reality(serving, workloads);
    }

    /** The versions that users of the service in that region are served by, and how many of a hundred by each. */
    SortedMap<String, Integer> weights(String region, String service) {
        var weights = ask(address(region).resolve("/v1/routes/" + service)).path("weights");
        var serving = new TreeMap<String, Integer>();
        weights.properties().stream()
                .filter(entry -> entry.getValue().asInt() > 0)
                .forEach(entry -> serving.put(entry.getKey(), entry.getValue().asInt()));
        return serving;
    }

    /** What a user of the service in that region is answered. */
    String answer(String region, String service) {
        var route = ask(address(region).resolve("/v1/routes/" + service));
        return send(HttpRequest.newBuilder(
                        URI.create("http://" + route.path("address").asText() + "/")))
                .strip();
    }

    /** Orders a fault at run time. */
    void order(String region, String service, String faults) {
        send(HttpRequest.newBuilder(address(region).resolve("/v1/faults/" + service))
                .header("content-type", "application/json")
                .PUT(BodyPublishers.ofString(faults)));
    }

    /** Takes all faults of a service back that were ordered at run time. */
    void heal(String service) {
        addresses
                .keySet()
                .forEach(region -> send(HttpRequest.newBuilder(address(region).resolve("/v1/faults/" + service))
                        .DELETE()));
    }

    /** How often each step really changed something, by its id, in the regions all together; as far back as they remember. */
    Map<String, Integer> effects() {
        var effects = new TreeMap<String, Integer>();
        addresses.values().forEach(address -> {
            for (JsonNode order : ask(address.resolve("/v1/journal"))) {
                effects.merge(
                        order.path("stepId").asText(), order.path("changed").asBoolean() ? 1 : 0, Integer::sum);
            }
        });
        return effects;
    }

    private URI address(String region) {
        var address = addresses.get(region);
        if (address == null) {
            throw new IllegalArgumentException("there is no region " + region);
        }
        return address;
    }

    private static JsonNode ask(URI address) {
        try {
            return JSON.readTree(send(HttpRequest.newBuilder(address)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String send(HttpRequest.Builder request) {
        try {
            var answer = HTTP.send(request.timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
            if (answer.statusCode() == 409) {
                throw new IllegalStateException("this could mean the service of several estates: " + answer.body());
            }
            return answer.body();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
