package io.tidegate.local.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.Map;

/** How replicas are asked for their health, as the document of their workload says; what it does not say is as usual. */
record HealthPaths(JsonObject stated) {
    /** The label of a target in Prometheus' HTTP service discovery, by member of the document. */
    private static final Map<String, String> LABELS = Map.of(
            "metrics", "__metrics_path__",
            "ready", "tidegate_health_ready",
            "deep", "tidegate_health_deep",
            "intervalMillis", "tidegate_health_interval_millis",
            "timeoutMillis", "tidegate_health_timeout_millis");

    static HealthPaths of(JsonObject workload) {
        return new HealthPaths(workload.getJsonObject("health", new JsonObject()));
    }

    String live() {
        return stated.getString("live", "/health/live");
    }

    String ready() {
        return stated.getString("ready", "/health/ready");
    }

    String deep() {
        return stated.getString("deep", "/health/deep");
    }

    String metrics() {
        return stated.getString("metrics", "/health/metrics");
    }

    /** What the health-service is told of it: only what is stated. */
    JsonObject labels() {
        var labels = new JsonObject();
        LABELS.forEach((member, label) -> {
            if (stated.containsKey(member)) {
                labels.put(label, String.valueOf(stated.getValue(member)));
            }
        });
        return labels;
    }
}
