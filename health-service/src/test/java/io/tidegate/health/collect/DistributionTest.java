package io.tidegate.health.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.health.collect.Distribution.Classic;
import io.tidegate.health.collect.Distribution.Exponential;
import io.tidegate.judge.Sketch;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class DistributionTest {
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    private static Classic classic(Map<Double, Double> atMost) {
        return new Classic(new TreeMap<>(atMost));
    }

    /** What lies above a bound of the source is as many as the source says, whatever its bounds are. */
    @Test
    void aboveItsOwnBoundsACumulativeHistogramIsExact() {
        var random = new Random(7);
        for (int run = 0; run < 300; run++) {
            var atMost = new TreeMap<Double, Double>();
            double bound = 0.001;
            double count = 0;
            for (int i = random.nextInt(12); i >= 0; i--) {
                bound *= 1.05 + random.nextDouble();
                count += random.nextInt(50);
                atMost.put(bound, count);
            }
            double all = count + random.nextInt(20);
            atMost.put(INFINITE, all);
            var sketch = new Classic(atMost).sketch();
            assertThat(Sketch.of(sketch).total()).isEqualTo((long) all);
            atMost.headMap(INFINITE).forEach((limit, below) -> assertThat(Sketch.above(sketch, limit))
                    .isEqualTo((long) (all - below)));
        }
    }

    @Test
    void countsThatFallFromBoundToBoundAreNoNegativeRequests() {
        assertThat(classic(Map.of(0.1, 5.0, 0.2, 3.0, INFINITE, 6.0)).sketch())
                .isEqualTo(Map.of(Sketch.index(0.1), 5L, Sketch.index(1e6), 1L));
    }

    @Test
    void boundsThatChangeAreComparedWhereBothHaveThem() {
        var before = classic(Map.of(0.1, 5.0, INFINITE, 8.0));
        var now = classic(Map.of(0.1, 6.0, 0.5, 9.0, INFINITE, 12.0));
        assertThat(now.since(before).sketch()).isEqualTo(Map.of(Sketch.index(0.1), 1L, Sketch.index(1e6), 3L));
    }

    @Test
    void finerExponentialBucketsAreJoinedIntoThoseOfTheSketch() {
        var values = List.of(0.011, 0.249, 0.2501, 3.7);
        var counts = new TreeMap<Integer, Double>();
        double base = Math.pow(2, Math.pow(2, -8));
        values.forEach(value -> counts.merge((int) Math.ceil(Math.log(value) / Math.log(base)) - 1, 1.0, Double::sum));
        assertThat(new Exponential(8, counts, 0, 1).sketch())
                .isEqualTo(Sketch.ofValues(values).counts());
    }

    @Test
    void aCoarserExponentialBucketCountsAtItsUpperBound() {
        // Scale 0: bucket -1 holds (0.5, 1].
        assertThat(new Exponential(0, Map.of(-1, 4.0), 2, 1).sketch())
                .isEqualTo(Map.of(Sketch.index(1), 4L, Sketch.index(1e-6), 2L));
    }

    @Test
    void milliseconds() {
        // Scale 0: bucket 7 holds (128, 256].
        assertThat(new Exponential(0, Map.of(7, 4.0), 0, 1e-3).sketch()).isEqualTo(Map.of(Sketch.index(0.256), 4L));
    }

    @Test
    void aScaleThatBecameCoarserIsComparedInTheCoarserOne() {
        var before = new Exponential(6, Map.of(-3, 2.0, 5, 4.0), 1, 1);
        var now = new Exponential(5, Map.of(-2, 3.0, 2, 4.0, 9, 1.0), 1, 1);
        assertThat(now.since(before).sketch()).isEqualTo(Map.of(-2, 1L, 9, 1L));
    }

    @Test
    void whatIsSmallerOrLargerThanAnyLatencyIsStillCounted() {
        assertThat(new Exponential(5, Map.of(-100_000, 1.0, 100_000, 2.0), 0, 1).sketch())
                .isEqualTo(Map.of(Sketch.index(1e-6), 1L, Sketch.index(1e6), 2L));
    }
}
