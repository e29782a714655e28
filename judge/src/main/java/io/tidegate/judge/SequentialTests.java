package io.tidegate.judge;

import java.util.List;
import java.util.Optional;

/**
 * The tests of one version that may be looked at after every slice, and their common evidence: the weighted mean of
 * theirs, which is right however they depend on each other.
 *
 * @param compared whether there is a version before; without it nothing is set aside for comparisons
 * @param errors failed requests against the limit
 * @param slowness requests slower than the limit on the 95th percentile
 * @param comparison failed requests against the baseline
 * @param past failed requests against those of the version before while it was in use
 * @param latency latencies against the baseline
 * @param errorBursts how failures scatter in the baseline
 * @param slowBursts how slow requests scatter in the baseline
 * @param paired failures of both, over the seconds in which both were used
 * @param highest the largest logarithm of the common evidence so far
 */
public record SequentialTests(
        boolean compared,
        AgainstLimit errors,
        AgainstLimit slowness,
        AgainstBaseline comparison,
        AgainstPast past,
        Latencies latency,
        OverDispersion errorBursts,
        OverDispersion slowBursts,
        Paired paired,
        double highest) {
    /** A 95th percentile above a limit means that more than this share is slower than the limit. */
    static final double SLOW_TAIL = 0.05;

    /** The test against what the version before did, while it was in use. */
    static final String AGAINST_PAST = "errors-against-own-past";

    /** A version may have this many times the baseline's bad requests before that counts against it. */
    private static final double MARGIN = 1.5;

    /** From here on a version is under suspicion: not bad, but not healthy either. */
    private static final double SUSPICION = Math.log(4);

    /** Failures of both versions, over the seconds in which both were used. */
    public record Paired(Count candidate, Count baseline) {
        static final Paired NONE = new Paired(new Count(0, 0), new Count(0, 0));

        Paired plus(Count ours, Count theirs) {
            return ours.requests() == 0 || theirs.requests() == 0
                    ? this
                    : new Paired(sum(candidate, ours), sum(baseline, theirs));
        }

        private static Count sum(Count one, Count other) {
            return new Count(one.requests() + other.requests(), one.bad() + other.bad());
        }
    }

    /** One of the tests with its part in the whole. */
    record Part(String rule, String metric, double weight, double logValue) {}

    /**
     * Before any evidence.
     *
     * @param compared whether there is a version before
     */
    static SequentialTests under(Limits limits, boolean compared) {
        return new SequentialTests(
                compared,
                AgainstLimit.of(limits.errors().value()),
                AgainstLimit.of(SLOW_TAIL),
                AgainstBaseline.withMargin(MARGIN, mostPerSlice(limits)),
                AgainstPast.UNKNOWN,
                Latencies.UNKNOWN,
                OverDispersion.UNKNOWN,
                OverDispersion.UNKNOWN,
                Paired.NONE,
                0);
    }

    /**
     * So little that any two slices do not suffice, and three have to agree: as long as the baseline has had few errors,
     * nobody knows how they scatter.
     */
    private static double mostPerSlice(Limits limits) {
        return -Math.log(limits.falseAlarms()) / 2;
    }

    /**
     * After one more slice of the candidate.
     *
     * @param alone whether the version before has no requests any more
     */
    SequentialTests candidate(Slice slice, boolean alone) {
        return new SequentialTests(
                        compared,
                        errors.observe(slice.failures(), errorBursts.factor()),
                        slowness.observe(slice.slowness(), slowBursts.factor()),
                        comparison,
                        alone && compared ? past.observe(slice.failures(), errorBursts, MARGIN, errors.limit()) : past,
                        latency,
                        errorBursts,
                        slowBursts,
                        paired,
                        highest)
                .weighed();
    }

    /** After one more slice of the baseline, whether or not the candidate was used in it. */
    SequentialTests baseline(Slice slice) {
        return new SequentialTests(
                compared,
                errors,
                slowness,
                comparison,
                past,
                latency.baseline(slice.latency(), MARGIN, comparison.most()),
                errorBursts.observe(slice.failures()),
                slowBursts.observe(slice.slowness()),
                paired,
                highest);
    }

    /** After one more slice in which both were used. */
    SequentialTests both(Slice candidate, Slice baseline) {
        return new SequentialTests(
                        compared,
                        errors,
                        slowness,
                        comparison.observe(candidate.failures(), baseline.failures(), errorBursts.factor()),
                        past,
                        latency.both(candidate, baseline),
                        errorBursts,
                        slowBursts,
                        paired.plus(candidate.failures(), baseline.failures()),
                        highest)
                .weighed();
    }

    private SequentialTests weighed() {
        return new SequentialTests(
                compared,
                errors,
                slowness,
                comparison,
                past,
                latency,
                errorBursts,
                slowBursts,
                paired,
                Math.max(highest, logValue()));
    }

    /** Each test; the shares of what is judged by rules alone are left out. */
    List<Part> parts() {
        var shares = Budget.Shares.of(compared);
        return List.of(
                new Part(
                        "errors-against-limit",
                        "errors",
                        shares.errorsAgainstLimit(),
                        errors.mixture().logValue()),
                new Part(
                        "errors-against-baseline",
                        "errors",
                        shares.errorsAgainstBaseline(),
                        comparison.mixture().logValue()),
                new Part(AGAINST_PAST, "errors", shares.errorsAgainstPast(), past.logValue()),
                new Part(
                        "latency-against-limit",
                        "slow requests",
                        shares.latencyAgainstLimit(),
                        slowness.mixture().logValue()),
                new Part(
                        "latency-against-baseline",
                        "slow requests",
                        shares.latencyAgainstBaseline(),
                        latency.logValue()));
    }

    /** Natural logarithm of the common evidence now. */
    double logValue() {
        var parts = parts();
        double largest = parts.stream().mapToDouble(Part::logValue).max().orElse(0);
        double sum = parts.stream()
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
        double enough = -Math.log(alpha);
        return highest >= enough && logValue() >= enough;
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

    /**
     * Without what speaks against the version, because all of it may have come from elsewhere; what was learned of the
     * baseline stays, and so does what speaks for the version.
     */
    SequentialTests excused() {
        return new SequentialTests(
                compared,
                errors.acquitted(),
                slowness.acquitted(),
                comparison.acquitted(),
                past.acquitted(),
                latency.acquitted(),
                errorBursts,
                slowBursts,
                Paired.NONE,
                0);
    }

    /** Without what the limits have said against the version, because it was common to both versions. */
    SequentialTests acquitted() {
        return new SequentialTests(
                compared,
                errors.acquitted(),
                slowness.acquitted(),
                comparison,
                past,
                latency,
                errorBursts,
                slowBursts,
                paired,
                highest);
    }

    /** A p-value that is valid at every moment. */
    double pValue() {
        return Math.min(1, Math.exp(-highest));
    }
}
