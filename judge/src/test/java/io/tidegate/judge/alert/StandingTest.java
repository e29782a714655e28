package io.tidegate.judge.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.judge.alert.Alarm.Name;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StandingTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private Standing standing = Standing.of("api", INTERVAL);
    private int interval;

    private void used(int intervals, long errors, double p95, double share) {
        for (int count = 0; count < intervals; count++) {
            var at = NOON.plus(INTERVAL.multipliedBy(interval++));
            standing = standing.observe(
                    new Usage(at, 200, errors, Optional.of(share), Optional.of(share)), Optional.of(p95));
        }
    }

    private boolean alarms(Name name) {
        return standing.alarms().stream().map(Alarm::name).anyMatch(name::equals);
    }

    private String worse() {
        return standing.alarms().stream()
                .filter(alarm -> alarm.name() == Name.WORSE_THAN_ITS_PAST)
                .map(Alarm::message)
                .findFirst()
                .orElse("");
    }

    @Test
    void aServiceThatDoesAsItDidAlarmsOfNothing() {
        used(60, 0, 0.1, 0.5);
        assertThat(standing.alarms()).isEmpty();
    }

    @Test
    void errorsAreHeldAgainstTheObjectiveAndAgainstThePast() {
        used(60, 0, 0.1, 0.5);
        used(4, 20, 0.1, 0.5);
        assertThat(worse()).startsWith("errors of api is 0.1000 and was 0.000 before");
        used(26, 20, 0.1, 0.5);
        assertThat(alarms(Name.SLO_BURN_FAST)).isTrue();
    }

    @Test
    void anObjectiveThatAllowsThemLetsErrorsBe() {
        standing = standing.towards(0.9);
        used(60, 0, 0.1, 0.5);
        used(30, 20, 0.1, 0.5);
        assertThat(standing.budget().objective()).isEqualTo(0.9);
        assertThat(alarms(Name.SLO_BURN_FAST)).isFalse();
    }

    @Test
    void latenciesAreHeldAgainstThePast() {
        used(40, 0, 0.1, 0.5);
        used(6, 0, 0.6, 0.5);
        assertThat(worse()).startsWith("p95-latency of api is 0.6000 and was 0.1000 before");
    }

    @Test
    void theUseOfProcessorAndMemoryIsHeldAgainstThePastAndAgainstWhatWasGiven() {
        used(40, 0, 0.1, 0.1);
        used(40, 0, 0.1, 0.99);
        assertThat(alarms(Name.RESOURCE_STARVATION)).isTrue();
        standing = Standing.of("api", INTERVAL);
        used(40, 0, 0.1, 0.1);
        used(4, 0, 0.1, 0.6);
        assertThat(worse()).containsAnyOf("processor of api is 0.6000", "memory of api is 0.6000");
    }

    @Test
    void whatWasNotMeasuredOrIsNothingIsNoReading() {
        used(40, 0, 0, 0);
        standing = standing.observe(
                new Usage(NOON.plus(INTERVAL.multipliedBy(interval)), 0, 0, Optional.empty(), Optional.empty()),
                Optional.empty());
        assertThat(standing.steady().past())
                .allSatisfy(reading -> assertThat(reading.gauges()).isEmpty());
        assertThat(standing.steady().past().getLast().failures()).isEmpty();
        assertThat(worse()).isEmpty();
    }

    @Test
    void itIsRememberedWhatWasSaidToAlarm() {
        var said = standing.alarmed(Map.of(Name.RESOURCE_SPIKE, NOON));
        assertThat(said.alarmed()).containsEntry(Name.RESOURCE_SPIKE, NOON);
        assertThat(said.towards(0.99).alarmed()).isEqualTo(said.alarmed());
    }
}
