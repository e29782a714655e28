package io.tidegate.schemas.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class HybridClockTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static HybridClock at(Instant moment) {
        return new HybridClock(Clock.fixed(moment, ZoneOffset.UTC));
    }

    @Test
    void timesRiseThoughTheClockStandsStill() {
        var clock = at(NOON);
        long first = clock.next();

        long second = clock.next();
        assertThat(second).isGreaterThan(first);
        assertThat(HybridClock.moment(second)).isEqualTo(NOON);
        assertThat(HybridClock.of(HybridClock.moment(second), HybridClock.counter(second)))
                .isEqualTo(second);
    }

    @Test
    void whatIsWrittenAfterSomethingIsLaterThanItThoughItsWritersClockIsBehind() {
        var ahead = at(NOON.plusSeconds(600));
        var behind = at(NOON);
        long heard = ahead.next();

        behind.heard(heard);

        assertThat(behind.next()).isGreaterThan(heard);
    }

    @Test
    void whatWasHeardLongAgoHoldsNothingBack() {
        var clock = at(NOON);
        clock.heard(HybridClock.at(NOON.minusSeconds(600)));

        assertThat(HybridClock.moment(clock.next())).isEqualTo(NOON);
    }

    @Test
    void timesCompareAsMomentsDoAlsoAfterManyWithinOne() {
        var clock = at(NOON);
        long last = 0;
        for (int count = 0; count < 1_000; count++) {
            last = clock.next();
        }

        assertThat(last).isLessThan(HybridClock.at(NOON.plusMillis(1)));
    }
}
