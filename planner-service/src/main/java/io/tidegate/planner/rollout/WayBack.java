package io.tidegate.planner.rollout;

import io.tidegate.planner.rollout.RegionProgress.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes a deployment back wave by wave, the last wave first; the regions of a wave go at the same time. A wave goes as soon
 * as the users of the later ones have back what they had; that this is well there is proven meanwhile.
 */
final class WayBack {
    private static final Actor TIDEGATE = new Actor("tidegate", "", "planner-service");

    private WayBack() {}

    /** Takes back what may have changed regions; what has not, has failed. */
    static Decision instead(Deployment deployment, FailureReason reason, String region, String message, Instant now) {
        return deployment.canGoBack()
                ? begin(deployment, new Cause(reason.word(), region, "", message, Optional.empty()), now)
                : Decision.of(new DeploymentEvent.Failed(deployment.id(), reason.word(), message, now));
    }

    /** Takes it back, unless that would not undo it: then a person decides. */
    static Decision begin(Deployment deployment, Cause cause, Instant now) {
        var lasting = cannotBeUndone(deployment);
        return lasting.isEmpty()
                ? begin(deployment, cause, TIDEGATE, false, now)
                : Decision.of(new DeploymentEvent.Held(
                        deployment.id(),
                        "irreversible",
                        cause.message() + "; it is not taken back by itself, for "
                                + String.join(", ", lasting)
                                + " brought a migration that cannot be reversed: a rollback restores the image,"
                                + " not the data",
                        List.of("rollback", "cancel"),
                        now));
    }

    /** Services by region that have brought what going back would not undo. */
    static List<String> cannotBeUndone(Deployment deployment) {
        return deployment.plan().regions().stream()
                .filter(region -> isIn(deployment.regions().get(region.region())))
                .flatMap(region -> region.services().stream()
                        .filter(service ->
                                service.isIrreversible() && service.previous().isPresent())
                        .map(service -> service.service() + " in " + region.region()))
                .toList();
    }

    private static boolean isIn(@Nullable RegionProgress progress) {
        return progress != null
                && switch (progress.state()) {
                    case DEPLOYING, VALIDATING, COMPLETED, FROZEN -> true;
                    case PENDING, PREPARED, SKIPPED, FAILED, ROLLING_BACK, RETURNED, ROLLED_BACK, ROLLBACK_FAILED ->
                        false;
                };
    }

    static Decision begin(Deployment deployment, Cause cause, Actor actor, boolean cancelled, Instant now) {
        var changes = new ArrayList<Change>();
        changes.add(new DeploymentEvent.RollbackStarted(deployment.id(), cause, actor, cancelled, now));
        int last = deployment.plan().waves().stream()
                .mapToInt(wave -> wave.number())
                .filter(wave -> deployment.doubtful()
                        || wave == deployment.wave()
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
            changes.addAll(end(deployment, now));
        }
    }

    private static void wave(Deployment deployment, int wave, Instant now, List<Change> changes) {
        changes.add(new DeploymentEvent.WaveRollbackStarted(
                deployment.id(), wave, deployment.regionsIn(wave), deployment.digest(), deployment.isForced(), now));
        if (all(deployment, wave, state -> state == State.ROLLED_BACK || state == State.SKIPPED)) {
            changes.add(new DeploymentEvent.WaveRolledBack(deployment.id(), wave, now));
            before(deployment, wave, now, changes);
        }
    }

    /** Whether a region was asked to go back and has not said how that ended. */
    static boolean isAwaited(Deployment deployment, RegionProgress progress) {
        boolean asked = progress.wave() == deployment.wave()
                || (progress.wave() > deployment.wave() && (deployment.doubtful() || touched(progress)));
        return asked && !progress.state().endedGoingBack();
    }

    private static List<DeploymentEvent> end(Deployment deployment, Instant now) {
        var stuck = deployment.regions().values().stream()
                .filter(progress -> progress.state() == State.ROLLBACK_FAILED || progress.state() == State.FROZEN)
                .toList();
        if (!stuck.isEmpty()) {
            return List.of(new DeploymentEvent.Held(
                    deployment.id(),
                    "rollback_failed",
                    stuck.stream()
                            .map(progress -> progress.region() + ": " + progress.note())
                            .reduce((left, right) -> left + "; " + right)
                            .orElse(""),
                    List.of("rollback"),
                    now));
        }
        if (deployment.cancelled()) {
            return List.of(new DeploymentEvent.Cancelled(deployment.id(), "", now));
        }
        return List.of(new DeploymentEvent.RolledBack(deployment.id(), now));
    }

    private static boolean all(Deployment deployment, int wave, Predicate<State> test) {
        return deployment.progressOf(wave).stream().map(RegionProgress::state).allMatch(test);
    }

    private static boolean touched(RegionProgress progress) {
        return switch (progress.state()) {
            case PENDING, PREPARED, SKIPPED -> false;
            case DEPLOYING,
                    VALIDATING,
                    COMPLETED,
                    FAILED,
                    FROZEN,
                    ROLLING_BACK,
                    RETURNED,
                    ROLLED_BACK,
                    ROLLBACK_FAILED -> true;
        };
    }
}
