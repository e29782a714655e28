package io.tidegate.judge.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.judge.steady.Gauge;
import io.tidegate.judge.steady.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Two hours of a service whose processor is busy in the given minutes. */
    private static Series service(String name, int seed, int... busy) {
        var random = new Random(seed);
        var readings = new ArrayList<Reading>();
        for (int minute = 0; minute < 120; minute++) {
            int now = minute;
            boolean fault = java.util.Arrays.stream(busy).anyMatch(start -> now > start && now <= start + 4);
            double level = (fault ? 90 : 20) * Math.exp(0.1 * random.nextGaussian());
            readings.add(new Reading(
                    NOON.plus(MINUTE.multipliedBy(minute)),
                    Optional.empty(),
                    Map.of("processor", new Gauge(level, 5))));
        }
        return new Series(name, readings);
    }

    private static Score score(List<Series> services, int... faults) {
        var known = java.util.Arrays.stream(faults)
                .mapToObj(minute -> new Fault("fault at " + minute, NOON.plus(MINUTE.multipliedBy(minute))))
                .toList();
        return Replay.score(new Recording.RunningServices("shop", services, known, MINUTE));
    }

    @Test
    void aFaultThatShowsIsFoundAndOneThatDoesNotIsNamed() {
        var score = score(List.of(service("cart", 1, 40)), 40, 80);
        assertThat(score.found()).isEqualTo(1);
        assertThat(score.missed()).containsExactly("fault at 80");
        assertThat(score.delaySeconds(1)).isBetween(60.0, 180.0);
        assertThat(score.falseAlarms()).isZero();
    }

    @Test
    void anAlarmWithoutAFaultIsFalse() {
        assertThat(score(List.of(service("cart", 1, 40, 90)), 40).falseAlarms()).isEqualTo(1);
    }

    @Test
    void alarmsOfSeveralServicesAtTheSameTimeAreOne() {
        var services = List.of(service("cart", 1, 60), service("checkout", 2, 60), service("email", 3, 61));
        assertThat(score(services).falseAlarms()).isEqualTo(1);
    }

    @Test
    void quietTimeIsWhatLiesOutsideEveryFaultAndItsAftermath() {
        assertThat(score(List.of(service("cart", 1)), 40, 44).quiet()).isEqualTo(Duration.ofMinutes(119 - 8 - 4));
    }

    private static List<Double> latencies(Random random, int count, double slower) {
        var values = new ArrayList<Double>();
        for (int value = 0; value < count; value++) {
            values.add(0.1 * Math.exp(0.1 * random.nextGaussian()) * (random.nextInt(5) == 0 ? slower : 1));
        }
        return values;
    }

    @Test
    void aCanaryWithAFifthOfItsRequestsSlowerIsFoundAndOneLikeItsBaselineIsNot() {
        var random = new Random(5);
        var baseline = latencies(random, 2000, 1);
        var score = Replay.score(new Recording.Canaries(
                "shop",
                List.of(
                        new CanaryRun("slow", true, baseline, latencies(random, 1500, 1.5)),
                        new CanaryRun("same", false, baseline, latencies(random, 1500, 1)))));
        assertThat(score.found()).isEqualTo(1);
        assertThat(score.delaySeconds(0.5)).isBetween(1.0, 60.0);
        assertThat(score.healthyRuns()).isEqualTo(1);
        assertThat(score.healthyRunsAlarmed()).isZero();
        assertThat(score.quietHours()).isGreaterThan(0.03);
    }
}
