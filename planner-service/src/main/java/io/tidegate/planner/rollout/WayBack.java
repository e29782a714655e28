package io.tidegate.planner.rollout;

import io.tidegate.planner.rollout.RegionProgress.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Takes a deployment back wave by wave, the last wave first; the regions of a wave go at the same time. A wave goes as soon
 * as the users of the later ones have back what they had; that this is well there is proven meanwhile.
 */
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

    /** Goes on after these regions said how far their way back has come. */
    static List<Change> onward(Deployment deployment, List<String> heard, Instant now) {
        var changes = new ArrayList<Change>();
        deployment.regions().values().stream()
                .filter(progress -> heard.contains(progress.region()))
                .map(RegionProgress::wave)
                .distinct()
                .filter(wave -> all(deployment, wave, State::endedGoingBack))
                .forEach(wave -> changes.add(new DeploymentEvent.WaveRolledBack(deployment.id(), wave, now)));
        if (all(deployment, deployment.wave(), State::letsOthersGoBack)) {
            before(deployment, deployment.wave(), now, changes);
        }
        return changes;
    }

    private static void before(Deployment deployment, int wave, Instant now, List<Change> changes) {
        var next = deployment.waveBefore(wave);
        if (next.isPresent()) {
            wave(deployment, next.get(), now, changes);
        } else if (deployment.regions().values().stream()
                .noneMatch(progress -> isAwaited(deployment.atWave(wave), progress))) {
            changes.add(end(deployment, now));
        }
    }

    private static void wave(Deployment deployment, int wave, Instant now, List<Change> changes) {
        changes.add(new DeploymentEvent.WaveRollbackStarted(
                deployment.id(), wave, deployment.regionsOf(wave), deployment.digest(), now));
        if (all(deployment, wave, state -> state == State.ROLLED_BACK)) {
            changes.add(new DeploymentEvent.WaveRolledBack(deployment.id(), wave, now));
            before(deployment, wave, now, changes);
        }
    }

    /** Whether a region was asked to go back and has not said how that ended. */
    static boolean isAwaited(Deployment deployment, RegionProgress progress) {
        boolean asked =
                progress.wave() == deployment.wave() || (progress.wave() > deployment.wave() && touched(progress));
        return asked && !progress.state().endedGoingBack();
    }

    private static DeploymentEvent end(Deployment deployment, Instant now) {
        var stuck = deployment.regions().values().stream()
                .filter(progress -> progress.state() == State.ROLLBACK_FAILED)
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
                ? new DeploymentEvent.Cancelled(deployment.id(), "", now)
                : new DeploymentEvent.RolledBack(deployment.id(), now);
    }

    private static boolean all(Deployment deployment, int wave, Predicate<State> test) {
        return deployment.progressOf(wave).stream().map(RegionProgress::state).allMatch(test);
    }

    private static boolean touched(RegionProgress progress) {
        return switch (progress.state()) {
            case PENDING, PREPARED -> false;
            case DEPLOYING, VALIDATING, COMPLETED, FAILED, ROLLING_BACK, RETURNED, ROLLED_BACK, ROLLBACK_FAILED -> true;
        };
    }
}
