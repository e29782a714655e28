package io.tidegate.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TickTest {
    private static final Sketch LATENCY = Sketch.of(Map.of(3, 10L));

    private static Slice slice(long requests, long errors, Optional<Double> memory) {
        return new Slice(Instant.EPOCH, requests, errors, 0, memory, LATENCY);
    }

    @Test
    void sourcesOfOneSecondAreAddedUpAndTheLargestMemoryCounts() {
        var tick = Tick.EMPTY
                .plus(slice(10, 2, Optional.of(0.5)), true)
                .plus(slice(5, 9, Optional.of(0.4)), false)
                .plus(slice(0, 0, Optional.empty()), true);
        assertThat(tick.read()).isTrue();
        assertThat(tick.requests()).isEqualTo(15);
        assertThat(tick.errors()).as("no more than there were requests").isEqualTo(7);
        assertThat(tick.memory()).contains(0.5);
        assertThat(tick.latency()).isEqualTo(LATENCY.plus(LATENCY));
    }

    @Test
    void ofReadinessChecksTheSourceCountsByWhichMostFailed() {
        var half = Tick.EMPTY.plus(new Count(4, 2), 1);
        assertThat(half.plus(new Count(10, 3), 2)).satisfies(tick -> {
            assertThat(tick.asked()).isEqualTo(4);
            assertThat(tick.unready()).isEqualTo(2);
            assertThat(tick.failedChecks()).contains(2);
        });
        assertThat(half.plus(new Count(10, 6), 2).unready()).isEqualTo(6);
        assertThat(half.plus(new Count(10, 5), 2).asked())
                .as("as many, of more")
                .isEqualTo(10);
        assertThat(half.plus(new Count(2, 1), 2).asked())
                .as("as many, of fewer")
                .isEqualTo(4);
    }

    @Test
    void secondsAreAddedUpAndOfMemoryAndChecksInARowTheLaterCount() {
        var first = Tick.EMPTY.plus(slice(10, 2, Optional.of(0.5)), true).plus(new Count(4, 2), 3);
        var second = Tick.EMPTY.plus(slice(6, 1, Optional.of(0.3)), true).plus(new Count(4, 1), 1);
        var both = first.then(second);
        assertThat(both)
                .isEqualTo(new Tick(true, 16, 3, Optional.of(0.3), LATENCY.plus(LATENCY), 8, 3, Optional.of(1)));
        assertThat(first.then(Tick.EMPTY)).as("nothing came of the second").isEqualTo(first);
        assertThat(Tick.EMPTY.then(Tick.EMPTY).read()).isFalse();
        assertThat(Tick.EMPTY.then(second)).isEqualTo(second);
    }
}
