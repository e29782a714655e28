package io.tidegate.judge.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.judge.alert.Alarm.Name;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BurnRateTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private BurnRate budget = BurnRate.of(0.999);
    private int minute;

    /** Minutes in each of which these of 1000 requests fail. */
    private void minutes(int count, long errors) {
        for (int done = 0; done < count; done++) {
            var at = NOON.plusSeconds(60L * minute++);
            budget = budget.plus(new Usage(at, 1000, errors, Optional.empty(), Optional.empty()));
        }
    }

    private List<Name> alarms() {
        return budget.alarms("api").stream().map(Alarm::name).toList();
    }

    @Test
    void asManyErrorsAsTheObjectiveAllowsAlarmNobody() {
        minutes(600, 1);
        assertThat(alarms()).isEmpty();
    }

    @Test
    void twoPercentErrorsForAnHourBurnFastAndSlow() {
        minutes(360, 0);
        minutes(60, 20);
        assertThat(alarms()).containsExactly(Name.SLO_BURN_FAST);
        assertThat(budget.alarms("api").getFirst().message())
                .isEqualTo("errors of api use up its budget 20.0 times as fast as they may: 2.00 % of 60000 requests in"
                        + " 60 min and 2.00 % of 5000 in 5 min, of which 0.10 % may fail");
    }

    @Test
    void eightTenthsOfAPercentForHalfADayBurnSlowlyOnly() {
        minutes(720, 8);
        assertThat(alarms()).containsExactly(Name.SLO_BURN_SLOW);
    }

    @Test
    void theFastAlarmIsOverFiveMinutesAfterTheTrouble() {
        minutes(360, 0);
        minutes(60, 20);
        minutes(5, 0);
        assertThat(alarms()).doesNotContain(Name.SLO_BURN_FAST);
    }

    @Test
    void aBurstOfOneMinuteDoesNotMatterOverAnHour() {
        minutes(360, 0);
        minutes(1, 500);
        assertThat(alarms()).isEmpty();
    }

    @Test
    void anObjectiveOfAHundredPercentIsRefused() {
        assertThatThrownBy(() -> BurnRate.of(1)).hasMessageContaining("between 0 and 1, such as 0.999, not 1.0");
    }
}
