package io.tidegate.estate.plan;

import io.tidegate.estate.Policy;
import io.tidegate.estate.SecondsRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.ToIntFunction;

/**
 * When each service of a region is expected to be in work, counted in seconds from the start of its wave: a service
 * starts as soon as all that it depends on is there, at most as many at once as the policy says, the longest remaining
 * path first. What does not change is there from the beginning and has no turn.
 *
 * @param turns in order of their starts
 */
public record Schedule(List<Turn> turns) {
    public Schedule {
        turns = List.copyOf(turns);
    }

    /** When a service is in work. */
    public record Turn(String service, int start, int end) {}

    /** The schedule where everything takes as long as its upper estimate. */
    public static Schedule of(RegionPlan region, Policy policy) {
        return new Run(region, policy, service -> service.estimate().max()).schedule();
    }

    /** How long a region takes. With few at once, shorter times may make it take longer (Graham 1966). */
    public static SecondsRange estimate(RegionPlan region, Policy policy) {
        int least = new Run(region, policy, service -> service.estimate().min())
                .schedule()
                .seconds();
        int most = of(region, policy).seconds();
        return new SecondsRange(Math.min(least, most), Math.max(least, most));
    }

    /** The schedule where everything takes as long as its upper estimate, and every canary its pauses as well. */
    static Schedule withPauses(RegionPlan region, Policy policy) {
        int pauses = policy.canaryStages().stream()
                .mapToInt(stage -> (int) stage.pause().toSeconds())
                .sum();
        return new Run(region, policy, service -> service.estimate().max() + (service.comesByCanary() ? pauses : 0))
                .schedule();
    }

    /** How long it takes in all. */
    public int seconds() {
        return turns.stream().mapToInt(Turn::end).max().orElse(0);
    }

    /** One pass through a region with given times: list scheduling. */
    private static final class Run {
        private static final Comparator<ServicePlan> LONGEST_PATH_FIRST = Comparator.comparingInt(
                        (ServicePlan service) -> -service.remainingSeconds())
                .thenComparing(ServicePlan::service);

        private record Busy(ServicePlan service, int until) {}

        private final Policy policy;
        private final ToIntFunction<ServicePlan> seconds;
        private final Map<String, Integer> open = new HashMap<>();
        private final Map<String, List<ServicePlan>> neededBy = new HashMap<>();
        private final Map<Integer, Integer> leftInPhase = new HashMap<>();
        private final PriorityQueue<ServicePlan> ready = new PriorityQueue<>(LONGEST_PATH_FIRST);
        private final PriorityQueue<Busy> busy = new PriorityQueue<>(Comparator.comparingInt(Busy::until));
        private final List<Turn> turns = new ArrayList<>();

        Run(RegionPlan region, Policy policy, ToIntFunction<ServicePlan> seconds) {
            this.policy = policy;
            this.seconds = seconds;
            var changing =
                    region.services().stream().filter(ServicePlan::changes).toList();
            var names = changing.stream().map(ServicePlan::service).toList();
            var known = new HashSet<>(names);
            for (ServicePlan service : changing) {
                var needs = service.dependsOn().stream().filter(known::contains).toList();
                open.put(service.service(), needs.size());
                needs.forEach(need ->
                        neededBy.computeIfAbsent(need, key -> new ArrayList<>()).add(service));
                leftInPhase.merge(service.phase(), 1, Integer::sum);
                if (needs.isEmpty()) {
                    ready.add(service);
                }
            }
        }

        Schedule schedule() {
            int now = 0;
            start(now);
            while (!busy.isEmpty()) {
                now = busy.element().until();
                while (!busy.isEmpty() && busy.element().until() == now) {
                    finish(busy.remove().service());
                }
                start(now);
            }
            return new Schedule(turns);
        }

        private void start(int now) {
            var waiting = new ArrayList<ServicePlan>();
            while (!ready.isEmpty() && busy.size() < policy.concurrency()) {
                var next = ready.remove();
                if (policy.phaseBarriers() && earlierPhaseIsOpen(next.phase())) {
                    waiting.add(next);
                } else {
                    int until = now + seconds.applyAsInt(next);
                    turns.add(new Turn(next.service(), now, until));
                    busy.add(new Busy(next, until));
                }
            }
            ready.addAll(waiting);
        }

        private boolean earlierPhaseIsOpen(int phase) {
            return leftInPhase.keySet().stream().anyMatch(other -> other < phase);
        }

        private void finish(ServicePlan service) {
            leftInPhase.computeIfPresent(service.phase(), (phase, left) -> left == 1 ? null : left - 1);
            for (ServicePlan next : neededBy.getOrDefault(service.service(), List.of())) {
                if (open.merge(next.service(), -1, Integer::sum) == 0) {
                    ready.add(next);
                }
            }
        }
    }
}
