package io.tidegate.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** What a version suffers from at present, whoever is to blame for it: seen in seconds, and so no ground to take it back. */
public final class Symptoms {
    /** How far back one looks. */
    private static final Duration SPAN = Duration.ofSeconds(10);

    /** Fewer bad requests than these are chance. */
    private static final int FEWEST = 3;

    private Symptoms() {}

    /** What it suffers from, in words. */
    public static Optional<String> of(Trial trial, Instant at) {
        var limits = trial.limits();
        var since = at.minus(SPAN);
        var recent = Second.after(since, trial.slices());
        var sources = recent(trial, since);
        return Stream.<Optional<String>>of(
                        share(recent, Second::errors, limits.errors().value(), "%.1f %% of its %d requests fail"),
                        share(
                                recent,
                                Second::slow,
                                SequentialTests.SLOW_TAIL,
                                "%.1f %% of its %d requests take too long"),
                        sources.stream()
                                .flatMap(source -> share(
                                        source.readiness(since),
                                        1 - limits.availability().value(),
                                        "%.1f %% of its %d readiness checks fail")
                                        .stream())
                                .findFirst(),
                        sources.stream().anyMatch(source -> source.mostFailMoreThan(1))
                                ? Optional.of("its health checks fail")
                                : Optional.empty())
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Whether it is known how it does. */
    public static boolean areKnown(Trial trial, Instant at) {
        var since = at.minus(SPAN);
        return !Second.after(since, trial.slices()).isEmpty()
                || !recent(trial, since).isEmpty();
    }

    /** Sources of checks that spoke in this time of a version in use. */
    private static List<Checks.Source> recent(Trial trial, Instant since) {
        return trial.checks().sources().values().stream()
                .filter(source -> source.readiness(since).requests() > 0)
                .toList();
    }

    private static Optional<String> share(List<Second> recent, ToLongFunction<Second> bad, double limit, String words) {
        long all = recent.stream().mapToLong(Second::requests).sum();
        long wrong = recent.stream().mapToLong(bad).sum();
        return share(new Count(all, Math.min(all, wrong)), limit, words);
    }

    private static Optional<String> share(Count count, double limit, String words) {
        return count.bad() >= FEWEST && count.bad() > limit * count.requests()
                ? Optional.of(words.formatted(100.0 * count.bad() / count.requests(), count.requests()))
                : Optional.empty();
    }
}
