package io.tidegate.planner.rollout;

import io.tidegate.planner.rollout.RegionProgress.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides what it means that a deadline has passed. Every stage that is not an end has one. */
final class Expiries {
    private Expiries() {}

    static Decision decide(Deployment deployment, Instant now) {
        if (now.isBefore(deployment.deadline())) {
            return Decision.nothing();
        }
        return switch (deployment.stage()) {
            case PREPARING ->
                WayBack.instead(
                        deployment,
                        FailureReason.REGION_SILENT,
                        "",
                        "no answer within " + Deadlines.PREPARING.toSeconds() + " s from "
                                + silent(deployment, State.PENDING)
                                + "; see whether its coordinator runs and is reached",
                        now);
            case IN_PROGRESS -> overdue(deployment, now);
            case PAUSED -> Decision.nothing(); // its gate decides
            case CONNECTING -> Connecting.overdue(deployment, now);
            case STABILISING ->
                Decision.of(new DeploymentEvent.Completed(
                        deployment.id(), deployment.omission(), deployment.lastWindowEnd(), now));
            case COMPLETED -> Decision.of(new DeploymentEvent.Settled(deployment.id(), now));
            case ROLLING_BACK -> silentOnTheWayBack(deployment, now);
            case QUEUED, AWAITING_APPROVAL, HELD, SETTLED, ROLLED_BACK, CANCELLED, FAILED -> Decision.nothing();
        };
    }

    private static Decision overdue(Deployment deployment, Instant now) {
        var late = deployment.progressOf(deployment.wave()).stream()
                .filter(progress -> !progress.state().isDone())
                .map(RegionProgress::region)
                .collect(Collectors.joining(", "));
        return WayBack.begin(
                deployment,
                new Cause(
                        "wave_overdue",
                        late,
                        "",
                        "wave " + deployment.wave() + " was not done by its deadline in " + late,
                        Optional.empty()),
                now);
    }

    private static Decision silentOnTheWayBack(Deployment deployment, Instant now) {
        var changes = new ArrayList<Change>();
        var silent = new ArrayList<String>();
        var after = deployment;
        for (RegionProgress progress : deployment.regions().values()) {
            if (WayBack.isAwaited(deployment, progress)) {
                var report = new RegionReport.RollbackFailed(
                        deployment.id(),
                        progress.region(),
                        "",
                        "region_silent",
                        "no report on the rollback by its deadline; see whether its coordinator runs and is reached");
                silent.add(progress.region());
                changes.add(new Change.Noted(report, now));
                after = after.with(progress.now(State.ROLLBACK_FAILED, report.message()));
            }
        }
        changes.addAll(WayBack.onward(after, silent, now));
        return Decision.of(changes);
    }

    private static String silent(Deployment deployment, State state) {
        return deployment.regions().values().stream()
                .filter(progress -> progress.state() == state)
                .map(RegionProgress::region)
                .collect(Collectors.joining(", "));
    }
}
