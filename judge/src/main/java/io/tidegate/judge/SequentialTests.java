package io.tidegate.judge;

import java.util.List;
import java.util.Optional;

/**
 * The tests of one version that may be looked at after every slice, and their common evidence: the weighted mean of
 * theirs, which is right however they depend on each other.
 *
 * @param errors failed requests against the limit
 * @param slowness requests slower than the limit on the 95th percentile
 * @param comparison failed requests against the baseline
 * @param latency latencies against the baseline
 * @param errorBursts how failures scatter in the baseline
 * @param slowBursts how slow requests scatter in the baseline
 * @param highest the largest logarithm of the common evidence so far
 */
public record SequentialTests(
        AgainstLimit errors,
        AgainstLimit slowness,
        AgainstBaseline comparison,
        Latencies latency,
        OverDispersion errorBursts,
        OverDispersion slowBursts,
        double highest) {
    /** A 95th percentile above a limit means that more than this share is slower than the limit. */
    static final double SLOW_TAIL = 0.05;

    /** A version may have this many times the baseline's bad requests before that counts against it. */
    private static final double MARGIN = 1.5;

    /** From here on a version is under suspicion: not bad, but not healthy either. */
    private static final double SUSPICION = Math.log(4);

    /** One of the tests with its part in the whole. */
    record Part(String rule, String metric, double weight, double logValue) {}

    /** Before any evidence. */
    static SequentialTests under(Limits limits) {
        return new SequentialTests(
                AgainstLimit.of(limits.errors().value()),
                AgainstLimit.of(SLOW_TAIL),
                AgainstBaseline.withMargin(MARGIN),
                Latencies.UNKNOWN,
                OverDispersion.UNKNOWN,
                OverDispersion.UNKNOWN,
                0);
    }

    /** After one more slice of the candidate. */
    SequentialTests candidate(Slice slice) {
        return new SequentialTests(
                        errors.observe(slice.failures(), errorBursts.factor()),
                        slowness.observe(slice.slowness(), slowBursts.factor()),
                        comparison,
                        latency,
                        errorBursts,
                        slowBursts,
                        highest)
                .weighed();
    }

    /** After one more slice of the baseline, whether or not the candidate was used in it. */
    SequentialTests baseline(Slice slice) {
        return new SequentialTests(
                errors,
                slowness,
                comparison,
                latency.baseline(slice.latency(), MARGIN),
                errorBursts.observe(slice.failures()),
                slowBursts.observe(slice.slowness()),
                highest);
    }

    /** After one more slice in which both were used. */
    SequentialTests both(Slice candidate, Slice baseline) {
        return new SequentialTests(
                        errors,
                        slowness,
                        comparison.observe(candidate.failures(), baseline.failures(), errorBursts.factor()),
                        latency.both(candidate.latency(), baseline.latency()),
                        errorBursts,
                        slowBursts,
                        highest)
                .weighed();
    }

    private SequentialTests weighed() {
        return new SequentialTests(
                errors, slowness, comparison, latency, errorBursts, slowBursts, Math.max(highest, logValue()));
    }

    /** Each test; the shares of what is judged by rules alone are left out. */
    List<Part> parts() {
        var whole = new Budget(1);
        return List.of(
                new Part(
                        "errors-against-limit",
                        "errors",
                        whole.errors() / 2 + whole.availability(),
                        errors.mixture().logValue()),
                new Part(
                        "errors-against-baseline",
                        "errors",
                        whole.errors() / 2,
                        comparison.mixture().logValue()),
                new Part(
                        "latency-against-limit",
                        "slow requests",
                        whole.latency() / 2,
                        slowness.mixture().logValue()),
                new Part("latency-against-baseline", "slow requests", whole.latency() / 2, latency.logValue()));
    }

    /** Natural logarithm of the common evidence now. */
    double logValue() {
        double largest = parts().stream().mapToDouble(Part::logValue).max().orElse(0);
        double sum = parts().stream()
                .mapToDouble(part -> part.weight() * Math.exp(part.logValue() - largest))
                .sum();
        return largest + Math.log(sum);
    }

    /** The test that contributes most. */
    Part strongest() {
        return parts().stream()
                .max(java.util.Comparator.comparing(part -> part.logValue() + Math.log(part.weight())))
                .orElseThrow();
    }

    /** Whether the evidence suffices to call the version bad. */
    boolean reject(double alpha) {
        return logValue() >= -Math.log(alpha);
    }

    /** Whether a comparison with the baseline alone, which no incident common to both can move, suffices. */
    boolean blame(double alpha) {
        return parts().stream()
                .filter(part -> part.rule().endsWith("baseline"))
                .anyMatch(part -> part.logValue() + Math.log(part.weight()) >= -Math.log(alpha));
    }

    /** The test that speaks against the version at present, though not loudly enough to take it back. */
    Optional<Part> suspicion() {
        return parts().stream().filter(part -> part.logValue() >= SUSPICION).findFirst();
    }

    /** Without what the limits have said, because it was common to both versions. */
    SequentialTests acquitted(Limits limits) {
        var fresh = under(limits);
        return new SequentialTests(fresh.errors, fresh.slowness, comparison, latency, errorBursts, slowBursts, highest);
    }

    /** A p-value that is valid at every moment. */
    double pValue() {
        return Math.min(1, Math.exp(-highest));
    }
}
