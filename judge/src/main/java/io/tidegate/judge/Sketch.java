package io.tidegate.judge;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A logarithmic histogram of base 2^(1/32), scale 5 of OpenTelemetry's exponential histogram: bucket i holds values in
 * (base^i, base^(i+1)], relative error 1.08 %. Adding sketches is exact and commutative, and can be undone.
 *
 * @param counts how many values lie in each bucket; buckets without any are left out
 * @param zeros values of zero or less, which lie in no bucket
 */
public record Sketch(SortedMap<Integer, Long> counts, long zeros) {
    /** Scale of OpenTelemetry's exponential histograms: base = 2^(2^-scale). */
    public static final int SCALE = 5;

    private static final double BUCKETS_PER_DOUBLING = 1 << SCALE;
    private static final double ROUNDING = 1e-9;

    /** A sketch of nothing. */
    public static final Sketch EMPTY = new Sketch(new TreeMap<>(), 0);

    public Sketch {
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        if (zeros < 0 || counts.values().stream().anyMatch(count -> count <= 0)) {
            throw new IllegalArgumentException("a sketch counts what it has seen: " + counts + ", zeros " + zeros);
        }
    }

    /** A sketch of these buckets; those with a count of 0 are left out. */
    public static Sketch of(Map<Integer, Long> counts) {
        var seen = new TreeMap<>(counts);
        seen.values().removeIf(count -> count == 0);
        return seen.isEmpty() ? EMPTY : new Sketch(seen, 0);
    }

    /** A sketch of these values. */
    public static Sketch ofValues(Iterable<Double> values) {
        var counts = new TreeMap<Integer, Long>();
        long zeros = 0;
        for (double value : values) {
            if (value > 0) {
                counts.merge(index(value), 1L, Long::sum);
            } else {
                zeros++;
            }
        }
        return new Sketch(counts, zeros);
    }

    /**
     * A sketch of an OTLP exponential histogram: every step down in scale joins two buckets into one.
     *
     * @param scale its scale, at least {@link #SCALE}
     * @param offset index of its first positive bucket
     */
    public static Sketch ofExponential(int scale, int offset, Iterable<Long> buckets, long zeros) {
        if (scale < SCALE) {
            throw new IllegalArgumentException("an exponential histogram of scale " + scale
                    + " is too coarse; wanted is a scale of at least " + SCALE);
        }
        var counts = new TreeMap<Integer, Long>();
        int index = offset;
        for (long count : buckets) {
            counts.merge(index >> (scale - SCALE), count, Long::sum);
            index++;
        }
        counts.values().removeIf(count -> count == 0);
        return new Sketch(counts, zeros);
    }

    /** The bucket of a positive value. */
    public static int index(double value) {
        return (int) Math.ceil(Math.log(value) / Math.log(2) * BUCKETS_PER_DOUBLING - ROUNDING) - 1;
    }

    /** Upper bound of a bucket, itself inside. */
    public static double upperBound(int index) {
        return Math.pow(2, (index + 1) / BUCKETS_PER_DOUBLING);
    }

    /** The smallest bucket boundary that is not below a positive value: where counts are exact. */
    public static double onBoundary(double value) {
        return upperBound(index(value));
    }

    /** How many values lie above {@code limit}; exact where the limit is a bucket's boundary. */
    public static long above(Map<Integer, Long> counts, double limit) {
        int boundary = index(limit);
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey() > boundary)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** How many values lie above {@code limit}, a positive number; exact where it is a bucket's boundary. */
    public long above(double limit) {
        return sum(counts.tailMap(index(limit) + 1));
    }

    /** How many values were seen. */
    public long total() {
        return zeros + sum(counts);
    }

    private static long sum(SortedMap<Integer, Long> counts) {
        long sum = 0;
        for (long count : counts.values()) {
            sum += count;
        }
        return sum;
    }

    /** Both together. */
    public Sketch plus(Sketch other) {
        var sum = new TreeMap<>(counts);
        other.counts.forEach((index, count) -> sum.merge(index, count, Long::sum));
        return new Sketch(sum, zeros + other.zeros);
    }

    /** What remains when {@code part} is taken out again. */
    public Sketch minus(Sketch part) {
        var rest = new TreeMap<>(counts);
        part.counts.forEach((index, count) -> rest.merge(index, -count, Long::sum));
        rest.values().removeIf(count -> count == 0);
        return new Sketch(rest, zeros - part.zeros);
    }

    /**
     * The value that at most a share {@code q} of what was seen lies below; the upper bound of its bucket, 0 for none.
     *
     * @param q between 0 and 1
     */
    public double quantile(double q) {
        long rank = Math.max(1, (long) Math.ceil(q * total()));
        long below = zeros;
        if (below >= rank) {
            return 0;
        }
        for (var bucket : counts.entrySet()) {
            below += bucket.getValue();
            if (below >= rank) {
                return upperBound(bucket.getKey());
            }
        }
        return 0;
    }
}
