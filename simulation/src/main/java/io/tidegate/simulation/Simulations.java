package io.tidegate.simulation;

import io.tidegate.planner.rollout.Stage;
import io.tidegate.simulation.Invariants.Coverage;
import io.tidegate.simulation.Invariants.Coverage.Transition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/** Many histories. */
public final class Simulations {
    /**
     * What was seen of a set.
     *
     * @param missing what is legal and was never reached
     */
    public record Reached(int reached, int legal, List<String> missing) {}

    /** What many histories gave. {@code trace} is the first failing history, made small, or that of a single seed. */
    public record Report(
            long seeds,
            long firstSeed,
            List<Violation> violations,
            double seconds,
            Reached states,
            Reached transitions,
            List<String> trace) {
        public double historiesPerSecond() {
            return seeds / Math.max(seconds, 1e-9);
        }
    }

    private Simulations() {}

    /** Runs {@code seeds} histories from {@code firstSeed} on, on all processors. */
    public static Report run(long firstSeed, long seeds, Plant plant) {
        long begin = System.nanoTime();
        var histories = LongStream.range(firstSeed, firstSeed + seeds)
                .parallel()
                .mapToObj(seed -> Simulation.run(Scenario.of(seed), plant, false))
                .toList();
        double seconds = (System.nanoTime() - begin) / 1e9;
        var violations = histories.stream()
                .flatMap(history -> history.violations().stream())
                .toList();
        var failing = histories.stream()
                .filter(history -> !history.violations().isEmpty())
                .findFirst();
        var trace = failing.map(history -> shrunk(history, plant))
                .orElseGet(() -> seeds == 1
                        ? Simulation.run(Scenario.of(firstSeed), plant, true).trace()
                        : List.of());
        var coverages = histories.stream().map(History::coverage).toList();
        return new Report(seeds, firstSeed, violations, seconds, states(coverages), transitions(coverages), trace);
    }

    private static List<String> shrunk(History failing, Plant plant) {
        var violation = failing.violations().getFirst();
        var shrunk = Shrinking.shrink(failing.scenario(), plant, violation.invariant());
        var lines = new ArrayList<String>();
        lines.add("seed %d breaks invariant %d; left of it after %d runs: %s"
                .formatted(violation.seed(), violation.invariant(), shrunk.runs(), size(shrunk.scenario())));
        shrunk.scenario()
                .estate()
                .parts()
                .forEach(part -> lines.add("  %s, %s, needs %s"
                        .formatted(part.name(), part.canary() ? "canary" : "rolling", part.needs())));
        lines.addAll(Simulation.run(shrunk.scenario(), plant, true).trace());
        return lines;
    }

    private static String size(Scenario scenario) {
        return "%d regions, %d services, %d deeds, the log and the runtimes %s"
                .formatted(
                        scenario.estate().regions().size(),
                        scenario.estate().parts().size(),
                        scenario.deeds().size(),
                        scenario.calm() ? "behave" : "misbehave");
    }

    private static Reached states(List<Coverage> coverages) {
        var missing = EnumSet.allOf(Stage.class);
        coverages.forEach(coverage -> missing.removeAll(coverage.stages()));
        return reached(Stage.values().length, missing.stream().map(Stage::word).toList());
    }

    private static Reached transitions(List<Coverage> coverages) {
        Set<Transition> legal = new HashSet<>();
        Arrays.stream(Stage.values()).forEach(from -> from.next().forEach(to -> legal.add(new Transition(from, to))));
        Set<Transition> missing = new HashSet<>(legal);
        coverages.forEach(coverage -> missing.removeAll(coverage.transitions()));
        return reached(
                legal.size(),
                missing.stream()
                        .map(transition -> transition.from().word() + " -> "
                                + transition.to().word())
                        .sorted()
                        .toList());
    }

    private static Reached reached(int legal, List<String> missing) {
        return new Reached(legal - missing.size(), legal, missing);
    }
}
