package io.tidegate.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Latencies against the baseline's, compared twice: early, with quantiles of few requests, so that a gross fault is seen
 * at once; and later, with quantiles of many, which find a slight one. Each is right by itself, because its thresholds are
 * frozen before anything is compared with them; the evidence is their mean.
 *
 * @param comparisons those for which enough of the baseline was seen, the early one first
 * @param learned the baseline's latencies until the last one has begun
 * @param untold in how many seconds on end both had requests, and one of them told not how long they took
 */
public record Latencies(List<LatencyComparison> comparisons, Sketch learned, int untold) {
    /** The baseline's requests before its quantiles are frozen, for each comparison. */
    private static final List<Long> LEARNING = List.of(50L, 500L);

    /** Fewer requests than these say little, even if all of them are slow. */
    private static final long FEWEST_COMPARED = 10;

    /** After so many such seconds nobody waits for latencies: who counts requests now does not tell them. */
    private static final int GIVEN_UP = 10;

    /** Before any evidence. */
    static final Latencies UNKNOWN = new Latencies(List.of(), Sketch.EMPTY, 0);

    public Latencies {
        comparisons = List.copyOf(comparisons);
    }

    /** After one more slice of the baseline, whether or not the candidate was used in it. */
    Latencies baseline(Sketch latency, double margin, double most) {
        if (comparisons.size() == LEARNING.size()) {
            return this;
        }
        // Frozen from what came before this slice, because this slice may yet be compared.
        var begun = new ArrayList<>(comparisons);
        while (begun.size() < LEARNING.size() && learned.total() >= LEARNING.get(begun.size())) {
            begun.add(LatencyComparison.with(learned, margin, most));
        }
        return new Latencies(begun, begun.size() == LEARNING.size() ? Sketch.EMPTY : learned.plus(latency), untold);
    }

    /** After one more slice in which both were used. */
    Latencies both(Slice candidate, Slice baseline) {
        var ours = candidate.latency();
        var theirs = baseline.latency();
        boolean used = candidate.requests() > 0 && baseline.requests() > 0;
        boolean told = ours.total() > 0 && theirs.total() > 0;
        return new Latencies(
                comparisons.stream()
                        .map(comparison -> comparison.observe(ours, theirs))
                        .toList(),
                learned,
                told ? 0 : used ? untold + 1 : untold);
    }

    /** What was learned of the baseline, without what speaks against the version. */
    Latencies acquitted() {
        return new Latencies(
                comparisons.stream().map(LatencyComparison::acquitted).toList(), learned, untold);
    }

    /** Natural logarithm of the mean evidence; a comparison that has not begun says nothing. */
    double logValue() {
        return Mixture.logMean(IntStream.range(0, LEARNING.size())
                .mapToObj(index ->
                        index < comparisons.size() ? comparisons.get(index).logValue() : 0.0)
                .toList());
    }

    /** Whether there is something to compare, but too little was compared to say that nothing speaks against it. */
    boolean pending() {
        boolean few = comparisons.isEmpty()
                ? learned.total() > 0
                : comparisons.getFirst().compared() < FEWEST_COMPARED;
        return few && untold < GIVEN_UP;
    }

    /** Whether far more requests end early than in the baseline. */
    boolean suspiciouslyFast(double alpha) {
        return comparisons.stream()
                .anyMatch(comparison -> comparison.mirror().test().mixture().logValue() >= -Math.log(alpha));
    }

    /** The threshold with the most evidence, in seconds; 0 as long as nothing was compared. */
    double strongest() {
        return comparisons.stream()
                .max(Comparator.comparing(LatencyComparison::logValue))
                .map(LatencyComparison::strongest)
                .orElse(0.0);
    }
}
