package io.tidegate.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.judge.Judgement.Word;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Cases that other judges were reported to get wrong. */
class HardCasesTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Limits LIMITS = SpecificationLimits.LIMITS;
    private static final int BEFORE = 60;

    private static Slice slice(int second, long errors, List<Double> latencies) {
        return Slice.of(
                NOON.plusSeconds(second),
                latencies.size(),
                errors,
                Sketch.ofValues(latencies),
                LIMITS.p95Seconds().value(),
                Optional.empty());
    }

    private static List<Double> times(int requests, double seconds) {
        return Collections.nCopies(requests, seconds);
    }

    private static List<Double> spread(Random random, double about, double scatter) {
        var values = new ArrayList<Double>();
        for (int value = 0; value < 20; value++) {
            values.add(about * Math.exp(scatter * random.nextGaussian()));
        }
        return values;
    }

    /** A minute of the baseline alone, then both, second by second. */
    private static Trial tried(List<Slice> candidate, List<Slice> before, List<Slice> beside) {
        var trial = Trial.under(LIMITS);
        for (Slice slice : before) {
            trial = trial.observeBaseline(slice);
        }
        for (int second = 0; second < candidate.size(); second++) {
            trial = trial.observe(candidate.get(second))
                    .compare(candidate.get(second), beside.get(second))
                    .observeBaseline(beside.get(second));
        }
        return trial;
    }

    private static Word word(Trial trial) {
        return trial.judge(trial.slices().getLast().second()).word();
    }

    private interface Second {
        Slice at(int second);
    }

    private static List<Slice> seconds(int first, int count, Second each) {
        var slices = new ArrayList<Slice>();
        for (int second = first; second < first + count; second++) {
            slices.add(each.at(second));
        }
        return slices;
    }

    private static Trial errors(long[] candidate, long[] baseline, int requests) {
        return tried(
                seconds(0, candidate.length, second -> slice(second, candidate[second], times(requests, 0.1))),
                seconds(-BEFORE, BEFORE, second -> slice(second, 0, times(requests, 0.1))),
                seconds(0, baseline.length, second -> slice(second, baseline[second], times(requests, 0.1))));
    }

    @Test
    void aCanaryAHundredTimesSlowerInSevenOfTenPointsIsUnhealthy() {
        var trial = tried(
                seconds(0, 10, second -> slice(second, 0, times(20, second < 7 ? 1.0 : 0.01))),
                seconds(-BEFORE, BEFORE, second -> slice(second, 0, times(20, 0.01))),
                seconds(0, 10, second -> slice(second, 0, times(20, 0.01))));
        assertThat(word(trial)).isEqualTo(Word.UNHEALTHY);
        assertThat(trial.condemned().orElseThrow().rule()).isEqualTo("latency-against-baseline");
    }

    @Test
    void fourErrorsAgainstNoneAreNotHealthy() {
        var trial = errors(new long[] {0, 1, 2, 1, 0, 0}, new long[6], 100);
        assertThat(word(trial)).isEqualTo(Word.INCONCLUSIVE);
    }

    @Test
    void aBaselineWithoutAnyErrorPointIsJudgedAgainst() {
        var trial = errors(new long[] {2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3}, new long[12], 60);
        assertThat(trial.condemned().orElseThrow().rule()).isEqualTo("errors-against-baseline");
    }

    @Test
    void moreSpreadAboutTheSameCentreIsNotHealthy() {
        var random = new Random(15);
        var trial = tried(
                seconds(0, 15, second -> slice(second, 0, spread(random, 0.1, 0.6))),
                seconds(-BEFORE, BEFORE, second -> slice(second, 0, spread(random, 0.1, 0.05))),
                seconds(0, 15, second -> slice(second, 0, spread(random, 0.1, 0.05))));
        assertThat(word(trial)).isNotEqualTo(Word.HEALTHY);
    }

    @Test
    void aFailureFollowedByGoodMeasurementsStaysAFailure() {
        long[] candidate = new long[300];
        for (int second = 0; second < 10; second++) {
            candidate[second] = 10;
        }
        assertThat(word(errors(candidate, new long[300], 20))).isEqualTo(Word.UNHEALTHY);
    }

    @Test
    void whenEveryQueryFailsTheVerdictIsAnErrorAndNothingIsPromoted() {
        var trial = Trial.under(LIMITS);
        for (int second = 0; second < 60; second++) {
            trial = trial.failed("p", NOON.plusSeconds(second), "no answer from 127.0.0.1:9090");
        }
        var judgement = trial.judge(NOON.plusSeconds(60));
        assertThat(judgement.word()).isEqualTo(Word.ERROR);
        assertThat(judgement.message()).contains("no answer from 127.0.0.1:9090");
    }

    @Test
    void aLimitPassedWhileWaitingForSomethingElseTakesTheVersionBack() {
        var trial = Trial.under(LIMITS)
                .checked("s", List.of(new Check("a", true, false), new Check("b", true, true)), NOON);
        assertThat(trial.condemned()).isEmpty();
        for (int second = 0; second < 10; second++) {
            trial = trial.observe(slice(second, 5, times(10, 0.1)));
        }
        assertThat(word(trial)).isEqualTo(Word.UNHEALTHY);
    }

    @Test
    void twoRequestsWithOneErrorAreInconclusive() {
        assertThat(word(Trial.under(LIMITS).observe(slice(0, 1, times(2, 0.1)))))
                .isEqualTo(Word.INCONCLUSIVE);
    }

    @Test
    void whenBothFailTogetherTheVersionIsHeldAndNotBlamed() {
        long[] bad = new long[200];
        java.util.Arrays.fill(bad, 0, 150, 8);
        var during = errors(java.util.Arrays.copyOf(bad, 150), java.util.Arrays.copyOf(bad, 150), 20);
        var judgement = during.judge(during.slices().getLast().second());
        assertThat(judgement.word()).isEqualTo(Word.INCONCLUSIVE);
        assertThat(judgement.message()).startsWith("shared incident: errors 40.0 %");
        assertThat(errors(bad, bad, 20).condemned()).isEmpty();
    }

    @Test
    void aVersionThatIsWorseThanItsBaselineInASharedIncidentIsBlamed() {
        long[] ours = new long[60];
        long[] theirs = new long[60];
        java.util.Arrays.fill(ours, 18);
        java.util.Arrays.fill(theirs, 4);
        assertThat(errors(ours, theirs, 20).condemned().orElseThrow().rule()).isNotEmpty();
    }

    @Test
    void aVersionThatSuddenlyEndsRequestsAtOnceIsHeld() {
        var trial = tried(
                seconds(0, 30, second -> slice(second, 0, times(20, 0.001))),
                seconds(-BEFORE, BEFORE, second -> slice(second, 0, times(20, 0.145))),
                seconds(0, 30, second -> slice(second, 0, times(20, 0.145))));
        assertThat(word(trial)).isEqualTo(Word.INCONCLUSIVE);
    }

    /** Found by a system test: the version was in before the one before it had answered 500 requests. */
    @Test
    void aVersionThatIsFarSlowerIsNeverCalledHealthyWhileTooLittleIsKnownOfTheOneBefore() {
        var trial = Trial.under(
                new Limits(LIMITS.errors(), LIMITS.p95Seconds(), LIMITS.availability(), LIMITS.memory(), 3, 30, 0.001));
        var words = new ArrayList<Word>();
        for (int second = 0; second < 15; second++) {
            var candidate = slice(second, 0, times(10, 3.0));
            var beside = slice(second, 0, times(10, 0.015));
            trial = trial.observe(candidate).observeBaseline(beside).compare(candidate, beside);
            words.add(trial.judge(NOON.plusSeconds(second)).word());
        }

        assertThat(words).doesNotContain(Word.HEALTHY).endsWith(Word.UNHEALTHY);
    }

    /** Specification S6: less than 0.5 percentage points. Half as many failures again as before are no ground to take it back. */
    @Test
    void aVersionWithOneAndAHalfPercentagePointsMoreErrorsIsNotPromotedThoughItIsNotTakenBack() {
        long[] ours = new long[600];
        long[] theirs = new long[600];
        java.util.Arrays.fill(ours, 12);
        java.util.Arrays.fill(theirs, 8);
        var trial = tried(
                seconds(0, 600, second -> slice(second, ours[second], times(250, 0.1))),
                seconds(-BEFORE, BEFORE, second -> slice(second, 8, times(250, 0.1))),
                seconds(0, 600, second -> slice(second, theirs[second], times(250, 0.1))));
        assertThat(word(trial)).isEqualTo(Word.INCONCLUSIVE);
        assertThat(trial.judge(trial.slices().getLast().second()).message())
                .startsWith("more than 0.5 percentage points more of its requests fail");
    }

    @Test
    void aVersionIsCalledHealthyThoughNothingComparesWithIt() {
        var trial = Trial.under(LIMITS);
        for (int second = 0; second < 5; second++) {
            trial = trial.observeBaseline(slice(second, 0, times(5, 0.015)));
        }
        for (int second = 5; second < 15; second++) {
            trial = trial.observe(slice(second, 0, times(20, 0.015))).observeBaseline(slice(second, 0, List.of()));
        }

        assertThat(trial.judge(NOON.plusSeconds(14)).word()).isEqualTo(Word.HEALTHY);
    }
}
