package io.tidegate.coordinator.wave;

import io.tidegate.estate.Workload;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An estate's environment in this region: what runs, and the latest deployment.
 *
 * @param key {@code ESTATE/ENVIRONMENT}
 * @param epoch the highest epoch of the control plane that this region has acknowledged
 */
public record RegionLane(
        String region, String key, long epoch, Map<String, Running> running, Optional<Attempt> attempt) {
    public RegionLane {
        running = Collections.unmodifiableMap(new TreeMap<>(running));
    }

    /** A region that nothing was ever deployed to. */
    public static RegionLane empty(String region, String key) {
        return new RegionLane(region, key, 0, Map.of(), Optional.empty());
    }

    /** What serves now, by service. */
    public Map<String, Workload> workloads() {
        var workloads = new TreeMap<String, Workload>();
        running.forEach((service, what) -> workloads.put(service, what.workload()));
        return workloads;
    }

    RegionLane under(long higher) {
        return new RegionLane(region, key, Math.max(epoch, higher), running, attempt);
    }

    RegionLane with(Attempt next) {
        return new RegionLane(region, key, epoch, running, Optional.of(next));
    }

    RegionLane running(Map<String, Running> now) {
        return new RegionLane(region, key, epoch, now, attempt);
    }
}
