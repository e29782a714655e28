package io.tidegate.executor.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.tidegate.estate.HealthSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How replicas are asked for their health, as annotations: the probes of a pod know neither all paths nor parts of a second.
 * What older executors made bears none of them and is asked as the specification says.
 */
final class HealthMarks {
    private static final String LIVE = "tidegate.io/health-live";
    private static final String READY = "tidegate.io/health-ready";
    private static final String DEEP = "tidegate.io/health-deep";
    private static final String METRICS = "tidegate.io/health-metrics";
    private static final String INTERVAL = "tidegate.io/health-interval-millis";
    private static final String TIMEOUT = "tidegate.io/health-timeout-millis";

    /** What the health-service is told of them: the label of a target, by annotation. */
    private static final Map<String, String> LABELS = Map.of(
            METRICS, "__metrics_path__",
            READY, "tidegate_health_ready",
            DEEP, "tidegate_health_deep",
            INTERVAL, "tidegate_health_interval_millis",
            TIMEOUT, "tidegate_health_timeout_millis");

    private HealthMarks() {}

    static Map<String, String> of(HealthSettings health) {
        return Map.of(
                LIVE, health.live(),
                READY, health.ready(),
                DEEP, health.deep(),
                METRICS, health.metrics(),
                INTERVAL, Long.toString(health.interval().toMillis()),
                TIMEOUT, Long.toString(health.timeout().toMillis()));
    }

    static HealthSettings read(HasMetadata resource) {
        var usual = HealthSettings.SPECIFICATION;
        return new HealthSettings(
                path(resource, LIVE, usual.live()),
                path(resource, READY, usual.ready()),
                path(resource, DEEP, usual.deep()),
                path(resource, METRICS, usual.metrics()),
                time(resource, INTERVAL, usual.interval()),
                time(resource, TIMEOUT, usual.timeout()));
    }

    private static String path(HasMetadata resource, String key, String usual) {
        var stated = Marks.annotation(resource, key);
        return stated.isEmpty() ? usual : stated;
    }

    private static Duration time(HasMetadata resource, String key, Duration usual) {
        long stated = Marks.number(resource, key);
        return stated > 0 ? Duration.ofMillis(stated) : usual;
    }

    /** The same as labels of a target of Prometheus' HTTP service discovery; what a pod does not say is left out. */
    static Map<String, String> labels(HasMetadata pod) {
        var labels = new HashMap<String, String>();
        LABELS.forEach((annotation, label) -> {
            var stated = Marks.annotation(pod, annotation);
            if (!stated.isEmpty()) {
                labels.put(label, stated);
            }
        });
        return labels;
    }
}
