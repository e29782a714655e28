package io.tidegate.planner.rollout;

import io.tidegate.estate.plan.Plan;
import java.time.Instant;
import java.util.List;

/** What happened to a deployment. Facts only: past tense, nothing that can be derived. */
public sealed interface DeploymentEvent extends Change {
    String deployment();

    Instant at();

    record Started(String deployment, String command, Plan plan, String digest, Actor actor, Instant at)
            implements DeploymentEvent {}

    record WaveStarted(String deployment, int wave, List<String> regions, String digest, Instant at)
            implements DeploymentEvent {}

    record WaveCompleted(String deployment, int wave, Instant at) implements DeploymentEvent {}

    record ValidationFailed(String deployment, int wave, Cause cause, Instant at) implements DeploymentEvent {}

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

    record Cancelled(String deployment, Instant at) implements DeploymentEvent {}

    record Failed(String deployment, String reason, String message, Instant at) implements DeploymentEvent {}

    record Held(String deployment, String reason, String message, List<String> choices, Instant at)
            implements DeploymentEvent {}
}
