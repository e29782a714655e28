package io.tidegate.coordinator.wave;

import io.tidegate.estate.Policy;
import io.tidegate.estate.plan.RegionPlan;
import io.tidegate.judge.Evidence;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a region is told. */
public sealed interface Input {
    /** The control plane is about to deploy; the region says whether it is ready. */
    record Prepare(String deploymentId, String digest, long epoch, RegionPlan plan, Policy policy) implements Input {}

    /** The wave that this region is in may start. */
    record StartWave(String deploymentId, String digest, long epoch) implements Input {}

    /** The deployment is to be taken back here; {@code forced} by a person, so that also what would not be undone goes back. */
    record TakeBack(String deploymentId, boolean forced, long epoch) implements Input {}

    /** The deployment stays for good. */
    record Settle(String deploymentId, long epoch) implements Input {}

    /** Another planner leads from now on: what the region does under way it does under this epoch. */
    record Obey(long epoch) implements Input {}

    /** A step is done. */
    record StepDone(String stepId) implements Input {}

    /**
     * A step did not happen.
     *
     * @param reason a word of the closed list
     * @param passing whether trying again may help
     */
    record StepFailed(String stepId, String service, String reason, boolean passing, String message) implements Input {}

    /** Every wave is done; the region finds out, by {@code until}, whether it reaches the others. */
    record Connect(String deploymentId, String digest, List<String> without, long epoch, Instant until)
            implements Input {}

    /**
     * A validator says what it found.
     *
     * @param outcome passed, failed or unknown
     * @param service what a test that failed is about; empty where that is not known
     */
    record ValidationReported(String validationId, String outcome, String service, String message) implements Input {}

    /** The health-service says how a version is. */
    record Verdict(
            String deploymentId,
            String service,
            String version,
            ServiceWork.Health health,
            Optional<Evidence> evidence,
            String message)
            implements Input {}

    /** Nothing but time. */
    record TimePassed() implements Input {}
}
