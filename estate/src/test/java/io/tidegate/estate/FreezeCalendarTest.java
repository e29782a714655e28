package io.tidegate.estate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FreezeCalendarTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final List<String> ANYWHERE = List.of("east");

    private static FreezeWindow daily(String from, String to, DayOfWeek... days) {
        return new FreezeWindow(
                "daily",
                List.of(days),
                Optional.empty(),
                Optional.empty(),
                LocalTime.parse(from),
                LocalTime.parse(to),
                BERLIN,
                List.of());
    }

    private static FreezeWindow dates(String first, String last, String... regions) {
        return new FreezeWindow(
                "dates",
                List.of(),
                Optional.of(LocalDate.parse(first)),
                Optional.of(LocalDate.parse(last)),
                LocalTime.MIDNIGHT,
                LocalTime.MIDNIGHT,
                BERLIN,
                List.of(regions));
    }

    private static Instant at(String time) {
        return Instant.parse(time);
    }

    private static Optional<Instant> until(FreezeWindow window, String time) {
        return new FreezeCalendar(List.of(window)).at(at(time), ANYWHERE).map(FreezeCalendar.Frozen::until);
    }

    @Test
    void aWindowIsReadByTheClocksOfItsZone() {
        var office = daily("09:00", "17:00");
        assertThat(until(office, "2026-01-15T07:59:59Z")).isEmpty();
        assertThat(until(office, "2026-01-15T08:00:00Z")).contains(at("2026-01-15T16:00:00Z"));
        assertThat(until(office, "2026-07-15T07:00:00Z")).contains(at("2026-07-15T15:00:00Z"));
        assertThat(until(office, "2026-07-15T15:00:00Z")).isEmpty();
    }

    @Test
    void aWindowOverMidnightBelongsToTheDayOnWhichItBegins() {
        var friday = daily("22:00", "06:00", DayOfWeek.FRIDAY);
        assertThat(until(friday, "2026-01-16T22:00:00Z")).contains(at("2026-01-17T05:00:00Z"));
        assertThat(until(friday, "2026-01-17T04:59:00Z")).contains(at("2026-01-17T05:00:00Z"));
        assertThat(until(friday, "2026-01-17T22:00:00Z")).isEmpty();
    }

    @Test
    void wholeDaysInARowAreOneFreeze() {
        var weekend = daily("00:00", "00:00", DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
        assertThat(until(weekend, "2026-01-17T10:00:00Z")).contains(at("2026-01-18T23:00:00Z"));
        assertThat(until(dates("2026-12-20", "2027-01-03"), "2026-12-31T12:00:00Z"))
                .contains(at("2027-01-03T23:00:00Z"));
    }

    @Test
    void aNightIsAnHourShorterWhenClocksGoForwardAndLongerWhenTheyGoBack() {
        var night = daily("22:00", "06:00");
        var spring = until(night, "2026-03-28T21:00:00Z").orElseThrow();
        var autumn = until(night, "2026-10-24T20:00:00Z").orElseThrow();
        assertThat(Duration.between(at("2026-03-28T21:00:00Z"), spring)).isEqualTo(Duration.ofHours(7));
        assertThat(Duration.between(at("2026-10-24T20:00:00Z"), autumn)).isEqualTo(Duration.ofHours(9));
    }

    @Test
    void anEndThatTheClocksShowTwiceIsTheSecondOne() {
        assertThat(until(daily("01:00", "02:30"), "2026-10-25T00:00:00Z")).contains(at("2026-10-25T01:30:00Z"));
    }

    @Test
    void aBeginningThatTheClocksSkipIsWhenTheyHaveSkippedIt() {
        var window = daily("02:30", "04:00");
        assertThat(until(window, "2026-03-29T01:29:00Z")).isEmpty();
        assertThat(until(window, "2026-03-29T01:30:00Z")).contains(at("2026-03-29T02:00:00Z"));
    }

    @Test
    void aWindowCountsInItsRegionsAlone() {
        var calendar = new FreezeCalendar(List.of(dates("2026-01-01", "2026-01-02", "west")));
        assertThat(calendar.at(at("2026-01-01T12:00:00Z"), List.of("east"))).isEmpty();
        assertThat(calendar.at(at("2026-01-01T12:00:00Z"), List.of("east", "west")))
                .isPresent();
    }

    @Test
    void windowsThatTouchAreOneFreezeNamedByTheFirst() {
        var calendar = new FreezeCalendar(List.of(daily("08:00", "12:00"), dates("2026-02-02", "2026-02-02")));
        assertThat(calendar.at(at("2026-02-01T07:30:00Z"), ANYWHERE)
                        .orElseThrow()
                        .until())
                .isEqualTo(at("2026-02-01T11:00:00Z"));
        assertThat(calendar.at(at("2026-02-02T07:30:00Z"), ANYWHERE).orElseThrow())
                .isEqualTo(new FreezeCalendar.Frozen("dates", at("2026-02-02T23:00:00Z")));
    }

    @Test
    void aFreezeThatNeverEndsDoesNotTakeForEver() {
        assertThat(until(daily("00:00", "00:00"), "2026-01-01T12:00:00Z")).isPresent();
    }
}
