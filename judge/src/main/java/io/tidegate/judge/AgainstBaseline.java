package io.tidegate.judge;

import java.util.List;

/**
 * Is the candidate's rate of bad requests more than γ times the baseline's? Given how many bad requests there are in all,
 * the candidate's share of them is binomial, so that a common rate cancels however it drifts: daily load and incidents
 * that hit both do not alarm (Lindon and Malek, NeurIPS 2022).
 *
 * @param margin γ, the ratio of rates that is still allowed; at least 1
 * @param most the most that one slice may add to the logarithm of the evidence, since a burst of errors is one event
 */
public record AgainstBaseline(double margin, double most, Mixture mixture) {
    /** Ratios beyond the margin that the test is made to find. */
    private static final List<Double> RATIOS = List.of(1.5, 2.5, 6.0, 16.0, 50.0);

    private static final List<Double> WEIGHTS = List.of(.1, .2, .25, .25, .2);

    public AgainstBaseline {
        if (!(margin >= 1)) {
            throw new IllegalArgumentException("the margin is a ratio of rates of at least 1, not " + margin);
        }
    }

    /** Before any evidence. */
    public static AgainstBaseline withMargin(double margin, double most) {
        return new AgainstBaseline(margin, most, Mixture.of(WEIGHTS));
    }

    /** The same without what speaks against the version; what speaks for it stays. */
    AgainstBaseline acquitted() {
        return mixture.logValue() > 0 ? withMargin(margin, most) : this;
    }

    /** After one more slice of time. Where one side had no requests nothing is learned. */
    public AgainstBaseline observe(Count candidate, Count baseline) {
        return observe(candidate, baseline, 1);
    }

    /** After one more slice of time, where bad requests scatter {@code dispersion} times as much as chance. */
    public AgainstBaseline observe(Count candidate, Count baseline, double dispersion) {
        if (candidate.requests() == 0 || baseline.requests() == 0) {
            return this;
        }
        var increments = RATIOS.stream()
                .map(ratio -> increment(ratio, candidate, baseline))
                .toList();
        return new AgainstBaseline(margin, most, mixture.plus(increments, dispersion, most));
    }

    private double increment(double ratio, Count candidate, Count baseline) {
        double allowed = margin * candidate.requests() + baseline.requests();
        double alternative = ratio * margin * candidate.requests() + baseline.requests();
        return candidate.bad() * Math.log(ratio) - (candidate.bad() + baseline.bad()) * Math.log(alternative / allowed);
    }
}
