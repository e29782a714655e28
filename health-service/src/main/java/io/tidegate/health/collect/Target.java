package io.tidegate.health.collect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A replica to be asked, as Prometheus' HTTP service discovery describes it. */
record Target(String address, String estate, String environment, String region, String service, String version) {
    static List<Target> read(JsonNode document) {
        var targets = new ArrayList<Target>();
        for (JsonNode group : document) {
            var labels = group.path("labels");
            for (JsonNode address : group.path("targets")) {
                targets.add(new Target(
                        address.asText(),
                        labels.path("estate").asText(),
                        labels.path("environment").asText(),
                        labels.path("region").asText(),
                        labels.path("service").asText(),
                        labels.path("version").asText()));
            }
        }
        return targets;
    }

    /** The same for all replicas of one version. */
    record Version(String estate, String environment, String region, String service, String version) {}

    Version ofVersion() {
        return new Version(estate, environment, region, service, version);
    }
}
