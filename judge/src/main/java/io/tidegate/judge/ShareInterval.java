package io.tidegate.judge;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.numbers.gamma.LogBeta;

/**
 * Where a share of bad requests lies, right at every moment at once (Robbins 1970, with a Beta(½, ½) prior).
 *
 * @param lower lower end, 0 to 1
 * @param upper upper end, 0 to 1
 */
public record ShareInterval(double lower, double upper) {
    private static final double PRIOR = 0.5;
    private static final int HALVINGS = 60;

    /** The interval for these counts that ever misses the true share with a chance of {@code alpha} at most. */
    public static ShareInterval of(Count count, double alpha) {
        long good = count.requests() - count.bad();
        double mixed = LogBeta.value(PRIOR + count.bad(), PRIOR + good) - LogBeta.value(PRIOR, PRIOR) + Math.log(alpha);
        DoubleUnaryOperator excess = p -> mixed - likelihood(count.bad(), p) - likelihood(good, 1 - p);
        double best = count.requests() == 0 ? 0.5 : (double) count.bad() / count.requests();
        return new ShareInterval(
                count.bad() == 0 ? 0 : border(excess, 0, best), good == 0 ? 1 : border(excess, 1, best));
    }

    private static double likelihood(long count, double p) {
        return count == 0 ? 0 : count * Math.log(p);
    }

    /** Between a point outside and one inside. */
    private static double border(DoubleUnaryOperator excess, double outside, double inside) {
        double out = outside;
        double in = inside;
        for (int step = 0; step < HALVINGS; step++) {
            double middle = (out + in) / 2;
            if (excess.applyAsDouble(middle) >= 0) {
                out = middle;
            } else {
                in = middle;
            }
        }
        return out;
    }
}
