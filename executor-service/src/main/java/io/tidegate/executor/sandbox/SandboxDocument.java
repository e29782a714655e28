package io.tidegate.executor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.estate.HealthSettings;
import io.tidegate.estate.Resources;
import io.tidegate.executor.step.ServiceId;
import io.tidegate.executor.step.Workload;
import java.time.Duration;

/** A workload in the words of the sandbox, which tells it back as it was told. */
final class SandboxDocument {
    private SandboxDocument() {}

    /** Adds to {@code document}, which says by whose order it is, what shall be. */
    static ObjectNode of(Workload workload, ObjectNode document) {
        document.put("image", workload.image())
                .put("replicas", workload.replicas())
                .put("port", workload.port());
        write(workload.resources(), document.putObject("resources"));
        write(workload.health(), document.putObject("health"));
        return document;
    }

    private static void write(Resources resources, ObjectNode document) {
        document.put("requestedCpuMillis", resources.requestedCpu())
                .put("requestedMemoryBytes", resources.requestedMemory())
                .put("cpuLimitMillis", resources.cpuLimit())
                .put("memoryLimitBytes", resources.memoryLimit())
                .put("storageBytes", resources.storage())
                .put("gpus", resources.gpus());
    }

    private static void write(HealthSettings health, ObjectNode document) {
        document.put("live", health.live())
                .put("ready", health.ready())
                .put("deep", health.deep())
                .put("metrics", health.metrics())
                .put("intervalMillis", health.interval().toMillis())
                .put("timeoutMillis", health.timeout().toMillis());
    }

    /** What a view of the sandbox was made from; what nobody said is as the specification has it. */
    static Workload workload(ServiceId id, String version, JsonNode view) {
        return new Workload(
                id.estate(),
                id.environment(),
                id.service(),
                version,
                view.path("image").asText(),
                view.path("replicas").asInt(),
                view.path("port").asInt(),
                resources(view.path("resources")),
                health(view.path("health")));
    }

    private static Resources resources(JsonNode document) {
        return new Resources(
                document.path("requestedCpuMillis").asLong(),
                document.path("requestedMemoryBytes").asLong(),
                document.path("cpuLimitMillis").asLong(),
                document.path("memoryLimitBytes").asLong(),
                document.path("storageBytes").asLong(),
                document.path("gpus").asInt());
    }

    private static HealthSettings health(JsonNode document) {
        var usual = HealthSettings.SPECIFICATION;
        return new HealthSettings(
                document.path("live").asText(usual.live()),
                document.path("ready").asText(usual.ready()),
                document.path("deep").asText(usual.deep()),
                document.path("metrics").asText(usual.metrics()),
                Duration.ofMillis(
                        document.path("intervalMillis").asLong(usual.interval().toMillis())),
                Duration.ofMillis(
                        document.path("timeoutMillis").asLong(usual.timeout().toMillis())));
    }
}
