package io.tidegate.coordinator.wave;

import io.tidegate.coordinator.wave.ServiceWork.Stage;
import io.tidegate.estate.SecondsRange;
import io.tidegate.estate.Strategy;
import io.tidegate.estate.Workload;
import io.tidegate.estate.plan.RegionPlan;
import io.tidegate.estate.plan.ServicePlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Takes away what the estate no longer has, once the deployment that left it out cannot be taken back any more. The next
 * deployment lets it go on, or puts back what it wants again. What could not be taken away runs on, and is so again in the
 * next deployment's plan.
 */
final class Retirement {
    private Retirement() {}

    static void begin(Progress progress) {
        progress.attempt()
                .plan()
                .retired()
                .forEach((service, workload) -> begin(
                        progress,
                        service,
                        workload,
                        Optional.ofNullable(progress.lane().running().get(service))));
    }

    private static void begin(Progress progress, String service, Workload workload, Optional<Running> running) {
        var known = Optional.ofNullable(progress.attempt().works().get(service));
        if (running.isEmpty()) {
            progress.say(new Output.ServiceRemoved(service));
        } else if (known.filter(work -> work.stage() == Stage.RETIRING).isEmpty()) {
            progress.work(ServiceWork.waiting(plan(service, workload), running, progress.now())
                    .enter(Stage.RETIRING, Strategies.away(running.get()), progress.now()));
        }
    }

    /** Retirements under way that a deployment which comes meanwhile does not undo. */
    static Map<String, ServiceWork> goingOn(RegionLane lane, RegionPlan next) {
        var planned = next.services().stream().map(ServicePlan::service).toList();
        var going = new TreeMap<String, ServiceWork>();
        lane.attempt().map(Attempt::works).orElse(Map.of()).forEach((service, work) -> {
            if (work.stage() == Stage.RETIRING && !planned.contains(service)) {
                going.put(service, work);
            }
        });
        return going;
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
