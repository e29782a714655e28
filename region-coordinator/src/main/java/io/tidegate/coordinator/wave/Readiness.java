package io.tidegate.coordinator.wave;

import io.tidegate.coordinator.wave.ServiceWork.Health;
import io.tidegate.estate.plan.RegionPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a region is fit for a deployment (S16, step 1). */
final class Readiness {
    private Readiness() {}

    /** What stands in the way, a sentence each. */
    static List<String> problems(RegionLane lane, RegionPlan plan, Instant now) {
        if (lane.attempt().filter(attempt -> attempt.phase().live()).isPresent()) {
            var known = lane.attempt().get();
            return List.of("deployment " + known.deploymentId() + " is still under way in " + lane.region() + " ("
                    + known.phase() + ")");
        }
        var problems = new ArrayList<String>();
        for (var service : plan.services()) {
            lane.attempt()
                    .flatMap(attempt -> Optional.ofNullable(attempt.works().get(service.service())))
                    .filter(work -> isFoundUnhealthy(lane, work))
                    .filter(work -> work.version()
                            .filter(service.image().version()::equals)
                            .isPresent())
                    .filter(work -> now.isBefore(work.since().plus(plan.rollbackWindow())))
                    .ifPresent(
                            work -> problems.add(
                                    "'" + service.service() + "' "
                                            + service.image().version()
                                            + ", which runs there and is to stay, was found unhealthy; mend it, or deploy another version of it"));
        }
        return problems;
    }

    /** The last word on a version counts while it is the one that runs. Nobody judges it for ever, so it gets old. */
    private static boolean isFoundUnhealthy(RegionLane lane, ServiceWork work) {
        return work.health() == Health.UNHEALTHY
                && Optional.ofNullable(lane.running().get(work.service()))
                        .filter(running -> work.version()
                                .filter(running.image().version()::equals)
                                .isPresent())
                        .isPresent();
    }
}
