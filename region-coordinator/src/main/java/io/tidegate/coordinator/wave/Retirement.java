package io.tidegate.coordinator.wave;

import io.tidegate.coordinator.wave.ServiceWork.Stage;
import io.tidegate.estate.SecondsRange;
import io.tidegate.estate.Strategy;
import io.tidegate.estate.Workload;
import io.tidegate.estate.plan.ServicePlan;
import java.util.List;
import java.util.Optional;

/**
 * Takes away what the estate no longer has, once the deployment that left it out cannot be taken back any more. What could
 * not be taken away runs on, and is so again in the next deployment's plan.
 */
final class Retirement {
    private Retirement() {}

    static void begin(Progress progress) {
        progress.attempt().plan().retired().forEach((service, workload) -> {
            var running = Optional.ofNullable(progress.lane().running().get(service));
            running.ifPresent(
                    there -> progress.work(ServiceWork.waiting(plan(service, workload), running, progress.now())
                            .enter(Stage.RETIRING, Strategies.away(there), progress.now())));
        });
    }

    private static ServicePlan plan(String service, Workload workload) {
        return new ServicePlan(
                service,
                workload,
                Optional.of(workload),
                0,
                List.of(),
                Strategy.ROLLING,
                false,
                SecondsRange.NONE,
                0,
                Optional.empty());
    }
}
