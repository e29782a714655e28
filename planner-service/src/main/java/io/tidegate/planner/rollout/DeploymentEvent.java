package io.tidegate.planner.rollout;

import io.tidegate.estate.Approvals;
import io.tidegate.estate.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What happened to a deployment. Facts only: past tense, nothing that can be derived. */
public sealed interface DeploymentEvent extends Change {
    /** The deployment; empty for what happens to a whole lane. */
    String deployment();

    Instant at();

    /** What happens to a deployment that waits. */
    sealed interface InQueue extends DeploymentEvent {}

    /** What happens to a whole lane. */
    sealed interface OfLane extends DeploymentEvent {
        @Override
        default String deployment() {
            return "";
        }
    }

    /**
     * It waits for its turn.
     *
     * @param reason what for: {@code approval}, {@code not_before}, {@code lane_busy}, {@code frozen}
     * @param place in the queue, from 1
     * @param expectedEnd when it would end if it started as soon as it may
     * @param until when it is given up
     */
    record Queued(
            String deployment,
            Input.Request request,
            String reason,
            String message,
            int place,
            Instant expectedEnd,
            Instant until,
            Instant at)
            implements InQueue {
        /** Without the estate file, for logs. */
        @Override
        public String toString() {
            return "Queued[" + deployment + ", " + reason + ", place " + place + ", until " + until + ", "
                    + request.actor() + "]";
        }
    }

    /**
     * A freeze is on at its turn.
     *
     * @param due when it may start
     * @param until when it is given up
     */
    record Deferred(String deployment, String message, Instant due, Instant until, Instant at) implements InQueue {}

    /** Nothing new begins in the lane. */
    record LaneFrozen(String command, Actor actor, Optional<Instant> until, Instant at) implements OfLane {}

    /** What is new may begin again. */
    record LaneUnfrozen(String command, Actor actor, Instant at) implements OfLane {}

    /** People must agree before it begins. */
    record ApprovalRequested(String deployment, List<Approvals> demands, String message, Instant until, Instant at)
            implements InQueue {}

    record ApprovalGiven(String deployment, Actor actor, Instant at) implements InQueue {}

    record ApprovalRefused(String deployment, Actor actor, Instant at) implements InQueue {}

    /** All have agreed who must. */
    record Approved(String deployment, Instant until, Instant at) implements InQueue {}

    record Started(
            String deployment,
            String command,
            Plan plan,
            String digest,
            Actor actor,
            boolean overridesFreeze,
            Instant at)
            implements DeploymentEvent {}

    record WaveStarted(String deployment, int wave, List<String> regions, String digest, Instant at)
            implements DeploymentEvent {}

    record WaveCompleted(String deployment, int wave, Instant at) implements DeploymentEvent {}

    record ValidationFailed(String deployment, int wave, Cause cause, Instant at) implements DeploymentEvent {}

    /** It will stop before its next wave. */
    record HoldOrdered(String deployment, Actor actor, Duration longest, Instant at) implements DeploymentEvent {}

    /**
     * It stands before a wave.
     *
     * @param reason why, as a word: {@code held} or {@code frozen}
     * @param until when it is taken back if it still stands
     */
    record Paused(String deployment, int wave, String reason, String message, Instant until, Instant at)
            implements DeploymentEvent {}

    /** Nobody holds it any more. */
    record Resumed(String deployment, Actor actor, Instant at) implements DeploymentEvent {}

    record StabilityWatchStarted(String deployment, Instant until, Instant at) implements DeploymentEvent {}

    record Completed(String deployment, Instant rollbackUntil, Instant at) implements DeploymentEvent {}

    record Settled(String deployment, Instant at) implements DeploymentEvent {}

    /** {@code cancelled} says that its end will be cancelled rather than rolled back. */
    record RollbackStarted(String deployment, Cause cause, Actor actor, boolean cancelled, Instant at)
            implements DeploymentEvent {}

    record WaveRollbackStarted(String deployment, int wave, List<String> regions, String digest, Instant at)
            implements DeploymentEvent {}

    record WaveRolledBack(String deployment, int wave, Instant at) implements DeploymentEvent {}

    record RolledBack(String deployment, Instant at) implements DeploymentEvent {}

    /** {@code message} says who ended it; empty where the start of its way back has said so. */
    record Cancelled(String deployment, String message, Instant at) implements DeploymentEvent {}

    record Failed(String deployment, String reason, String message, Instant at) implements DeploymentEvent {}

    record Held(String deployment, String reason, String message, List<String> choices, Instant at)
            implements DeploymentEvent {}
}
