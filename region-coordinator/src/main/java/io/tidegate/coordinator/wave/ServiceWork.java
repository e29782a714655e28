package io.tidegate.coordinator.wave;

import io.tidegate.estate.plan.ServicePlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far one service has come in a deployment.
 *
 * @param before what ran when the deployment came; empty for a service that is new here
 * @param moves what is to be done in the present stage
 * @param cursor the move at hand
 * @param step id of the step in flight; empty while a move waits or watches
 * @param attempt how often the present move was asked for
 * @param since when the present move began
 * @param retryAt when a failed move of a way back is tried again
 * @param health what the health-service last said of the version that shall serve: the new one, or on the way back the one
 *     before
 */
public record ServiceWork(
        ServicePlan plan,
        Optional<Running> before,
        Stage stage,
        List<Move> moves,
        int cursor,
        Optional<String> step,
        int attempt,
        Instant since,
        Optional<Instant> retryAt,
        Health health,
        Means means) {

    /**
     * <pre>
     *   UNCHANGED               ┌─▶ TIDYING ─┐
     *   WAITING ─▶ WORKING ─▶ DEPLOYED ◀─────┘
     *      │          │          │
     *      └──────────┴─────────▶┴─▶ RETURNING ─▶ RETURNED ─▶ VERIFYING ─▶ VERIFIED
     *   RETIRING ─▶ RETIRED
     * </pre>
     */
    public enum Stage {
        UNCHANGED,
        WAITING,
        WORKING,
        DEPLOYED,
        /** The version before, which was kept for the way back, is taken away. */
        TIDYING,
        /** Users are being given back what they had. */
        RETURNING,
        RETURNED,
        VERIFYING,
        VERIFIED,
        /** The estate no longer has the service, so it is taken away for good. */
        RETIRING,
        RETIRED
    }

    /** What the health-service says of a version. */
    public enum Health {
        UNKNOWN,
        HEALTHY,
        INCONCLUSIVE,
        NO_DATA,
        ERROR,
        UNHEALTHY
    }

    public ServiceWork {
        moves = List.copyOf(moves);
    }

    static ServiceWork waiting(ServicePlan plan, Optional<Running> before, Instant now) {
        boolean same = before.filter(running -> running.matches(plan)).isPresent();
        return new ServiceWork(
                plan,
                before,
                same ? Stage.UNCHANGED : Stage.WAITING,
                List.of(),
                0,
                Optional.empty(),
                0,
                now,
                Optional.empty(),
                Health.UNKNOWN,
                Means.NONE);
    }

    /** The service's name. */
    public String service() {
        return plan.service();
    }

    /** Whether others may rely on it: it runs the version that the plan names. */
    boolean settled() {
        return stage == Stage.DEPLOYED || stage == Stage.TIDYING || stage == Stage.UNCHANGED;
    }

    /** Whether this deployment brings another version, which has to prove itself; not only another number of replicas. */
    boolean bringsVersion() {
        return before.isEmpty() || !before.get().image().equals(plan.image());
    }

    /** Whether its new version has begun to change what going back would not undo. */
    boolean cannotBeUndone() {
        return plan.isIrreversible()
                && before.isPresent()
                && (stage == Stage.DEPLOYED || (stage == Stage.WORKING && !begun().isEmpty()));
    }

    /** Whether its version before was replaced and serves again, so that it has to prove itself afresh. */
    boolean isJudgedAgain() {
        return means != Means.NONE && before.isPresent() && bringsVersion();
    }

    /** Whether the estate no longer has it. */
    boolean leaves() {
        return stage == Stage.RETIRING || stage == Stage.RETIRED;
    }

    boolean moving() {
        return stage == Stage.WORKING
                || stage == Stage.TIDYING
                || stage == Stage.RETURNING
                || stage == Stage.VERIFYING
                || stage == Stage.RETIRING;
    }

    /** The version whose health counts now; none while users are being given back what they had. */
    public Optional<String> version() {
        return switch (stage) {
            case UNCHANGED, WAITING, WORKING, DEPLOYED, TIDYING ->
                Optional.of(plan.image().version());
            case VERIFYING, VERIFIED -> before.map(former -> former.image().version());
            case RETURNING, RETURNED, RETIRING, RETIRED -> Optional.empty();
        };
    }

    boolean finished() {
        return cursor >= moves.size();
    }

    Move move() {
        return moves.get(cursor);
    }

    /** Moves that may have had an effect: those done, and the one at hand if it was ever asked for. */
    List<Move> begun() {
        return moves.subList(0, Math.min(moves.size(), attempt > 0 ? cursor + 1 : cursor));
    }

    /** Whether its users have what they had, as far as this deployment is concerned. */
    public boolean back() {
        return stage == Stage.UNCHANGED
                || stage == Stage.RETURNED
                || stage == Stage.VERIFYING
                || stage == Stage.VERIFIED;
    }

    ServiceWork enter(Stage next, List<Move> what, Instant now) {
        return new ServiceWork(plan, before, next, what, 0, Optional.empty(), 0, now, Optional.empty(), health, means);
    }

    ServiceWork by(Means chosen) {
        return new ServiceWork(plan, before, stage, moves, cursor, step, attempt, since, retryAt, health, chosen);
    }

    ServiceWork asked(String stepId, Instant now) {
        return new ServiceWork(
                plan,
                before,
                stage,
                moves,
                cursor,
                Optional.of(stepId),
                attempt + 1,
                now,
                Optional.empty(),
                health,
                means);
    }

    ServiceWork next(Instant now) {
        return new ServiceWork(
                plan, before, stage, moves, cursor + 1, Optional.empty(), 0, now, Optional.empty(), health, means);
    }

    ServiceWork retryAfter(Duration pause, Instant now) {
        return new ServiceWork(
                plan,
                before,
                stage,
                moves,
                cursor,
                Optional.empty(),
                attempt,
                since,
                Optional.of(now.plus(pause)),
                health,
                means);
    }

    ServiceWork said(Health word) {
        return new ServiceWork(plan, before, stage, moves, cursor, step, attempt, since, retryAt, word, means);
    }
}
