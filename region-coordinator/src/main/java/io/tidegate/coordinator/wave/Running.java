package io.tidegate.coordinator.wave;

import io.tidegate.estate.Image;
import io.tidegate.estate.Workload;
import io.tidegate.estate.plan.ServicePlan;
import java.util.Optional;

/**
 * What runs for a service.
 *
 * @param kept the image before, still there so that traffic can go back to it at once
 * @param serves whether it has traffic: not while it is being taken away for good
 */
public record Running(Workload workload, Optional<Image> kept, boolean serves) {
    static Running serving(Workload workload, Optional<Image> kept) {
        return new Running(workload, kept, true);
    }

    /** What image runs. */
    public Image image() {
        return workload.image();
    }

    /** Whether the plan wants nothing else. */
    boolean matches(ServicePlan plan) {
        return serves && workload.equals(plan.workload());
    }

    Running withoutTraffic() {
        return new Running(workload, kept, false);
    }
}
