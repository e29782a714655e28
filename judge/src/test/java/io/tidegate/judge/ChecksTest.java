package io.tidegate.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.judge.Judgement.Word;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ChecksTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Limits LIMITS = SpecificationLimits.LIMITS;

    private static Trial used() {
        return served(Trial.under(LIMITS), 0, 10);
    }

    private static Trial served(Trial trial, int from, int to) {
        var now = trial;
        for (int second = from; second < to; second++) {
            now = now.observe(Slice.of(NOON.plusSeconds(second), 20, 0, 0, Optional.empty()));
        }
        return now;
    }

    private static List<Check> well(String... instances) {
        return Stream.of(instances).map(name -> new Check(name, true, true)).toList();
    }

    private static List<Check> notReady(String... instances) {
        return Stream.of(instances).map(name -> new Check(name, false, true)).toList();
    }

    private static List<Check> all(List<Check> some, List<Check> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private static Trial checked(Trial trial, int from, int to, List<Check> checks) {
        var now = trial;
        for (int second = from; second < to; second++) {
            now = now.checked("s", checks, NOON.plusSeconds(second));
        }
        return now;
    }

    private static Trial told(Trial trial, String source, int second, boolean passed, String instance) {
        return trial.checked(source, List.of(new Check(instance, true, passed)), NOON.plusSeconds(second));
    }

    private static Trial toldBefore(Trial trial, String source, int second, boolean passed, String instance) {
        return trial.checkedBaseline(source, List.of(new Check(instance, true, passed)), NOON.plusSeconds(second));
    }

    private static Optional<String> rule(Trial trial) {
        return trial.condemned().map(Evidence::rule);
    }

    @Test
    void oneInstanceThatFailsItsChecksDoesNotCondemnThree() {
        var trial = checked(used(), 10, 16, all(notReady("a"), well("b", "c")));
        assertThat(rule(trial)).isEmpty();
        assertThat(rule(checked(trial, 16, 20, all(notReady("a", "b"), well("c")))))
                .contains("health-checks");
    }

    @Test
    void allInstancesThatFailAreFoundAtTheFourthCheck() {
        assertThat(rule(checked(used(), 10, 13, notReady("a", "b")))).isEmpty();
        assertThat(rule(checked(used(), 10, 14, notReady("a", "b")))).contains("health-checks");
    }

    @Test
    void instancesThatAreStillStartingDoNotCondemnAVersionThatHasNoTraffic() {
        var starting = checked(Trial.under(LIMITS), 0, 300, notReady("a", "b"));
        assertThat(rule(starting)).isEmpty();
        assertThat(rule(checked(served(starting, 300, 310), 310, 500, well("a", "b"))))
                .isEmpty();
    }

    @Test
    void anInstanceThatIsReadyButFailsItsDeepCheckCountsBeforeThereIsTraffic() {
        var checks = List.of(new Check("a", true, false));
        assertThat(rule(checked(Trial.under(LIMITS), 0, 4, checks))).contains("health-checks");
    }

    @Test
    void aReplacedInstanceThatFailedOnceDoesNotHoldTheVersionForEver() {
        var trial = checked(used(), 10, 11, all(notReady("old"), well("b")));
        assertThat(trial.judge(NOON.plusSeconds(10)).word()).isEqualTo(Word.INCONCLUSIVE);
        assertThat(checked(trial, 11, 12, well("b", "new"))
                        .judge(NOON.plusSeconds(11))
                        .word())
                .isEqualTo(Word.HEALTHY);
    }

    @Test
    void instancesThatAreGoneDoNotDiluteTheMajorityOfThoseThatFail() {
        var trial = checked(used(), 10, 20, well("gone1", "gone2", "gone3"));
        assertThat(rule(checked(trial, 20, 24, notReady("a", "b")))).contains("health-checks");
    }

    @Test
    void instancesOfAnotherSourceAreNotForgotten() {
        var trial = used().checked("other", notReady("a"), NOON.plusSeconds(10));
        var checks = checked(trial, 11, 12, well("b")).checks();
        assertThat(checks.of("other").readiness()).containsOnlyKeys("a");
        assertThat(checks.of("s").readiness()).containsOnlyKeys("b");
    }

    @Test
    void aSampleWithoutChecksForgetsNone() {
        var trial = checked(used(), 10, 12, notReady("a"));
        assertThat(trial.checked("s", List.of(), NOON.plusSeconds(12)).checks()).isEqualTo(trial.checks());
    }

    /** It used to count failed requests once more. */
    @Test
    void availabilityIsTheShareOfReadinessChecksThatPassed() {
        var trial = used();
        for (int second = 10; second < 200; second++) {
            trial = trial.checked(
                    "s", second % 10 == 0 ? notReady("a", "b") : well("a", "b"), NOON.plusSeconds(second));
        }
        var evidence = trial.condemned().orElseThrow();
        assertThat(evidence.rule()).isEqualTo("availability");
        assertThat(evidence.value()).isBetween(0.09, 0.11);
        assertThat(evidence.message()).contains("readiness checks");
    }

    @Test
    void availabilityAboveItsLimitCondemnsNobody() {
        var trial = used();
        for (int second = 10; second < 600; second++) {
            trial = trial.checked(
                    "s", second % 25 == 0 ? notReady("a", "b") : well("a", "b"), NOON.plusSeconds(second));
        }
        assertThat(rule(trial)).isEmpty();
    }

    @Test
    void availabilityIsSilentUntilItsWindowIsCovered() {
        var checks = all(notReady("a"), well("b", "c"));
        assertThat(rule(checked(used(), 10, 189, checks))).isEmpty();
        assertThat(rule(checked(used(), 10, 191, checks))).contains("availability");
    }

    @Test
    void availabilityIsNotJudgedByFailedRequests() {
        var trial = used();
        for (int second = 10; second < 200; second++) {
            trial = trial.checked("s", well("a"), NOON.plusSeconds(second));
        }
        assertThat(trial.checks().of("s").readiness(NOON).bad()).isZero();
        assertThat(trial.checks().of("s").readiness(NOON).requests()).isEqualTo(190);
    }

    @Test
    void instancesThatAreNotReadyInBothVersionsAreASharedIncident() {
        var trial = used();
        for (int second = 10; second < 60; second++) {
            trial = trial.checkedBaseline("s", notReady("x"), NOON.plusSeconds(second))
                    .checked("s", notReady("a"), NOON.plusSeconds(second));
        }
        assertThat(rule(trial)).isEmpty();
        assertThat(trial.incident().orElseThrow().message()).contains("shared incident");
    }

    /** The journey was counted as a fourth instance, which two of three others are no majority of. */
    @Test
    void aJourneyThatArrivesDoesNotOutvoteTheInstances() {
        var trial =
                told(told(used(), "journeys/buy", 10, true, "journey buy"), "journeys/look", 10, true, "journey look");
        var condemned = checked(trial, 11, 15, all(notReady("a", "b"), well("c")));
        assertThat(rule(condemned)).contains("health-checks");
        assertThat(condemned.condemned().orElseThrow().message())
                .isEqualTo("more than 3 failed readiness checks in a row on 2 of 3 instances (s)");
    }

    @Test
    void oneSourceIsEnoughAndIsNamed() {
        var trial = checked(used(), 10, 14, well("a", "b", "c"));
        for (int second = 14; second < 18; second++) {
            trial = checked(trial, second, second + 1, well("a", "b", "c"));
            trial = told(trial, "cluster", second, false, "pod-1");
        }
        assertThat(trial.condemned().orElseThrow().message())
                .isEqualTo("more than 3 failed deep checks in a row on 1 of 1 instances (cluster)");
    }

    @Test
    void readinessAndDeepChecksEachHaveTheirMajority() {
        var mixed = List.of(new Check("a", false, true), new Check("b", true, false), new Check("c", true, true));
        assertThat(rule(checked(used(), 10, 60, mixed))).isEmpty();
        var deep = List.of(new Check("a", true, false), new Check("b", true, false), new Check("c", true, true));
        assertThat(checked(used(), 10, 14, deep).condemned().orElseThrow().message())
                .contains("failed deep checks in a row on 2 of 3");
    }

    @Test
    void availabilityIsOfEachSourceSoThatNoneDilutesAnother() {
        var trial = used();
        for (int second = 10; second < 200; second++) {
            trial = trial.checked("cluster", well("p1", "p2", "p3"), NOON.plusSeconds(second));
            trial = trial.checked(
                    "s", second % 15 == 0 ? notReady("a", "b") : well("a", "b"), NOON.plusSeconds(second));
        }
        assertThat(rule(trial)).contains("availability");
        assertThat(trial.condemned().orElseThrow().message()).endsWith("readiness checks (s)");
    }

    @Test
    void whichInstanceFailsIsSaidWhereItHoldsTheVersion() {
        var trial = told(used(), "journeys/buy", 9, false, "journey buy");
        assertThat(trial.judge(NOON.plusSeconds(9)).message())
                .isEqualTo("health checks fail at present: journey buy (journeys/buy)");
    }

    @Test
    void aJourneyThatFailsWithBothVersionsIsASharedIncidentHoweverSeldomItIsMade() {
        var trial = Trial.under(LIMITS);
        for (int minute = 0; minute < 4; minute++) {
            trial = toldBefore(trial, "journeys/buy", 60 * minute, false, "journey buy");
            trial = told(trial, "journeys/buy", 60 * minute + 30, false, "journey buy");
        }
        assertThat(rule(trial)).isEmpty();
        assertThat(trial.incident().orElseThrow().message()).contains("failed deep checks in a row");
    }

    @Test
    void aJourneyThatTheVersionBeforePassesIsNoSharedIncident() {
        var trial = Trial.under(LIMITS);
        for (int minute = 0; minute < 4; minute++) {
            trial = toldBefore(trial, "journeys/buy", 60 * minute, true, "journey buy");
            trial = told(trial, "journeys/buy", 60 * minute + 30, false, "journey buy");
        }
        assertThat(rule(trial)).contains("health-checks");
    }

    @Test
    void whatTheVersionBeforeFailedLongAgoIsNoExcuse() {
        var trial = Trial.under(LIMITS);
        for (int second = 0; second < 4; second++) {
            trial = toldBefore(trial, "s", second, false, "x");
        }
        for (int second = 20; second < 24; second++) {
            trial = told(trial, "s", second, false, "a");
        }
        assertThat(rule(trial)).contains("health-checks");
    }

    @Test
    void aSharedIncidentOfOneSourceHidesNothingThatAnotherHasSeen() {
        var trial = used();
        for (int second = 10; second < 14; second++) {
            trial = toldBefore(trial, "cluster", second, false, "pod-x");
            trial = told(trial, "cluster", second, false, "pod-1");
            trial = told(trial, "s", second, false, "a");
        }
        assertThat(trial.condemned().orElseThrow().message()).endsWith("(s)");
    }

    /** Any other source that was read used to take it back. */
    @Test
    void aSourceThatCannotBeReadStandsUntilItIsReadItself() {
        var trial = used().failed("cluster", NOON.plusSeconds(9), "the API server does not answer");
        assertThat(served(trial, 10, 12).judge(NOON.plusSeconds(11)).word()).isEqualTo(Word.ERROR);
        assertThat(trial.judge(NOON.plusSeconds(9)).message())
                .isEqualTo("telemetry cannot be read: the API server does not answer (cluster)");
        assertThat(trial.read("s", NOON.plusSeconds(9))
                        .judge(NOON.plusSeconds(9))
                        .word())
                .isEqualTo(Word.ERROR);
        assertThat(trial.read("cluster", NOON.plusSeconds(9))
                        .judge(NOON.plusSeconds(9))
                        .word())
                .isEqualTo(Word.HEALTHY);
    }
}
