package io.tidegate.benchmarks;

import java.util.Arrays;
import java.util.List;

/**
 * Values that were measured, in ascending order. A quantile is the smallest value that at least this share of the
 * values does not exceed; nothing is interpolated, so every figure was really seen.
 */
record Distribution(List<Double> sorted) {
    Distribution {
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured; a figure needs at least one value");
        }
        sorted = sorted.stream().sorted().toList();
    }

    static Distribution of(double... values) {
        return new Distribution(Arrays.stream(values).boxed().toList());
    }

    int count() {
        return sorted.size();
    }

    double min() {
        return sorted.getFirst();
    }

    double max() {
        return sorted.getLast();
    }

    double median() {
        return quantile(0.5);
    }

    double p99() {
        return quantile(0.99);
    }

    double quantile(double share) {
        return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
    }
}
