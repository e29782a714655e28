package io.tidegate.judge.steady;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.judge.Count;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SteadyTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Random random = new Random(11);
    private int minute;

    private Reading reading(double latency, double processor, double failures) {
        double noise = Math.exp(0.15 * random.nextGaussian());
        long failed = random.doubles(500).filter(draw -> draw < failures).count();
        return new Reading(
                NOON.plus(MINUTE.multipliedBy(minute++)),
                Optional.of(new Count(500, failed)),
                Map.of("latency", new Gauge(latency * noise, 0.01), "processor", new Gauge(processor * noise, 5)));
    }

    private Steady after(Steady steady, int readings, double latency, double processor, double failures) {
        var now = steady;
        for (int count = 0; count < readings; count++) {
            now = now.observe(reading(latency, processor, failures));
        }
        return now;
    }

    private Steady calm(int readings) {
        return after(Steady.watching("shop", 3, MINUTE), readings, 0.15, 20, 0.001);
    }

    @Test
    void aQuietWeekRaisesNoAlarm() {
        var steady = Steady.watching("shop", 3, MINUTE);
        for (int count = 0; count < 7 * 24 * 60; count++) {
            steady = steady.observe(reading(0.15, 20, 0.001));
            assertThat(steady.alarm()).as("minute " + count).isEmpty();
        }
    }

    @Test
    void aProcessorAtFourTimesItsPastIsFoundInItsFirstMinutes() {
        var alarm = after(calm(40), 4, 0.15, 85, 0.001).alarm().orElseThrow();
        assertThat(alarm.evidence().metric()).isEqualTo("processor");
        assertThat(alarm.evidence().message())
                .startsWith("processor of shop is ")
                .contains("was ");
    }

    @Test
    void latencyAtThreeTimesItsPastIsFoundInItsFirstMinutes() {
        var alarm = after(calm(40), 6, 0.5, 20, 0.001).alarm().orElseThrow();
        assertThat(alarm.evidence().metric()).isEqualTo("latency");
    }

    @Test
    void threePercentErrorsAfterNextToNoneAreFoundInTheirFirstMinutes() {
        var alarm = after(calm(40), 2, 0.15, 20, 0.03).alarm().orElseThrow();
        assertThat(alarm.evidence().metric()).isEqualTo(Steady.FAILURES);
    }

    @Test
    void anAlarmEndsWhenTheServiceIsCalmAgainAndTheFaultIsNotLearned() {
        var faulty = after(calm(40), 6, 0.15, 85, 0.001);
        var calm = after(faulty, 5, 0.15, 20, 0.001);
        assertThat(calm.alarm()).isEmpty();
        assertThat(after(calm, 4, 0.15, 85, 0.001).alarm()).isPresent();
    }

    @Test
    void whatLastsLongBecomesTheNewNormal() {
        var moved = after(calm(40), 40, 0.15, 85, 0.001);
        assertThat(moved.alarm()).isEmpty();
    }

    @Test
    void aMissingMeasurementIsNotAFault() {
        var steady = calm(40);
        for (int count = 0; count < 20; count++) {
            steady = steady.observe(new Reading(NOON.plus(MINUTE.multipliedBy(minute++)), Optional.empty(), Map.of()));
        }
        assertThat(steady.alarm()).isEmpty();
    }

    @Test
    void nothingIsSaidBeforeThereIsAPast() {
        assertThat(after(Steady.watching("shop", 3, MINUTE), 5, 5, 100, 0.9).alarm())
                .isEmpty();
    }

    @Test
    void aGaugeOfZeroIsRefused() {
        assertThatThrownBy(() -> new Gauge(0, 1)).hasMessageContaining("above 0, not 0.0 and 1.0");
    }
}
