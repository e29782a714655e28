package io.tidegate.coordinator.wave;

import io.tidegate.estate.Image;
import io.tidegate.estate.Workload;
import io.tidegate.estate.plan.ServicePlan;
import java.util.Optional;

/**
 * What runs for a service.
 *
 * @param workload what serves
 * @param kept the image before, still there so that traffic can go back to it at once
 */
public record Running(Workload workload, Optional<Image> kept) {
    /** What serves. */
    public Image image() {
        return workload.image();
    }

    /** Whether the plan wants nothing else. */
    boolean matches(ServicePlan plan) {
        return workload.equals(plan.workload());
    }

    Running alone() {
        return new Running(workload, Optional.empty());
    }
}
