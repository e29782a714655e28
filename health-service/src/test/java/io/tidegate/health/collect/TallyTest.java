package io.tidegate.health.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.judge.Sketch;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TallyTest {
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    private static Exposition exposition(long requests, long errors, Map<Double, Long> buckets) {
        return new Exposition(requests, errors, buckets, 30, 100);
    }

    @Test
    void onlyWhatGrewIsCounted() {
        var tally = new Tally();
        tally.add(
                exposition(10, 1, Map.of(0.1, 8L, INFINITE, 10L)), exposition(15, 3, Map.of(0.1, 11L, INFINITE, 15L)));
        assertThat(tally.requests()).isEqualTo(5);
        assertThat(tally.errors()).isEqualTo(2);
        assertThat(tally.latency()).isEqualTo(Map.of(Sketch.index(0.1), 3L, Sketch.index(1e6), 2L));
        assertThat(tally.memoryShare()).isEqualTo(0.3);
    }

    @Test
    void aCounterThatFellBeganAnew() {
        var tally = new Tally();
        tally.add(exposition(1000, 50, Map.of(0.1, 1000L)), exposition(7, 2, Map.of(0.1, 7L)));
        assertThat(tally.requests()).isEqualTo(7);
        assertThat(tally.errors()).isEqualTo(2);
        assertThat(tally.latency()).isEqualTo(Map.of(Sketch.index(0.1), 7L));
    }

    @Test
    void fewerErrorsThanBeforeMeanThatItBeganAnewThoughItHadMoreRequests() {
        var tally = new Tally();
        tally.add(exposition(10, 5, Map.of()), exposition(12, 0, Map.of()));
        assertThat(tally.requests()).isEqualTo(12);
        assertThat(tally.errors()).isZero();
    }

    @Test
    void replicasAreAddedUpAndTheFullestMemoryCounts() {
        var tally = new Tally();
        tally.add(Exposition.NOTHING, exposition(3, 1, Map.of()));
        tally.add(Exposition.NOTHING, new Exposition(4, 1, Map.of(), 90, 100));
        assertThat(tally.requests()).isEqualTo(7);
        assertThat(tally.errors()).isEqualTo(2);
        assertThat(tally.memoryShare()).isEqualTo(0.9);
    }

    @Test
    void aBucketForNoTimeAtAllIsTheFastestNotTheSlowest() {
        var tally = new Tally();
        tally.add(Exposition.NOTHING, exposition(3, 0, Map.of(0.0, 3L)));
        assertThat(Sketch.above(tally.latency(), 0.001)).isZero();
    }
}
