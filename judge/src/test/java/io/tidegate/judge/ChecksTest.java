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
        assertThat(checked(trial, 11, 12, well("b")).checks().inARow()).containsOnlyKeys("other|a", "s|b");
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
        assertThat(trial.checks().readiness(NOON).bad()).isZero();
        assertThat(trial.checks().readiness(NOON).requests()).isEqualTo(190);
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
}
