package io.tidegate.coordinator.wave;

import io.tidegate.coordinator.wave.Attempt.Phase;
import io.tidegate.coordinator.wave.Move.Action;
import io.tidegate.coordinator.wave.ServiceWork.Health;
import io.tidegate.coordinator.wave.ServiceWork.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Takes a deployment back: first gives every service's users what they had, dependents before what they depend on, by
 * the fastest means each; then proves it and takes the new versions away. There is no limit on how many go at once.
 */
final class WayBack {
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    private WayBack() {}

    /** The region itself finds that the deployment must go; where that would not undo it, a person decides. */
    static void fail(Progress progress, Cause cause) {
        fail(progress, cause, Validating.results(progress.attempt(), "failed", cause.message(), progress.now()));
    }

    static void fail(Progress progress, Cause cause, List<Output.Validated> results) {
        var attempt = progress.attempt().validated(results);
        boolean frozen = attempt.isIrreversible();
        progress.attempt(attempt);
        progress.say(new Output.Failed(cause, frozen, results));
        if (frozen) {
            progress.attempt(attempt.because(cause).enter(Phase.FROZEN, progress.now()));
        } else {
            begin(progress, cause, false);
        }
    }

    static void begin(Progress progress, Cause cause, boolean ordered) {
        progress.attempt(progress.attempt().because(cause).enter(Phase.RETURNING, progress.now()));
        progress.say(new Output.RollingBack(cause, ordered));
    }

    /** A person wants the way back to be tried once more. */
    static void tryAgain(Progress progress) {
        var attempt = progress.attempt();
        var phase = attempt.all(ServiceWork::back) ? Phase.VERIFYING : Phase.RETURNING;
        progress.attempt(attempt.enter(phase, progress.now()));
    }

    static void pass(Progress progress) {
        if (progress.attempt().phase() == Phase.RETURNING) {
            turnAround(progress);
            progress.drive(Stage.RETURNING);
            if (progress.attempt().phase() == Phase.RETURNING
                    && progress.attempt().all(ServiceWork::back)) {
                beginVerification(progress);
            }
        } else {
            progress.drive(Stage.VERIFYING);
            if (progress.attempt().phase() == Phase.VERIFYING
                    && progress.attempt().all(work -> work.stage() != Stage.VERIFYING)) {
                rolledBack(progress);
            }
        }
    }

    private static void rolledBack(Progress progress) {
        var attempt = progress.attempt();
        var results = Validating.verified(attempt, progress.now());
        progress.attempt(attempt.enter(Phase.ROLLED_BACK, progress.now()).validated(results));
        progress.say(
                new Output.RolledBack(attempt.deploymentId(), progress.lane().workloads(), results));
    }

    private static void turnAround(Progress progress) {
        for (ServiceWork work : progress.attempt().works().values()) {
            boolean forward = work.stage() == Stage.WAITING
                    || work.stage() == Stage.WORKING
                    || work.stage() == Stage.DEPLOYED
                    || work.stage() == Stage.TIDYING;
            if (forward && dependentsAreBack(progress.attempt(), work)) {
                turnAround(progress, work);
            }
        }
    }

    private static void turnAround(Progress progress, ServiceWork work) {
        var begun = work.stage() == Stage.WORKING
                ? work.begun()
                : work.stage() == Stage.WAITING
                        ? List.<Move>of()
                        : Strategies.forward(
                                work.plan(), work.before(), progress.attempt().policy());
        var means = Strategies.means(work.plan(), begun, work.before());
        if (means == Means.TRAFFIC && isTidied(progress, work)) {
            means = Means.CONTAINER;
        }
        if (means == Means.NONE) {
            progress.work(work.by(means).enter(Stage.RETURNED, List.of(), progress.now()));
        } else {
            var moves = Strategies.back(
                    work.plan(), work.before(), means, progress.attempt().policy());
            progress.work(work.by(means).enter(Stage.RETURNING, moves, progress.now()));
        }
    }

    /** Whether the version before, which was kept for the way back, is gone: the deployment was settled. */
    private static boolean isTidied(Progress progress, ServiceWork work) {
        var kept = Optional.ofNullable(progress.lane().running().get(work.service()))
                .flatMap(Running::kept);
        return work.stage() == Stage.TIDYING || (work.stage() == Stage.DEPLOYED && kept.isEmpty());
    }

    private static boolean dependentsAreBack(Attempt attempt, ServiceWork work) {
        return attempt.works().values().stream()
                .filter(other -> other.plan().dependsOn().contains(work.service()))
                .allMatch(ServiceWork::back);
    }

    /** From here on it is the versions before that have to prove themselves, by what they do from now. */
    private static void beginVerification(Progress progress) {
        var attempt = progress.attempt().enter(Phase.VERIFYING, progress.now());
        progress.attempt(attempt);
        progress.say(new Output.Returned(progress.lane().workloads()));
        for (ServiceWork work : attempt.works().values()) {
            if (work.stage() == Stage.RETURNED) {
                var moves = Strategies.verification(work.plan(), work.before(), work.means(), attempt.policy());
                progress.work(work.said(Health.UNKNOWN).enter(Stage.VERIFYING, moves, progress.now()));
            }
        }
    }

    /** What runs for a service whose users have back what they had. */
    static Running restored(ServiceWork work, Running before) {
        return Running.serving(before.workload(), work.bringsVersion() ? Optional.empty() : before.kept());
    }

    /** A move of the way back did not happen: another means, or again, until the deadline; then a person must look. */
    static void failed(Progress progress, ServiceWork work, String reason, String message) {
        var attempt = progress.attempt();
        if (attempt.phase() == Phase.STUCK) {
            progress.work(work.retryAfter(Duration.ZERO, progress.now()));
        } else if (progress.now().isAfter(attempt.since().plus(attempt.policy().rollbackDeadline()))) {
            progress.work(work.retryAfter(Duration.ZERO, progress.now()));
            progress.attempt(progress.attempt().enter(Phase.STUCK, progress.now()));
            progress.say(new Output.RollbackFailed(
                    work.service(),
                    reason,
                    "cannot take back " + work.service() + " in "
                            + progress.lane().region() + " within "
                            + attempt.policy().rollbackDeadline().toSeconds() + " s: " + message
                            + "; mend it and order the rollback again"));
        } else if (formerVersionIsGone(work, reason)) {
            var moves = Strategies.back(work.plan(), work.before(), Means.CONTAINER, attempt.policy());
            progress.work(work.by(Means.CONTAINER).enter(work.stage(), moves, progress.now()));
        } else {
            progress.work(work.retryAfter(RETRY_PAUSE, progress.now()));
        }
    }

    /** Whether telemetry may still tell how the version is that users have back; they have it, whatever it tells. */
    static boolean waitsForEvidence(ServiceWork work, Attempt attempt, Instant now) {
        return work.health() != Health.UNHEALTHY
                && now.isBefore(work.since().plus(attempt.policy().budgets().verification()));
    }

    private static boolean formerVersionIsGone(ServiceWork work, String reason) {
        return work.stage() == Stage.RETURNING
                && work.means() == Means.TRAFFIC
                && work.move().action() == Action.ROUTE
                && (reason.equals("refused") || reason.equals("not_ready"));
    }
}
