package io.tidegate.judge;

import java.util.List;

/**
 * Is the share of bad requests above a limit? Right for any share that drifts below the limit; the likelihood ratio of
 * binomial counts, averaged over alternatives (Wald 1945; Robbins 1970).
 *
 * @param limit the share that is still allowed, between 0 and 1, both excluded
 */
public record AgainstLimit(double limit, Mixture mixture) {
    /** Alternatives as multiples of the limit; for a limit of 5 %: 6, 7.5, 10, 15, 25, 50 and 90 %. */
    private static final List<Double> MULTIPLES = List.of(1.2, 1.5, 2.0, 3.0, 5.0, 10.0, 18.0);

    /**
     * What each alternative may cost. The nearest to the limit is left to the rule, which is sooner; the others have the
     * more the longer they take.
     */
    private static final List<Double> WEIGHTS = List.of(.02, .25, .22, .19, .14, .1, .08);

    /** Less than what any rejection needs, so that at least two slices have to agree. */
    private static final double MOST_PER_SLICE = 6;

    /** How many alternatives there are. */
    public static final int ALTERNATIVES = MULTIPLES.size();

    public AgainstLimit {
        if (!(limit > 0 && limit < 1)) {
            throw new IllegalArgumentException("a limit is a share between 0 and 1, not " + limit);
        }
    }

    /** Before any evidence. */
    public static AgainstLimit of(double limit) {
        return new AgainstLimit(limit, Mixture.of(WEIGHTS));
    }

    /**
     * The same without what speaks against the version. What speaks for it stays: to begin anew from less would be a second
     * chance of a false alarm that the budget knows nothing of.
     */
    AgainstLimit acquitted() {
        return mixture.logValue() > 0 ? of(limit) : this;
    }

    /** After one more slice of time. */
    public AgainstLimit observe(Count count) {
        return observe(count, 1);
    }

    /** After one more slice of time, where bad requests scatter {@code dispersion} times as much as chance. */
    public AgainstLimit observe(Count count, double dispersion) {
        return new AgainstLimit(limit, mixture.plus(increments(limit, count), dispersion, MOST_PER_SLICE));
    }

    /** What a count adds to the logarithm of each likelihood ratio against {@code limit}. */
    public static List<Double> increments(double limit, Count count) {
        return MULTIPLES.stream()
                .map(multiple -> increment(limit, alternative(limit, multiple), count))
                .toList();
    }

    private static double increment(double limit, double share, Count count) {
        return count.bad() * Math.log(share / limit)
                + (count.requests() - count.bad()) * Math.log((1 - share) / (1 - limit));
    }

    /** Never nearer to 1 than a tenth of the way that is left, so that one good request does not end the matter. */
    private static double alternative(double limit, double multiple) {
        return Math.min(limit * multiple, limit + 0.9 * (1 - limit));
    }
}
