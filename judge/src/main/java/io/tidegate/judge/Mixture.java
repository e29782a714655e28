package io.tidegate.judge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An e-process: the weighted mean of likelihood ratios, one for each alternative, all 1 at the start. While nothing is wrong its
 * mean stays at most 1 whenever one looks, so the chance that it ever reaches 1/α is at most α (Ville 1939).
 *
 * @param logs natural logarithms of the ratios times their weights, in the order of the alternatives
 * @param highest the largest logarithm of the mean so far; at least 0
 */
public record Mixture(List<Double> logs, double highest) {
    public Mixture {
        logs = List.copyOf(logs);
        if (logs.isEmpty()) {
            throw new IllegalArgumentException("a mixture needs at least one alternative");
        }
    }

    /** Before any evidence. */
    static Mixture of(List<Double> weights) {
        double whole = weights.stream().mapToDouble(Double::doubleValue).sum();
        return new Mixture(
                weights.stream().map(weight -> Math.log(weight / whole)).toList(), 0);
    }

    /**
     * After one more slice. Evidence is divided by the over-dispersion, and no single slice may move a ratio by more than
     * {@code most}: a burst of errors is one event, and leaving evidence out never raises an alarm.
     *
     * @param increments what the slice adds to the logarithm of each ratio
     * @param dispersion at least 1
     */
    Mixture plus(List<Double> increments, double dispersion, double most) {
        var moved = new ArrayList<Double>(logs.size());
        for (int index = 0; index < logs.size(); index++) {
            moved.add(logs.get(index) + Math.min(increments.get(index) / dispersion, most));
        }
        return new Mixture(moved, Math.max(highest, logSum(moved)));
    }

    /** Natural logarithm of the present value. */
    public double logValue() {
        return logSum(logs);
    }

    /** The smallest 1/E there has been: a p-value that is valid at every moment. */
    public double pValue() {
        return Math.exp(-highest);
    }

    /** Whether the evidence ever sufficed at a chance {@code alpha} of a false alarm, 0 to 1. */
    public boolean rejects(double alpha) {
        return highest >= -Math.log(alpha);
    }

    /** The mean's logarithm without leaving the range of a double. */
    static double logMean(List<Double> logs) {
        return logSum(logs) - Math.log(logs.size());
    }

    private static double logSum(List<Double> logs) {
        double largest = Collections.max(logs);
        double sum = 0;
        for (double log : logs) {
            sum += Math.exp(log - largest);
        }
        return largest + Math.log(sum);
    }
}
