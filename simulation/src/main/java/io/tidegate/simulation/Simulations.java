package io.tidegate.simulation;

import io.tidegate.simulation.Coverage.Transition;
import java.util.ArrayList;
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
        /** Whether every legal state and transition was reached. */
        public boolean isCovering() {
            return states.missing().isEmpty() && transitions.missing().isEmpty();
        }

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

    /** Runs one deployment to an estate of this size, where nothing goes wrong: how time grows with the estate. */
    public static Report grown(int regions, int services) {
        long begin = System.nanoTime();
        var history = Simulation.run(Scenario.grown(regions, services), Plant.NONE, false);
        double seconds = (System.nanoTime() - begin) / 1e9;
        var coverages = List.of(history.coverage());
        return new Report(1, 0, history.violations(), seconds, states(coverages), transitions(coverages), List.of());
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
        Set<Enum<?>> missing = Coverage.legalStates();
        int legal = missing.size();
        coverages.forEach(coverage -> missing.removeAll(coverage.states()));
        return new Reached(
                legal - missing.size(),
                legal,
                missing.stream().map(Coverage::word).sorted().toList());
    }

    private static Reached transitions(List<Coverage> coverages) {
        Set<Transition> missing = Coverage.legalTransitions();
        int legal = missing.size();
        coverages.forEach(coverage -> missing.removeAll(coverage.transitions()));
        return new Reached(
                legal - missing.size(),
                legal,
                missing.stream().map(Transition::toString).sorted().toList());
    }
}
