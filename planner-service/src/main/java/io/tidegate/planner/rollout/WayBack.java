package io.tidegate.planner.rollout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Takes a deployment back wave by wave, the last wave first; the regions of a wave go at the same time. */
final class WayBack {
    private static final Actor TIDEGATE = new Actor("tidegate", "", "planner-service");

    private WayBack() {}

    static Decision begin(Deployment deployment, Cause cause, Instant now) {
        return begin(deployment, cause, TIDEGATE, false, now);
    }

    static Decision begin(Deployment deployment, Cause cause, Actor actor, boolean cancelled, Instant now) {
        var changes = new ArrayList<Change>();
        changes.add(new DeploymentEvent.RollbackStarted(deployment.id(), cause, actor, cancelled, now));
        int last = deployment.plan().waves().stream()
                .mapToInt(wave -> wave.number())
                .filter(wave -> wave == deployment.wave()
                        || deployment.progressOf(wave).stream().anyMatch(WayBack::touched))
                .max()
                .orElse(deployment.wave());
        wave(deployment.because(cause, cancelled), last, now, changes);
        return Decision.of(changes);
    }

    /** Goes on once every region of the wave has said how its way back ended. */
    static List<Change> onward(Deployment deployment, Instant now) {
        var changes = new ArrayList<Change>();
        if (ended(deployment, deployment.wave())) {
            changes.add(new DeploymentEvent.WaveRolledBack(deployment.id(), deployment.wave(), now));
            before(deployment, deployment.wave(), now, changes);
        }
        return changes;
    }

    private static void before(Deployment deployment, int wave, Instant now, List<Change> changes) {
        var next = deployment.waveBefore(wave);
        if (next.isPresent()) {
            wave(deployment, next.get(), now, changes);
        } else {
            changes.add(end(deployment, now));
        }
    }

    private static void wave(Deployment deployment, int wave, Instant now, List<Change> changes) {
        changes.add(new DeploymentEvent.WaveRollbackStarted(
                deployment.id(), wave, deployment.regionsOf(wave), deployment.digest(), now));
        if (deployment.progressOf(wave).stream()
                .allMatch(progress -> progress.state() == RegionProgress.State.ROLLED_BACK)) {
            changes.add(new DeploymentEvent.WaveRolledBack(deployment.id(), wave, now));
            before(deployment, wave, now, changes);
        }
    }

    private static DeploymentEvent end(Deployment deployment, Instant now) {
        var stuck = deployment.regions().values().stream()
                .filter(progress -> progress.state() == RegionProgress.State.ROLLBACK_FAILED)
                .toList();
        if (!stuck.isEmpty()) {
            return new DeploymentEvent.Held(
                    deployment.id(),
                    "rollback_failed",
                    stuck.stream()
                            .map(progress -> progress.region() + ": " + progress.note())
                            .reduce((left, right) -> left + "; " + right)
                            .orElse(""),
                    List.of("rollback"),
                    now);
        }
        return deployment.cancelled()
                ? new DeploymentEvent.Cancelled(deployment.id(), now)
                : new DeploymentEvent.RolledBack(deployment.id(), now);
    }

    private static boolean ended(Deployment deployment, int wave) {
        return deployment.progressOf(wave).stream()
                .allMatch(progress -> progress.state().endedGoingBack());
    }

    private static boolean touched(RegionProgress progress) {
        return switch (progress.state()) {
            case PENDING, PREPARED -> false;
            case DEPLOYING, VALIDATING, COMPLETED, FAILED, ROLLING_BACK, ROLLED_BACK, ROLLBACK_FAILED -> true;
        };
    }
}
