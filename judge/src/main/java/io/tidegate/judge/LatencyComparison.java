package io.tidegate.judge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Is the candidate slower than the baseline: at each of five quantiles, are there more requests beyond a threshold that
 * was frozen from the baseline before. The threshold lies a tenth and some milliseconds above the quantile.
 *
 * @param compared requests of the candidate that were compared
 * @param thresholds in seconds, on boundaries of the sketch, where counts are exact
 * @param tests one for each threshold
 * @param bursts how the baseline's requests beyond each threshold scatter
 * @param mirror more requests in less than half the baseline's median time: a version that fails fast gets faster. It
 *     may as well be better, so this holds a version and never takes it back
 */
public record LatencyComparison(
        long compared,
        List<Double> thresholds,
        List<AgainstBaseline> tests,
        List<OverDispersion> bursts,
        Mirror mirror) {
    /** Requests at most as long as {@code threshold} seconds, against the baseline. */
    public record Mirror(double threshold, AgainstBaseline test, OverDispersion bursts) {
        Mirror observe(Sketch candidate, Sketch baseline) {
            var theirs = fast(baseline);
            return new Mirror(
                    threshold, test.observe(fast(candidate), theirs, bursts.factor()), bursts.observe(theirs));
        }

        private Count fast(Sketch sketch) {
            return new Count(sketch.total(), sketch.total() - sketch.above(threshold));
        }
    }

    private static final List<Double> QUANTILES = List.of(0.5, 0.75, 0.9, 0.95, 0.99);
    private static final double SLOWER = 1.1;

    /** As coarse as the finest bucket of usual client histograms, in seconds. */
    private static final double COARSENESS = 0.005;

    /** A microsecond. */
    private static final double SMALLEST = 1e-6;

    public LatencyComparison {
        thresholds = List.copyOf(thresholds);
        tests = List.copyOf(tests);
        bursts = List.copyOf(bursts);
    }

    /** A comparison with what the baseline was seen to do. */
    public static LatencyComparison with(Sketch baseline, double margin, double most) {
        return new LatencyComparison(
                0,
                QUANTILES.stream()
                        .map(q -> Sketch.onBoundary(baseline.quantile(q) * SLOWER + COARSENESS))
                        .toList(),
                Collections.nCopies(QUANTILES.size(), AgainstBaseline.withMargin(margin, most)),
                Collections.nCopies(QUANTILES.size(), OverDispersion.UNKNOWN),
                new Mirror(
                        Sketch.onBoundary(Math.max(baseline.quantile(0.5) / 2, SMALLEST)),
                        AgainstBaseline.withMargin(margin, most),
                        OverDispersion.UNKNOWN));
    }

    /** The same thresholds without what speaks against the version. */
    LatencyComparison acquitted() {
        return new LatencyComparison(
                0,
                thresholds,
                tests.stream().map(AgainstBaseline::acquitted).toList(),
                bursts,
                new Mirror(mirror.threshold(), mirror.test().acquitted(), mirror.bursts()));
    }

    /** After one more slice in which both were used. */
    public LatencyComparison observe(Sketch candidate, Sketch baseline) {
        var moved = new ArrayList<AgainstBaseline>();
        var seen = new ArrayList<OverDispersion>();
        for (int index = 0; index < tests.size(); index++) {
            var theirs = slow(baseline, index);
            var scatter = bursts.get(index);
            moved.add(tests.get(index).observe(slow(candidate, index), theirs, scatter.factor()));
            seen.add(scatter.observe(theirs));
        }
        return new LatencyComparison(
                compared + candidate.total(), thresholds, moved, seen, mirror.observe(candidate, baseline));
    }

    private Count slow(Sketch sketch, int index) {
        return new Count(sketch.total(), sketch.above(thresholds.get(index)));
    }

    /** Natural logarithm of the mean evidence. */
    public double logValue() {
        return Mixture.logMean(
                tests.stream().map(test -> test.mixture().logValue()).toList());
    }

    /** The threshold with the most evidence, in seconds. */
    public double strongest() {
        return IntStream.range(0, tests.size())
                .boxed()
                .max(java.util.Comparator.comparing(
                        index -> tests.get(index).mixture().logValue()))
                .map(thresholds::get)
                .orElse(0.0);
    }
}
