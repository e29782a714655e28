package io.tidegate.planner.rollout;

import io.tidegate.estate.Approvals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
     * @param continues the deployment that it goes on for; empty where it is new
     * @param askedAt when it was asked for
     * @param agreed who has agreed to it already
     * @param place in the queue, from 1
     * @param expectedEnd when it would end if it started as soon as it may
     * @param until when it is given up
     */
    record Queued(
            Input.Request request,
            String continues,
            Instant askedAt,
            List<Actor> agreed,
            String reason,
            String message,
            int place,
            Instant expectedEnd,
            Instant until,
            Instant at)
            implements InQueue {
        @Override
        public String deployment() {
            return request.deployment();
        }

        /** Without the estate file, for logs. */
        @Override
        public String toString() {
            return "Queued[" + deployment() + ", " + reason + ", place " + place + ", until " + until + ", "
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

    /**
     * Its turn has come, but who asked later and went first brought other images of the same services.
     *
     * @param until when it is given up
     */
    record ConflictDetected(String deployment, List<Conflict> conflicts, String message, Instant until, Instant at)
            implements InQueue {}

    /** Nothing new begins in the lane. */
    record LaneFrozen(Write write, Optional<Instant> until, Instant at) implements OfLane {}

    /** What is new may begin again. */
    record LaneUnfrozen(Write write, Instant at) implements OfLane {}

    /** A region is out: waves wait for it, or go on without it. */
    record RegionDrained(Write write, String region, Instant at) implements OfLane {}

    /** A region is in again. */
    record RegionUndrained(Write write, String region, Instant at) implements OfLane {}

    /** An order came after one that was written later: that one holds. */
    record OrderSuperseded(Setting setting, Write kept, Write dropped, String message, Instant at) implements OfLane {}

    /**
     * People must agree before it begins.
     *
     * @param lasting what it brings that cannot be undone; empty where there is nothing
     */
    record ApprovalRequested(
            String deployment, List<Approvals> demands, String lasting, String message, Instant until, Instant at)
            implements InQueue {}

    record ApprovalGiven(String deployment, Actor actor, Instant at) implements InQueue {}

    record ApprovalRefused(String deployment, Actor actor, Instant at) implements InQueue {}

    /** All have agreed who must. */
    record Approved(String deployment, Instant until, Instant at) implements InQueue {}

    /** {@code command} is empty where a planner that took over says it again. */
    record Started(String command, Order order, Instant at) implements DeploymentEvent {
        @Override
        public String deployment() {
            return order.request().deployment();
        }
    }

    /** It goes on without a region that is drained. */
    record RegionSkipped(String deployment, String region, String message, Instant at) implements DeploymentEvent {}

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

    /**
     * All waves are done; these regions find out, by {@code until}, whether they reach each other.
     *
     * @param without regions that the deployment went on without; nobody needs to reach them
     */
    record ConnectivityCheckStarted(
            String deployment, List<String> regions, List<String> without, String digest, Instant until, Instant at)
            implements DeploymentEvent {}

    /**
     * Traffic is shared out among regions.
     *
     * @param shares percent of all, by region
     * @param message what was found out before
     */
    record GlobalTrafficUpdated(String deployment, Map<String, Integer> shares, String message, Instant at)
            implements DeploymentEvent {}

    record StabilityWatchStarted(String deployment, Instant until, Instant at) implements DeploymentEvent {}

    /** {@code message} says what cut its watch short; empty where nothing did. */
    record Completed(String deployment, String message, Instant rollbackUntil, Instant at) implements DeploymentEvent {}

    record Settled(String deployment, Instant at) implements DeploymentEvent {}

    /** {@code cancelled} says that its end will be cancelled rather than rolled back. */
    record RollbackStarted(String deployment, Cause cause, Actor actor, boolean cancelled, Instant at)
            implements DeploymentEvent {}

    /** {@code forced} where a person ordered it: then also what would not be undone goes back. */
    record WaveRollbackStarted(
            String deployment, int wave, List<String> regions, String digest, boolean forced, Instant at)
            implements DeploymentEvent {}

    record WaveRolledBack(String deployment, int wave, Instant at) implements DeploymentEvent {}

    record RolledBack(String deployment, Instant at) implements DeploymentEvent {}

    /** {@code message} says who ended it; empty where the start of its way back has said so. */
    record Cancelled(String deployment, String message, Instant at) implements DeploymentEvent {}

    record Failed(String deployment, String reason, String message, Instant at) implements DeploymentEvent {}

    record Held(String deployment, String reason, String message, List<String> choices, Instant at)
            implements DeploymentEvent {}
}
