package io.tidegate.health.collect;

import io.tidegate.judge.Sketch;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How long requests took, in buckets of whatever bounds their source has. In the sketch a bucket counts at its upper bound:
 * what lies above a limit is then never too few, and is exact where a bound is the limit.
 */
public sealed interface Distribution {
    /** Buckets of the sketch, with how many requests each has. */
    Map<Integer, Long> sketch();

    /** What was added since. A part that fell, which no restart explains, has added nothing. */
    Distribution since(Distribution before);

    /** How many requests it holds. */
    double total();

    /** Far above every limit: where what is above the last finite bound lies. */
    double LONGEST = 1e6;

    /** A bucket needs a positive bound. */
    double SHORTEST = 1e-6;

    private static int index(double bound) {
        return Sketch.index(Math.clamp(bound, SHORTEST, LONGEST));
    }

    private static void add(Map<Integer, Long> sketch, int index, double count) {
        long whole = Math.round(count);
        if (whole > 0) {
            sketch.merge(Math.clamp(index, index(SHORTEST), index(LONGEST)), whole, Long::sum);
        }
    }

    /**
     * A histogram of stated bounds.
     *
     * @param atMost by bound in seconds, how many requests took that long at most
     */
    record Classic(NavigableMap<Double, Double> atMost) implements Distribution {
        public Classic {
            atMost = Collections.unmodifiableNavigableMap(new TreeMap<>(atMost));
        }

        @Override
        public Map<Integer, Long> sketch() {
            var sketch = new TreeMap<Integer, Long>();
            double below = 0;
            for (var bucket : atMost.entrySet()) {
                add(sketch, index(bucket.getKey()), bucket.getValue() - below);
                below = Math.max(below, bucket.getValue());
            }
            return sketch;
        }

        /** Over the bounds that both have, should they differ. */
        @Override
        public Distribution since(Distribution before) {
            if (!(before instanceof Classic other)) {
                return new Classic(new TreeMap<>());
            }
            var grown = new TreeMap<Double, Double>();
            atMost.forEach((bound, count) -> {
                var former = other.atMost.get(bound);
                if (former != null) {
                    grown.put(bound, Math.max(0, count - former));
                }
            });
            return new Classic(grown);
        }

        @Override
        public double total() {
            return atMost.isEmpty() ? 0 : atMost.lastEntry().getValue();
        }
    }

    /**
     * An exponential histogram: bucket i holds values in (base^i, base^(i+1)], base = 2^(2^-scale).
     *
     * @param zeros how many are too small for a bucket
     * @param unit seconds in one of its units
     */
    record Exponential(int scale, Map<Integer, Double> counts, double zeros, double unit) implements Distribution {
        public Exponential {
            counts = Collections.unmodifiableMap(new TreeMap<>(counts));
        }

        @Override
        public Map<Integer, Long> sketch() {
            var sketch = new TreeMap<Integer, Long>();
            add(sketch, index(SHORTEST), zeros);
            boolean exact = unit == 1 && scale >= Sketch.SCALE;
            counts.forEach((index, count) ->
                    add(sketch, exact ? index >> (scale - Sketch.SCALE) : index(upperBound(index)), count));
            return sketch;
        }

        private double upperBound(int index) {
            return Math.pow(2, (index + 1.0) * Math.pow(2, -scale)) * unit;
        }

        /** In the coarser scale of both: a source makes its buckets coarser when it runs out of them. */
        @Override
        public Distribution since(Distribution before) {
            if (!(before instanceof Exponential other)) {
                return new Exponential(scale, Map.of(), 0, unit);
            }
            int common = Math.min(scale, other.scale);
            var grown = new TreeMap<>(coarser(common));
            other.coarser(common).forEach((index, count) -> grown.merge(index, -count, Double::sum));
            grown.values().removeIf(count -> count <= 0);
            return new Exponential(common, grown, Math.max(0, zeros - other.zeros), unit);
        }

        private Map<Integer, Double> coarser(int wanted) {
            var joined = new TreeMap<Integer, Double>();
            counts.forEach((index, count) -> joined.merge(index >> (scale - wanted), count, Double::sum));
            return joined;
        }

        @Override
        public double total() {
            return zeros
                    + counts.values().stream().mapToDouble(Double::doubleValue).sum();
        }
    }
}
