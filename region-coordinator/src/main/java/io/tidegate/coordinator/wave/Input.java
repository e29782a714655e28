package io.tidegate.coordinator.wave;

import io.tidegate.estate.Policy;
import io.tidegate.estate.plan.RegionPlan;
import io.tidegate.judge.Evidence;
import java.util.Optional;

/** What a region is told. */
public sealed interface Input {
    /** The control plane is about to deploy; the region says whether it is ready. */
    record Prepare(String deploymentId, String digest, long epoch, RegionPlan plan, Policy policy) implements Input {}

    /** The wave that this region is in may start. */
    record StartWave(String deploymentId, String digest, long epoch) implements Input {}

    /** The deployment is to be taken back here. */
    record TakeBack(String deploymentId, long epoch) implements Input {}

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
