package io.tidegate.judge;

import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.numbers.gamma.RegularizedBeta;

/**
 * Candidate against baseline where the candidate's share of the traffic does not change: the candidate's part of all bad
 * requests has a Beta(a, b) prior, and the evidence a closed form (Lindon and Malek, NeurIPS 2022).
 *
 * @param a first parameter of the prior, above 0
 * @param b second parameter of the prior, above 0
 * @param share the candidate's share of the requests, between 0 and 1
 */
public record ConstantSplit(double a, double b, double share) {
    /** The evidence that the candidate's part differs from its share, after {@code bad} of {@code all} bad requests. */
    public double evidence(long bad, long all) {
        return Math.exp(LogBeta.value(a + bad, b + all - bad)
                - LogBeta.value(a, b)
                - bad * Math.log(share)
                - (all - bad) * Math.log1p(-share));
    }

    /** The evidence that the candidate's part is larger than its share. */
    public double evidenceOfMore(long bad, long all) {
        return evidence(bad, all)
                * RegularizedBeta.complement(share, a + bad, b + all - bad)
                / RegularizedBeta.complement(share, a, b);
    }
}
