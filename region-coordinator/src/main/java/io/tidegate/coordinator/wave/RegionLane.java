package io.tidegate.coordinator.wave;

import io.tidegate.estate.FixedMap;
import io.tidegate.estate.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An estate's environment in this region: what runs, and the latest deployment.
 *
 * @param key {@code ESTATE/ENVIRONMENT}
 * @param epoch the highest epoch of the control plane that this region has acknowledged
 * @param former the deployment before, while the latest has changed nothing here: until then it is that which runs
 * @param followed the last deployments that stayed here and were followed by others
 */
public record RegionLane(
        String region,
        String key,
        long epoch,
        Map<String, Running> running,
        Optional<Attempt> attempt,
        Optional<Attempt> former,
        List<String> followed) {
    private static final int REMEMBERED = 20;

    public RegionLane {
        running = FixedMap.sorted(running);
        followed = List.copyOf(followed);
    }

    /** A region that nothing was ever deployed to. */
    public static RegionLane empty(String region, String key) {
        return new RegionLane(region, key, 0, Map.of(), Optional.empty(), Optional.empty(), List.of());
    }

    /** What serves now, by service. */
    public Map<String, Workload> workloads() {
        var workloads = new TreeMap<String, Workload>();
        running.forEach((service, what) -> workloads.put(service, what.workload()));
        return workloads;
    }

    RegionLane under(long higher) {
        return new RegionLane(region, key, Math.max(epoch, higher), running, attempt, former, followed);
    }

    RegionLane with(Attempt next) {
        return new RegionLane(region, key, epoch, running, Optional.of(next), former, followed);
    }

    RegionLane running(Map<String, Running> now) {
        return new RegionLane(region, key, epoch, now, attempt, former, followed);
    }

    /** A deployment that has changed nothing yet takes the place of one that has ended. */
    RegionLane following(Attempt next) {
        var stayed = attempt.filter(known -> known.phase() == Attempt.Phase.COMPLETED
                || known.phase() == Attempt.Phase.SETTLED
                || known.phase() == Attempt.Phase.FROZEN);
        var all = new ArrayList<>(followed);
        stayed.map(Attempt::deploymentId).ifPresent(all::add);
        return new RegionLane(
                region,
                key,
                epoch,
                running,
                Optional.of(next),
                stayed.or(() -> former),
                all.subList(Math.max(0, all.size() - REMEMBERED), all.size()));
    }

    /** The latest deployment begins here: what was before it is its base from now on. */
    RegionLane begun() {
        return new RegionLane(region, key, epoch, running, attempt, Optional.empty(), followed);
    }

    /** The deployment of this id again, where the one that follows it has changed nothing. */
    Optional<RegionLane> backAt(String deployment) {
        return former.filter(known -> known.deploymentId().equals(deployment))
                .filter(known -> attempt.filter(next ->
                                next.phase() == Attempt.Phase.PREPARED || next.phase() == Attempt.Phase.ROLLED_BACK)
                        .isPresent())
                .map(known ->
                        new RegionLane(region, key, epoch, running, Optional.of(known), Optional.empty(), followed));
    }
}
