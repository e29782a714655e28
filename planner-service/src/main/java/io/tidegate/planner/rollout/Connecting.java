package io.tidegate.planner.rollout;

import io.tidegate.estate.Validation;
import io.tidegate.estate.plan.RegionPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What comes between the last wave and the stability watch: regions find out whether they reach each other (S16, step 5), and
 * traffic is shared out among them as the estate wants it (step 6).
 */
final class Connecting {
    static final String VALIDATION = "connectivity";

    private Connecting() {}

    static List<DeploymentEvent> begin(Lane lane, Deployment deployment, Instant now) {
        if (deployment.skipped().size() == deployment.regions().size()) {
            return List.of(new DeploymentEvent.Failed(
                    deployment.id(),
                    FailureReason.DRAINED.word(),
                    "every region that it is for is drained; deploy again once one is in",
                    now));
        }
        return asked(deployment).isEmpty()
                ? onward(lane, deployment, unasked(deployment), now)
                : List.of(again(deployment, now));
    }

    private static String unasked(Deployment deployment) {
        return deployment.omission().isEmpty()
                ? "no validator is bound to connectivity, so it was not validated"
                : deployment.omission() + "; connectivity was not validated";
    }

    /** The same question again, under another epoch and with as much time. */
    static DeploymentEvent again(Deployment deployment, Instant now) {
        return new DeploymentEvent.ConnectivityCheckStarted(
                deployment.id(),
                asked(deployment),
                deployment.skipped(),
                deployment.digest(),
                now.plus(deployment.plan().policy().analysisTimeout()),
                now);
    }

    static List<Change> heard(Lane lane, Deployment after, RegionReport.Connected report, Instant now) {
        if (after.stage() != Stage.CONNECTING || !report.digest().equals(after.digest())) {
            return List.of();
        }
        if (!report.found().outcome().equals("passed")) {
            var cause = new Cause(
                    report.found().outcome().equals("failed") ? "validation_failed" : "not_validated",
                    report.region(),
                    "",
                    "connectivity from " + report.region() + ": "
                            + report.found().message(),
                    Optional.empty());
            var changes = new ArrayList<Change>();
            changes.add(new DeploymentEvent.ValidationFailed(after.id(), after.wave(), cause, now));
            changes.addAll(WayBack.begin(after, cause, now).changes());
            return changes;
        }
        return silent(after).isEmpty() ? List.copyOf(onward(lane, after, reached(after), now)) : List.of();
    }

    /** The deadline has passed, and some have not said that they reach the others. */
    static Decision overdue(Deployment deployment, Instant now) {
        var late = String.join(", ", silent(deployment));
        return WayBack.begin(
                deployment,
                new Cause(
                        "not_validated",
                        late,
                        "",
                        "connectivity was not found out by its deadline in " + late
                                + "; see whether its coordinator and executor run and are reached",
                        Optional.empty()),
                now);
    }

    private static List<DeploymentEvent> onward(Lane lane, Deployment deployment, String message, Instant now) {
        return List.of(
                new DeploymentEvent.GlobalTrafficUpdated(
                        deployment.id(),
                        Traffic.shares(Traffic.wanted(deployment.plan()), lane.drained()),
                        message,
                        now),
                new DeploymentEvent.StabilityWatchStarted(
                        deployment.id(), now.plus(deployment.plan().policy().stability()), now));
    }

    private static String reached(Deployment deployment) {
        var reached = String.join(", ", asked(deployment)) + " reach the services of the other regions";
        return deployment.omission().isEmpty() ? reached : reached + "; " + deployment.omission();
    }

    /** The regions from which something can be found out. */
    private static List<String> asked(Deployment deployment) {
        var skipped = deployment.skipped();
        return deployment.plan().regions().stream()
                .filter(region -> !skipped.contains(region.region()))
                .filter(region -> region.without(skipped)
                        .validator(Validation.CONNECTIVITY)
                        .isPresent())
                .map(RegionPlan::region)
                .toList();
    }

    private static List<String> silent(Deployment deployment) {
        return asked(deployment).stream()
                .filter(region -> Optional.ofNullable(deployment.regions().get(region))
                        .filter(Connecting::reachesTheOthers)
                        .isEmpty())
                .toList();
    }

    private static boolean reachesTheOthers(RegionProgress progress) {
        return progress.validations().stream()
                .anyMatch(result ->
                        result.name().equals(VALIDATION) && result.outcome().equals("passed"));
    }
}
