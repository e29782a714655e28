package io.tidegate.judge.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.judge.alert.Alarm.Name;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResourceUseTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final double USUAL = 0.5;

    private ResourceUse resources = ResourceUse.unknown();
    private int minute;

    private void minutes(int count, double processor, double memory) {
        for (int done = 0; done < count; done++) {
            var at = START.plusSeconds(60L * minute++);
            resources = resources.plus(new Usage(at, 0, 0, Optional.of(processor), Optional.of(memory)));
        }
    }

    private void hours(int count, double processor, double memory) {
        minutes(count * 60, processor, memory);
    }

    private List<Name> alarms() {
        return resources.alarms("api").stream().map(Alarm::name).toList();
    }

    @Test
    void usualUseForEightDaysAlarmsNobody() {
        hours(8 * 24, USUAL, USUAL);
        assertThat(alarms()).isEmpty();
    }

    @Test
    void aProcessorBelowThirtyPercentForADayIsTooLarge() {
        hours(23, 0.2, USUAL);
        hours(2, 0.2, USUAL);
        assertThat(resources.alarms("api").getFirst().message())
                .isEqualTo("processor of api: below 30 % of its limit for 24 h");
        assertThat(alarms()).containsExactly(Name.OVER_PROVISIONED);
    }

    @Test
    void memoryBelowFortyPercentForADayIsTooLarge() {
        hours(25, USUAL, 0.39);
        assertThat(alarms()).containsExactly(Name.OVER_PROVISIONED);
    }

    @Test
    void halfADayOfLittleUseIsANightAndNoWaste() {
        hours(12, USUAL, USUAL);
        hours(12, 0.1, 0.1);
        assertThat(alarms()).isEmpty();
    }

    @Test
    void aProcessorAboveEightyFivePercentForAnHourIsTooSmall() {
        hours(3, USUAL, USUAL);
        minutes(50, 0.9, USUAL);
        assertThat(alarms()).isEmpty();
        minutes(10, 0.9, USUAL);
        assertThat(alarms()).containsExactly(Name.UNDER_PROVISIONED);
    }

    @Test
    void memoryAboveNinetyPercentForHalfAnHourIsTooSmall() {
        hours(3, USUAL, USUAL);
        minutes(30, USUAL, 0.92);
        assertThat(alarms()).containsExactly(Name.UNDER_PROVISIONED);
    }

    @Test
    void fiveMinutesAtTheLimitAreStarvation() {
        hours(3, USUAL, USUAL);
        minutes(5, 1, USUAL);
        assertThat(alarms()).containsExactly(Name.RESOURCE_STARVATION);
    }

    @Test
    void threeTimesTheUsualUseIsASpike() {
        hours(2, 0.25, USUAL);
        minutes(1, 0.8, USUAL);
        assertThat(alarms()).containsExactly(Name.RESOURCE_SPIKE);
    }

    @Test
    void threeTimesNextToNothingIsNoSpike() {
        hours(2, 0.02, USUAL);
        minutes(1, 0.08, USUAL);
        assertThat(alarms()).isEmpty();
    }

    @Test
    void aFifthMoreThanAWeekAgoIsCreep() {
        for (int day = 0; day < 8; day++) {
            hours(24, USUAL * (1 + 0.21 * day / 7), USUAL);
        }
        assertThat(alarms()).containsExactly(Name.RESOURCE_CREEP);
    }

    @Test
    void aTenthMoreThanAWeekAgoIsNone() {
        for (int day = 0; day < 8; day++) {
            hours(24, USUAL * (1 + 0.1 * day / 7), USUAL);
        }
        assertThat(alarms()).isEmpty();
    }

    @Test
    void whatIsNotMeasuredAlarmsNobody() {
        for (int count = 0; count < 3000; count++) {
            var at = START.plusSeconds(60L * count);
            resources = resources.plus(new Usage(at, 10, 0, Optional.empty(), Optional.empty()));
        }
        assertThat(alarms()).isEmpty();
    }
}
