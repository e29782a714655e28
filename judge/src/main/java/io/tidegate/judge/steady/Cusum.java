package io.tidegate.judge.steady;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Evidence without an end: M = max(M, 1) · e. While nothing is wrong, the mean time until it reaches A is at least A slices.
 *
 * @param logs natural logarithm of each alternative's evidence since it was last forgotten
 */
public record Cusum(List<Double> logs) {
    public Cusum {
        logs = List.copyOf(logs);
    }

    /** Before any evidence. */
    public static Cusum of(int alternatives) {
        return new Cusum(Collections.nCopies(alternatives, 0.0));
    }

    /** After one more slice, which adds {@code increments} to the logarithms. */
    public Cusum plus(List<Double> increments) {
        boolean forget = logValue() < 0;
        return new Cusum(IntStream.range(0, logs.size())
                .mapToObj(index -> (forget ? 0 : logs.get(index)) + increments.get(index))
                .toList());
    }

    /** Natural logarithm of the mean evidence. */
    public double logValue() {
        double largest = Collections.max(logs);
        return largest
                + Math.log(logs.stream()
                                .mapToDouble(log -> Math.exp(log - largest))
                                .sum()
                        / logs.size());
    }
}
