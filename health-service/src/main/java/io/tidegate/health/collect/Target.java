package io.tidegate.health.collect;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.estate.HealthSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A replica to be asked, as Prometheus' HTTP service discovery describes it.
 *
 * @param health how it is asked; what its labels do not say is as the specification has it
 */
public record Target(
        String address,
        String estate,
        String environment,
        String region,
        String service,
        String version,
        HealthSettings health) {
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
                        labels.path("version").asText(),
                        health(labels)));
            }
        }
        return targets;
    }

    private static HealthSettings health(JsonNode labels) {
        var usual = HealthSettings.SPECIFICATION;
        return new HealthSettings(
                usual.live(), // that is for the runtime to ask
                labels.path("tidegate_health_ready").asText(usual.ready()),
                labels.path("tidegate_health_deep").asText(usual.deep()),
                labels.path("__metrics_path__").asText(usual.metrics()),
                time(labels.path("tidegate_health_interval_millis"), usual.interval()),
                time(labels.path("tidegate_health_timeout_millis"), usual.timeout()));
    }

    private static Duration time(JsonNode millis, Duration usual) {
        long stated = millis.asLong();
        return stated > 0 ? Duration.ofMillis(stated) : usual;
    }

    /** The same for all replicas of one version. */
    public record Version(String estate, String environment, String region, String service, String version) {}

    Version ofVersion() {
        return new Version(estate, environment, region, service, version);
    }
}
