package io.tidegate.judge;

import java.util.Optional;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * Does a version that has all the traffic fail more often than the one before it did, while that was in use? The past is
 * no companion: what has hit the whole world since counts against the version. So more is allowed than beside a baseline,
 * and never less than what a watch after a cut-over allows (specification S5: 1 %).
 *
 * @param test against what the past allows; empty as long as the version before is in use, or too little is known of it
 */
public record AgainstPast(Optional<AgainstLimit> test) {
    /** Before any evidence. */
    static final AgainstPast UNKNOWN = new AgainstPast(Optional.empty());

    private static final double LEAST_ALLOWED = 0.01;
    private static final double CONFIDENCE = 0.999;

    /**
     * After one more slice of a version that is alone.
     *
     * @param past what the version before did; what it allows is frozen with the first slice
     * @param ceiling the limit that is tested anyhow
     */
    AgainstPast observe(Count now, OverDispersion past, double margin, double ceiling) {
        double allowed = test.map(AgainstLimit::limit).orElseGet(() -> allowed(past, margin));
        return allowed < ceiling
                ? new AgainstPast(Optional.of(
                        test.orElseGet(() -> AgainstLimit.of(allowed)).observe(now, past.factor())))
                : this;
    }

    private static double allowed(OverDispersion past, double margin) {
        if (past.requests() <= past.bad()) {
            return 1;
        }
        double upper = BetaDistribution.of(past.bad() + 1.0, (double) past.requests() - past.bad())
                .inverseCumulativeProbability(CONFIDENCE);
        return Math.max(LEAST_ALLOWED, margin * upper);
    }

    /** The same without what speaks against the version. */
    AgainstPast acquitted() {
        return new AgainstPast(test.map(AgainstLimit::acquitted));
    }

    /** Natural logarithm of the evidence. */
    double logValue() {
        return test.map(against -> against.mixture().logValue()).orElse(0.0);
    }
}
