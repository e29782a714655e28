package io.tidegate.eventlog.mapping;

import io.tidegate.estate.HealthSettings;
import io.tidegate.estate.Image;
import io.tidegate.estate.Resources;
import io.tidegate.estate.Workload;
import io.tidegate.schemas.avro.RunningService;
import io.tidegate.schemas.avro.ServiceResources;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What runs, between the estate's model and the wire. */
public final class WorkloadMapping {
    private WorkloadMapping() {}

    /** Workloads by service, as they are listed on the wire. */
    public static List<RunningService> toWire(Map<String, Workload> running) {
        return running.entrySet().stream()
                .map(entry -> toWire(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** What runs of one service. */
    public static RunningService toWire(String service, Workload workload) {
        return RunningService.newBuilder()
                .setService(service)
                .setImage(workload.image().reference())
                .setReplicas(workload.replicas())
                .setPort(workload.port())
                .setResources(toWire(workload.resources()))
                .setHealth(toWire(workload.health()))
                .build();
    }

    public static ServiceResources toWire(Resources resources) {
        return ServiceResources.newBuilder()
                .setRequestedCpuMillis(resources.requestedCpu())
                .setRequestedMemoryBytes(resources.requestedMemory())
                .setCpuLimitMillis(resources.cpuLimit())
                .setMemoryLimitBytes(resources.memoryLimit())
                .setStorageBytes(resources.storage())
                .setGpus(resources.gpus())
                .build();
    }

    public static io.tidegate.schemas.avro.HealthSettings toWire(HealthSettings health) {
        return io.tidegate.schemas.avro.HealthSettings.newBuilder()
                .setLive(health.live())
                .setReady(health.ready())
                .setDeep(health.deep())
                .setMetrics(health.metrics())
                .setIntervalMillis(health.interval().toMillis())
                .setTimeoutMillis(health.timeout().toMillis())
                .build();
    }

    /** Workloads by service. */
    public static Map<String, Workload> fromWire(List<RunningService> running) {
        var workloads = new TreeMap<String, Workload>();
        running.forEach(service -> workloads.put(service.getService(), fromWire(service)));
        return workloads;
    }

    public static Workload fromWire(RunningService running) {
        return new Workload(
                new Image(running.getImage()),
                running.getReplicas(),
                running.getPort(),
                fromWire(running.getResources()),
                fromWire(running.getHealth()));
    }

    public static Resources fromWire(ServiceResources resources) {
        return new Resources(
                resources.getRequestedCpuMillis(),
                resources.getRequestedMemoryBytes(),
                resources.getCpuLimitMillis(),
                resources.getMemoryLimitBytes(),
                resources.getStorageBytes(),
                resources.getGpus());
    }

    public static HealthSettings fromWire(io.tidegate.schemas.avro.HealthSettings health) {
        return new HealthSettings(
                health.getLive(),
                health.getReady(),
                health.getDeep(),
                health.getMetrics(),
                Duration.ofMillis(health.getIntervalMillis()),
                Duration.ofMillis(health.getTimeoutMillis()));
    }
}
