package io.tidegate.coordinator.wave;

import io.tidegate.estate.Image;
import io.tidegate.estate.plan.ServicePlan;
import java.util.Optional;

/**
 * What runs for a service.
 *
 * @param image what serves
 * @param replicas how many there are of it
 * @param port where it listens
 * @param kept the image before, still there so that traffic can go back to it at once
 */
public record Running(Image image, int replicas, int port, Optional<Image> kept) {
    /** What the plan wants. */
    static Running as(ServicePlan plan, Optional<Image> kept) {
        return new Running(plan.image(), plan.replicas(), plan.port(), kept);
    }

    /** Whether the plan wants nothing else. */
    boolean matches(ServicePlan plan) {
        return as(plan, kept).equals(this);
    }

    Running alone() {
        return new Running(image, replicas, port, Optional.empty());
    }
}
