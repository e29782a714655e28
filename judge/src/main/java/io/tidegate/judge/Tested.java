package io.tidegate.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Says what the sequential tests have found. */
final class Tested {
    private Tested() {}

    /** The evidence of the test that contributes most. */
    static Evidence evidence(Trial trial, Instant at) {
        var tests = trial.tests();
        var slices = trial.slices();
        var part = tests.strongest();
        double limit = part.metric().equals("errors") ? trial.limits().errors().value() : SequentialTests.SLOW_TAIL;
        double value = share(slices, part.metric().equals("errors") ? Second::errors : Second::slow);
        var since = slices.stream()
                .filter(slice -> slice.errors() > 0 || slice.slow() > 0)
                .findFirst()
                .map(Second::second);
        long seconds = slices.isEmpty()
                ? 1
                : Math.max(1, Duration.between(slices.getFirst().second(), at).toSeconds());
        var comparison =
                switch (part.rule()) {
                    case "latency-against-baseline" ->
                        " of more than %.3f s".formatted(tests.latency().strongest());
                    case SequentialTests.AGAINST_PAST ->
                        " (the version before: %.1f %% of %d requests, while it was in use)"
                                .formatted(
                                        baselineShare(tests, part).orElse(0.0) * 100,
                                        tests.errorBursts().requests());
                    default -> "";
                };
        return new Evidence(
                part.rule(),
                part.metric(),
                value,
                limit,
                baselineShare(tests, part),
                trial.requests(),
                Optional.of(tests.pValue()),
                Duration.ofSeconds(seconds),
                since,
                "%s %.1f %% of %d requests (limit %.1f %%), found by %s%s with p = %.2g <= %.2g"
                        .formatted(
                                part.metric(),
                                value * 100,
                                trial.requests(),
                                limit * 100,
                                part.rule(),
                                comparison,
                                tests.pValue(),
                                trial.limits().falseAlarms()),
                trial.series());
    }

    private static Optional<Double> baselineShare(SequentialTests tests, SequentialTests.Part part) {
        var seen = part.metric().equals("errors") ? tests.errorBursts() : tests.slowBursts();
        boolean comparison = part.rule().endsWith("baseline") || part.rule().equals(SequentialTests.AGAINST_PAST);
        return comparison && seen.requests() > 0
                ? Optional.of((double) seen.bad() / seen.requests())
                : Optional.empty();
    }

    private static double share(List<Second> slices, ToLongFunction<Second> bad) {
        long all = slices.stream().mapToLong(Second::requests).sum();
        return all == 0 ? 0 : (double) slices.stream().mapToLong(bad).sum() / all;
    }
}
