package io.tidegate.health.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.health.watch.Intervals.Closed;
import io.tidegate.health.watch.Intervals.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final int SECONDS = 120;

    private static Sample sample(String source, String version, int second, long requests) {
        return new Sample(
                source,
                version,
                NOON.plusSeconds(second),
                requests,
                second % 3,
                Map.of(second % 7, requests),
                Optional.of(second / 200.0),
                Optional.empty());
    }

    private static List<Sample> inOrder() {
        var samples = new ArrayList<Sample>();
        for (int second = 0; second < SECONDS; second++) {
            for (String source : List.of("a", "b")) {
                samples.add(sample(source, "1", second, 20 + second));
                samples.add(sample(source, "2", second, 20 + second));
            }
        }
        return samples;
    }

    private static List<Closed> closed(List<Sample> samples) {
        var intervals = Intervals.NONE;
        var closed = new ArrayList<Closed>();
        for (Sample sample : samples) {
            var step = intervals.plus(sample);
            intervals = step.intervals();
            closed.addAll(step.closed());
        }
        return closed;
    }

    @Test
    void whatIsClosedIsTenSecondsOfEachVersionAsOneSourceTellsThem() {
        var first = closed(inOrder()).getFirst().usage();
        assertThat(first.at()).isEqualTo(NOON);
        assertThat(first.requests())
                .as("of both versions, though two sources tell")
                .isEqualTo(2 * (200 + 45));
        assertThat(first.errors()).isEqualTo(2 * 9);
        assertThat(first.processor()).contains(9 / 200.0);
        assertThat(first.memory()).isEmpty();
    }

    @Test
    void aJourneyCountsWhereNobodyElseTellsRequestsAndHealthChecksTellNone() {
        var samples = new ArrayList<Sample>();
        for (int second = 0; second < 30; second++) {
            samples.add(sample("health-service/journeys/buy", "1", second, 1));
            samples.add(sample("health-service/otlp", "1", second, second < 10 ? 20 : 0));
            samples.add(sample("a", "1", second, 0));
        }
        assertThat(closed(samples))
                .extracting(closed -> closed.usage().requests())
                .containsExactly(200L, 10L);
    }

    /** Each sample is up to {@link Intervals#GRACE} late, comes up to three times, and in any order within that. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void permutedRepeatedAndLateSamplesCloseTheSameIntervals(int seed) {
        var random = new Random(seed);
        record Delivery(double at, Sample sample) {}
        var deliveries = new ArrayList<Delivery>();
        for (Sample sample : inOrder()) {
            double second = sample.second().getEpochSecond();
            for (int time = 0; time <= random.nextInt(3); time++) {
                deliveries.add(new Delivery(second + random.nextDouble() * Intervals.GRACE.toSeconds(), sample));
            }
        }
        deliveries.sort(java.util.Comparator.comparingDouble(Delivery::at));
        var shuffled = deliveries.stream().map(Delivery::sample).toList();
        assertThat(shuffled).isNotEqualTo(inOrder());

        assertThat(closed(shuffled)).isEqualTo(closed(inOrder()));
    }

    @Test
    void whatComesAfterItsIntervalWasClosedIsNotCounted() {
        var late = new ArrayList<>(inOrder());
        late.add(sample("c", "1", 3, 20));
        assertThat(closed(late)).isEqualTo(closed(inOrder()));
    }
}
