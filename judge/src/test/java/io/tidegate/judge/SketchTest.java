package io.tidegate.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SketchTest {
    private static final double WORST_ERROR_PERCENT = 2.2; // a bucket's width; half of it about its middle is 1.08 %

    private static List<Double> latencies(int seed, int count) {
        var random = new Random(seed);
        var values = new ArrayList<Double>();
        for (int value = 0; value < count; value++) {
            values.add(Math.exp(random.nextGaussian() - 2));
        }
        return values;
    }

    @Test
    void addingIsExactWhateverTheOrderAndCanBeUndone() {
        var one = latencies(1, 500);
        var two = latencies(2, 700);
        var all = new ArrayList<>(one);
        all.addAll(two);
        Collections.shuffle(all, new Random(3));
        var sum = Sketch.ofValues(one).plus(Sketch.ofValues(two));
        assertThat(sum).isEqualTo(Sketch.ofValues(all));
        assertThat(sum).isEqualTo(Sketch.ofValues(two).plus(Sketch.ofValues(one)));
        assertThat(sum.minus(Sketch.ofValues(two))).isEqualTo(Sketch.ofValues(one));
    }

    @Test
    void quantilesAreRightToTheWidthOfABucket() {
        var values = latencies(4, 10_001);
        var sorted = values.stream().sorted().toList();
        var sketch = Sketch.ofValues(values);
        for (double q : new double[] {0.01, 0.5, 0.9, 0.95, 0.99, 0.999}) {
            double exact = sorted.get((int) Math.ceil(q * sorted.size()) - 1);
            assertThat(sketch.quantile(q)).isCloseTo(exact, withinPercentage(WORST_ERROR_PERCENT));
        }
    }

    @Test
    void whatLiesAboveABoundaryIsCountedExactly() {
        var values = latencies(5, 5000);
        double limit = Sketch.onBoundary(0.2);
        long above = values.stream().filter(value -> value > limit).count();
        assertThat(Sketch.ofValues(values).above(limit)).isEqualTo(above);
    }

    @Test
    void aBoundaryBelongsToTheBucketBelowIt() {
        for (int index = -400; index < 400; index += 7) {
            assertThat(Sketch.index(Sketch.upperBound(index))).isEqualTo(index);
            assertThat(Sketch.index(Sketch.upperBound(index) * 1.0001)).isEqualTo(index + 1);
        }
    }

    @Test
    void anExponentialHistogramOfHigherScaleIsTakenInByAShift() {
        var values = latencies(6, 2000);
        int scale = 8;
        var fine = new java.util.TreeMap<Integer, Long>();
        values.forEach(
                value -> fine.merge((int) Math.ceil(Math.log(value) / Math.log(2) * (1 << scale)) - 1, 1L, Long::sum));
        var buckets = new ArrayList<Long>();
        for (int index = fine.firstKey(); index <= fine.lastKey(); index++) {
            buckets.add(fine.getOrDefault(index, 0L));
        }
        assertThat(Sketch.ofExponential(scale, fine.firstKey(), buckets, 0)).isEqualTo(Sketch.ofValues(values));
    }

    @Test
    void anExponentialHistogramThatIsTooCoarseIsRefused() {
        assertThatThrownBy(() -> Sketch.ofExponential(3, 0, List.of(1L), 0))
                .hasMessageContaining("scale 3 is too coarse; wanted is a scale of at least 5");
    }

    @Test
    void whatTookNoTimeIsCountedAndLiesBelowEverything() {
        var sketch = Sketch.ofValues(List.of(0.0, 0.0, 1.0));
        assertThat(sketch.total()).isEqualTo(3);
        assertThat(sketch.quantile(0.5)).isZero();
        assertThat(sketch.above(0.5)).isEqualTo(1);
    }
}
