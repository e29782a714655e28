package io.tidegate.judge;

import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * Whether a rule may speak: its window holds enough requests, or so clear a case that even an exact confidence bound
 * excludes the limit (Clopper and Pearson 1934).
 *
 * @param requests requests that suffice in any case
 * @param alpha chance of error of the bound
 */
record Guard(int requests, double alpha) {
    boolean admits(Count count, double limit) {
        return count.requests() >= requests || lowerBound(count) > limit;
    }

    private double lowerBound(Count count) {
        return count.bad() == 0
                ? 0
                : BetaDistribution.of((double) count.bad(), count.requests() - count.bad() + 1.0)
                        .inverseCumulativeProbability(alpha);
    }
}
