package io.tidegate.judge;

import java.util.Map;

/**
 * Where a value lies in a logarithmic histogram of base 2^(1/32), scale 5 of OpenTelemetry's exponential histogram:
 * bucket i holds values in (base^i, base^(i+1)], relative error 1.08 %.
 */
public final class Sketch {
    private static final double BUCKETS_PER_DOUBLING = 32;
    private static final double ROUNDING = 1e-9;

    private Sketch() {}

    /** The bucket of a positive value. */
    public static int index(double value) {
        return (int) Math.ceil(Math.log(value) / Math.log(2) * BUCKETS_PER_DOUBLING - ROUNDING) - 1;
    }

    /** How many values lie above {@code limit}; exact where the limit is a bucket's boundary. */
    public static long above(Map<Integer, Long> counts, double limit) {
        int boundary = index(limit);
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey() > boundary)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
