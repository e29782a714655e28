package io.tidegate.simulation;

import io.tidegate.planner.rollout.Stage;
import io.tidegate.simulation.Invariants.Coverage;
import io.tidegate.simulation.Invariants.Coverage.Transition;
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

    /** What many histories gave. {@code trace} is the first failing history, or that of a single seed. */
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
                .mapToObj(seed -> Simulation.run(seed, plant, false))
                .toList();
        double seconds = (System.nanoTime() - begin) / 1e9;
        var violations = histories.stream()
                .flatMap(history -> history.violations().stream())
                .toList();
        var shown = seeds == 1
                ? List.of(firstSeed)
                : violations.stream().map(Violation::seed).limit(1).toList();
        var trace = shown.stream()
                .flatMap(seed -> Simulation.run(seed, plant, true).trace().stream())
                .toList();
        var coverages = histories.stream().map(History::coverage).toList();
        return new Report(seeds, firstSeed, violations, seconds, states(coverages), transitions(coverages), trace);
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
