package io.tidegate.coordinator.wave;

import io.tidegate.estate.Image;
import io.tidegate.estate.Validator;
import io.tidegate.estate.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a region says: reports to the control plane, steps to its executor, and questions to validators. */
public sealed interface Output {
    /** A step for the executor. */
    record Step(String stepId, String service, Move move, int attempt, long epoch, Instant deadline)
            implements Output {}

    /** A question to a validator. */
    record Validate(String validationId, Validator validator, int attempt, long epoch, Instant deadline)
            implements Output {}

    /** A report to the control plane. */
    sealed interface Report extends Output {}

    /** Whether the region is ready for a deployment. */
    record Prepared(
            String deploymentId, String digest, boolean ready, List<String> problems, Map<String, Workload> running)
            implements Report {}

    /** The wave has begun here. */
    record Deploying() implements Report {}

    /** A service runs the planned version. */
    record ServiceDeployed(String service, Image image) implements Report {}

    /** All services are there; their health is awaited. */
    record Validating() implements Report {}

    /** The wave is done here. */
    record Completed(int deployed, int healthy, List<Validated> validations) implements Report {}

    /** Whether the other regions are reached from here. */
    record Connected(Validated found) implements Report {}

    /** The wave failed here; {@code frozen} where all stays as it is, because going back would not undo it. */
    record Failed(Cause cause, boolean frozen, List<Validated> validations) implements Report {}

    /** The deployment is being taken back here; {@code ordered} by the control plane, or by the region's own judgement. */
    record RollingBack(Cause cause, boolean ordered) implements Report {}

    /** A service's users have back what they had. */
    record ServiceRolledBack(String service, Optional<Image> image, Means means) implements Report {}

    /** Users have back what they had everywhere; it has yet to be proven. */
    record Returned(Map<String, Workload> running) implements Report {}

    /** Everything runs as before; {@code validations} say whether telemetry found it well. */
    record RolledBack(String deploymentId, Map<String, Workload> running, List<Validated> validations)
            implements Report {}

    /** A service that the estate no longer has is gone. */
    record ServiceRemoved(String service) implements Report {}

    /** The way back could not be finished. */
    record RollbackFailed(String service, String reason, String message) implements Report {}

    /** A validation and what came of it: passed, failed or unknown. */
    record Validated(String name, String outcome, String message, Instant at) {}
}
