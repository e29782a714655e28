package io.tidegate.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.judge.Judgement.Word;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a verdict rests on, and whether that is the version's own doing. */
final class EvidenceTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final String SOURCE = "probe";

    private static Instant at(int second) {
        return NOON.plusSeconds(second);
    }

    private static Slice slice(int second, long requests, long errors, double memory) {
        return Slice.of(at(second), requests, errors, 0, Optional.of(memory));
    }

    private static List<Check> checks(int unready) {
        return IntStream.range(0, 3)
                .mapToObj(index -> new Check("instance-" + index, index >= unready, true))
                .toList();
    }

    /** Both versions in use, second by second. */
    private static Trial both(Trial trial, int from, int to, long errors, long errorsBefore) {
        var now = trial;
        for (int second = from; second < to; second++) {
            var ours = slice(second, 20, errors, 0.2);
            var theirs = slice(second, 80, errorsBefore, 0.2);
            now = now.observeBaseline(theirs).observe(ours).compare(ours, theirs);
        }
        return now;
    }

    @Test
    void evidenceOfATestSaysSinceWhenHowMuchAndHowSure() {
        var trial = Trial.under(SpecificationLimits.LIMITS, false);
        for (int second = 0; second < 5; second++) {
            trial = trial.observe(slice(second, 10, 0, 0.2));
        }
        for (int second = 5; second < 60 && trial.condemned().isEmpty(); second++) {
            trial = trial.observe(slice(second, 10, 4, 0.2));
        }
        var last = trial.slices().getLast().second();
        long requests = 10 * (Duration.between(NOON, last).toSeconds() + 1);
        long bad = 4 * (requests / 10 - 5);
        var evidence = trial.condemned().orElseThrow();
        assertThat(evidence.rule()).isEqualTo("errors-against-limit");
        assertThat(evidence.metric()).isEqualTo("errors");
        assertThat(evidence.limit()).isEqualTo(0.05);
        assertThat(evidence.value()).isEqualTo((double) bad / requests);
        assertThat(evidence.samples()).isEqualTo(requests);
        assertThat(evidence.since()).contains(at(5));
        assertThat(evidence.window()).isEqualTo(Duration.between(NOON, last));
        assertThat(evidence.baseline()).isEmpty();
        assertThat(evidence.pValue()).hasValueSatisfying(p -> assertThat(p).isBetween(1e-9, 0.001));
        assertThat(evidence.series()).startsWith(0.0, 0.0, 0.0, 0.0, 0.0, 0.4).hasSize((int) requests / 10);
        assertThat(evidence.message())
                .startsWith("errors %.1f %% of %d requests (limit 5.0 %%), found by errors-against-limit with p = "
                        .formatted(100.0 * bad / requests, requests))
                .endsWith(" <= 0.0010");
    }

    @Test
    void evidenceAgainstABaselineNamesWhatThatOneDid() {
        var trial = both(Trial.under(SpecificationLimits.LIMITS), 0, 30, 0, 1);
        for (int second = 30; second < 90 && trial.condemned().isEmpty(); second++) {
            trial = both(trial, second, second + 1, 2, 1);
        }
        var evidence = trial.condemned().orElseThrow();
        assertThat(evidence.rule()).isEqualTo("errors-against-baseline");
        assertThat(evidence.baseline()).contains(1 / 80.0);
        assertThat(trial.isWorseThanTheVersionBeside()).isTrue();
    }

    @Test
    void aVersionIsNotWorseThanOneThatIsNotInUse() {
        var trial = Trial.under(SpecificationLimits.LIMITS);
        for (int second = 0; second < 60; second++) {
            trial = trial.observeBaseline(slice(second, 0, 0, 0.2)).observe(slice(second, 20, 6, 0.2));
        }
        assertThat(trial.condemned()).isPresent();
        assertThat(trial.isWorseThanTheVersionBeside()).isFalse();
        assertThat(trial.isItsOwnDoing()).isFalse();
    }

    @Test
    void fullMemoryIsItsOwnDoing() {
        var trial = Trial.under(SpecificationLimits.LIMITS, false);
        for (int second = 0; second < 62; second++) {
            trial = trial.observe(slice(second, 10, 0, 0.97));
        }
        var evidence = trial.condemned().orElseThrow();
        assertThat(evidence.rule()).isEqualTo("memory");
        assertThat(evidence.message()).isEqualTo("memory 97 % of its limit > 95 % for 60 s");
        assertThat(trial.isItsOwnDoing()).isTrue();
    }

    /** One second below the limit, and the whole minute begins anew. */
    @Test
    void memoryMustBeFullForTheWholeWindow() {
        var trial = Trial.under(SpecificationLimits.LIMITS, false);
        for (int second = 0; second < 100; second++) {
            trial = trial.observe(slice(second, 10, 0, second == 50 ? 0.95 : 0.97));
        }
        assertThat(trial.condemned()).isEmpty();
    }

    private static Trial notReady(int unready, int unreadyBefore) {
        var trial = Trial.under(SpecificationLimits.LIMITS);
        for (int second = 0; second < 200; second++) {
            trial = both(trial, second, second + 1, 0, 0)
                    .checkedBaseline(SOURCE, checks(unreadyBefore), at(second))
                    .checked(SOURCE, checks(unready), at(second));
        }
        return trial;
    }

    @Test
    void aThirdThatIsNotReadyForThreeMinutesCondemns() {
        var evidence = notReady(1, 0).condemned().orElseThrow();
        assertThat(evidence.rule()).isEqualTo("availability");
        assertThat(evidence.message())
                .isEqualTo("unavailability 33.3 % > 5.0 % for 180 s over 537 readiness checks (probe)");
    }

    @Test
    void whatIsNotReadyOfBothVersionsIsNobodysFault() {
        var trial = notReady(1, 1);
        assertThat(trial.condemned()).isEmpty();
        assertThat(trial.judge(at(200)).word()).isEqualTo(Word.INCONCLUSIVE);
        assertThat(trial.judge(at(200)).message()).startsWith("shared incident: unavailability 33.3 %");
    }
}
