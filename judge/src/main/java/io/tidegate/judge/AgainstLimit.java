package io.tidegate.judge;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Is the share of bad requests above a limit? Right for any share that drifts below the limit; the likelihood ratio of
 * binomial counts, averaged over alternatives (Wald 1945; Robbins 1970).
 *
 * @param limit the share that is still allowed, between 0 and 1, both excluded
 */
public record AgainstLimit(double limit, Mixture mixture) {
    /** Alternatives as multiples of the limit; for a limit of 5 %: 6, 7.5, 10, 15, 25, 50 and 90 %. */
    private static final List<Double> MULTIPLES = List.of(1.2, 1.5, 2.0, 3.0, 5.0, 10.0, 18.0);

    public AgainstLimit {
        if (!(limit > 0 && limit < 1)) {
            throw new IllegalArgumentException("a limit is a share between 0 and 1, not " + limit);
        }
    }

    /** Before any evidence. */
    public static AgainstLimit of(double limit) {
        return new AgainstLimit(limit, Mixture.of(MULTIPLES.size()));
    }

    /** After one more slice of time. */
    public AgainstLimit observe(Count count) {
        var moved = IntStream.range(0, MULTIPLES.size())
                .mapToObj(index -> mixture.logs().get(index) + increment(alternative(MULTIPLES.get(index)), count))
                .toList();
        return new AgainstLimit(limit, mixture.moved(moved));
    }

    private double increment(double share, Count count) {
        return count.bad() * Math.log(share / limit)
                + (count.requests() - count.bad()) * Math.log((1 - share) / (1 - limit));
    }

    /** Never nearer to 1 than a tenth of the way that is left, so that one good request does not end the matter. */
    private double alternative(double multiple) {
        return Math.min(limit * multiple, limit + 0.9 * (1 - limit));
    }
}
