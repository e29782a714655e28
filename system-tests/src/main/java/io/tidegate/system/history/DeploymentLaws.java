package io.tidegate.system.history;

import io.tidegate.schemas.avro.DeploymentCancelled;
import io.tidegate.schemas.avro.DeploymentCompleted;
import io.tidegate.schemas.avro.DeploymentFailed;
import io.tidegate.schemas.avro.DeploymentRolledBack;
import io.tidegate.schemas.avro.DeploymentSettled;
import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.RegionCompleted;
import io.tidegate.schemas.avro.RegionSkipped;
import io.tidegate.schemas.avro.RollbackStarted;
import io.tidegate.schemas.avro.WavePlan;
import io.tidegate.schemas.avro.WaveStarted;
import io.tidegate.schemas.topics.Topic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/** What must be true of the planner's log. */
final class DeploymentLaws {
    private DeploymentLaws() {}

    /** 1. At most one deployment is active per estate, environment and epoch. */
    static List<Violation> oneAtATime(History history) {
        var broken = new ArrayList<Violation>();
        var active = new HashMap<String, String>();
        events(history).forEach(entry -> {
            var deployment = entry.field("deploymentId");
            var record = entry.record().orElseThrow();
            var place = entry.key() + " in epoch " + entry.epoch();
            if (record instanceof DeploymentStarted || record instanceof RollbackStarted) {
                var other = active.put(place, deployment);
                if (other != null && !other.equals(deployment)) {
                    broken.add(new Violation(
                            1,
                            deployment + " of " + entry.key() + " became active at offset " + entry.offset() + " while "
                                    + other + " was"));
                }
            } else if (rests(record)) {
                active.remove(place, deployment);
            }
        });
        return broken;
    }

    /** 2. A wave starts only after every region of the waves before it was completed, or skipped, for this attempt and plan. */
    static List<Violation> wavesInOrder(History history) {
        var plans = new HashMap<String, DeploymentStarted>();
        history.all(DeploymentStarted.class)
                .forEach(seen -> plans.put(seen.record().getDeploymentId(), seen.record()));
        var completed =
                history.all(RegionCompleted.class).map(History.Seen::record).toList();
        var skipped = history.all(RegionSkipped.class).map(History.Seen::record).toList();
        return history.all(WaveStarted.class)
                .map(History.Seen::record)
                .flatMap(wave -> missing(wave, plans, completed)
                        .filter(region -> skipped.stream()
                                .noneMatch(skip -> skip.getDeploymentId().equals(wave.getDeploymentId())
                                        && skip.getRegion().equals(region)))
                        .map(region -> new Violation(
                                2,
                                "wave " + wave.getWave() + " of " + wave.getDeploymentId() + " started at "
                                        + wave.getAt() + " before " + region + " was completed under its plan")))
                .toList();
    }

    private static Stream<String> missing(
            WaveStarted wave, Map<String, DeploymentStarted> plans, List<RegionCompleted> completed) {
        var plan = plans.get(wave.getDeploymentId());
        if (plan == null) {
            return Stream.of("its plan was known, and any region of it");
        }
        return plan.getPlan().getWaves().stream()
                .filter(earlier -> earlier.getNumber() < wave.getWave())
                .map(WavePlan::getRegions)
                .flatMap(List::stream)
                .filter(region -> completed.stream()
                        .noneMatch(report -> report.getDeploymentId().equals(wave.getDeploymentId())
                                && report.getRegion().equals(region)
                                && report.getPlanDigest().equals(wave.getPlanDigest())
                                && !report.getAt().isAfter(wave.getAt())));
    }

    /** 8. A terminal state is never left by who led when it was reached; what a leader said last may reach no successor. */
    static List<Violation> endsAreFinal(History history) {
        var broken = new ArrayList<Violation>();
        var ended = new HashSet<String>();
        events(history).forEach(entry -> {
            var deployment = entry.field("deploymentId");
            var known = entry.epoch() + " " + deployment;
            if (ended.contains(known)) {
                broken.add(new Violation(
                        8,
                        entry.record().orElseThrow().getSchema().getName() + " at offset " + entry.offset() + " after "
                                + deployment + " had ended"));
            } else if (ends(entry.record().orElseThrow())) {
                ended.add(known);
            }
        });
        return broken;
    }

    /** What planners said of deployments, in the order of their epochs: each has its log in its own region. */
    static Stream<Entry> events(History history) {
        return history.entries().stream()
                .filter(entry -> entry.topic().equals(Topic.DEPLOYMENT_EVENTS.topicName()))
                .filter(entry -> entry.record().isPresent())
                .filter(entry -> !entry.field("deploymentId").isEmpty()) // the others are about a lane
                .sorted(Comparator.comparingLong(Entry::epoch));
    }

    private static boolean ends(SpecificRecord record) {
        return record instanceof DeploymentSettled
                || record instanceof DeploymentRolledBack
                || record instanceof DeploymentCancelled
                || record instanceof DeploymentFailed;
    }

    static boolean rests(SpecificRecord record) {
        return ends(record) || record instanceof DeploymentCompleted;
    }
}
