package io.tidegate.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SymptomsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final String SOURCE = "probe";

    private static Instant at(int second) {
        return NOON.plusSeconds(second);
    }

    private static Trial after(int seconds, long errors, long slow) {
        var trial = Trial.under(SpecificationLimits.LIMITS, false);
        for (int second = 0; second < seconds; second++) {
            trial = trial.observe(Slice.of(at(second), 10, errors, slow, Optional.empty()));
        }
        return trial;
    }

    private static Trial checked(Trial trial, int from, int to, boolean ready, boolean deep) {
        var now = trial;
        for (int second = from; second < to; second++) {
            now = now.checked(SOURCE, List.of(new Check("a", ready, deep), new Check("b", true, true)), at(second));
        }
        return now;
    }

    @Test
    void failedRequestsOfTheLastTenSecondsAreOne() {
        assertThat(Symptoms.of(after(1, 3, 0), at(5))).contains("30.0 % of its 10 requests fail");
        assertThat(Symptoms.of(after(12, 3, 0), at(12))).contains("30.0 % of its 90 requests fail");
        assertThat(Symptoms.of(after(1, 3, 0), at(10))).as("ten seconds ago").isEmpty();
    }

    @Test
    void slowRequestsAreOne() {
        assertThat(Symptoms.of(after(1, 0, 4), at(1))).contains("40.0 % of its 10 requests take too long");
    }

    @Test
    void twoBadRequestsAreChanceAndSoIsAShareWithinTheLimit() {
        assertThat(Symptoms.of(after(1, 2, 2), at(1))).isEmpty();
        var few = Trial.under(SpecificationLimits.LIMITS, false)
                .observe(Slice.of(NOON, 60, 3, 3, Optional.empty())); // 5 %, the limit of both
        assertThat(Symptoms.of(few, at(1))).isEmpty();
    }

    @Test
    void readinessChecksThatFailAreOneOnceTheVersionIsInUse() {
        var trial = checked(after(1, 0, 0), 1, 5, false, true);
        assertThat(Symptoms.of(trial, at(5))).contains("50.0 % of its 8 readiness checks fail");
        assertThat(Symptoms.of(trial, at(20))).isEmpty();
    }

    /** Once may be a lost answer. */
    @Test
    void deepChecksOfMostInstancesThatFailTwiceInARowAreOne() {
        var trial = after(1, 0, 0);
        var alone = List.of(new Check("a", true, false));
        var once = trial.checked(SOURCE, alone, at(1));
        assertThat(Symptoms.of(once, at(2))).isEmpty();
        assertThat(Symptoms.of(once.checked(SOURCE, alone, at(2)), at(3))).contains("its health checks fail");
    }

    @Test
    void theyAreKnownWhereSomebodyHasSpokenInTheLastTenSeconds() {
        assertThat(Symptoms.areKnown(Trial.under(SpecificationLimits.LIMITS, false), NOON))
                .isFalse();
        assertThat(Symptoms.areKnown(after(1, 0, 0), at(9))).isTrue();
        assertThat(Symptoms.areKnown(after(1, 0, 0), at(10))).isFalse();
        assertThat(Symptoms.areKnown(checked(after(1, 0, 0), 30, 31, true, true), at(31)))
                .as("by checks alone")
                .isTrue();
    }
}
