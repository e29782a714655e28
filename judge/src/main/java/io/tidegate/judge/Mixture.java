package io.tidegate.judge;

import java.util.Collections;
import java.util.List;

/**
 * An e-process: the mean of likelihood ratios, one for each alternative, all 1 at the start. While nothing is wrong its
 * mean stays at most 1 whenever one looks, so the chance that it ever reaches 1/α is at most α (Ville 1939).
 *
 * @param logs natural logarithms of the ratios, in the order of the alternatives
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
    static Mixture of(int alternatives) {
        return new Mixture(Collections.nCopies(alternatives, 0.0), 0);
    }

    /** After evidence that moved the ratios to {@code moved}. */
    Mixture moved(List<Double> moved) {
        return new Mixture(moved, Math.max(highest, logMean(moved)));
    }

    /** Natural logarithm of the present value. */
    public double logValue() {
        return logMean(logs);
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
    private static double logMean(List<Double> logs) {
        double largest = Collections.max(logs);
        double sum = logs.stream().mapToDouble(log -> Math.exp(log - largest)).sum();
        return largest + Math.log(sum / logs.size());
    }
}
