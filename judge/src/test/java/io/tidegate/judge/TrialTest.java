package io.tidegate.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.judge.Judgement.Word;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TrialTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Limits LIMITS = SpecificationLimits.LIMITS;

    private static Slice second(int second, long requests, long errors) {
        return Slice.of(NOON.plusSeconds(second), requests, errors, 0, Optional.of(0.2));
    }

    private static Trial after(int seconds, long requests, long errors) {
        var trial = Trial.under(LIMITS, false);
        for (int second = 0; second < seconds; second++) {
            trial = trial.observe(second(second, requests, errors));
        }
        return trial;
    }

    @Test
    void tooFewRequestsAreInconclusiveEvenWithAnError() {
        assertThat(after(1, 2, 1).judge(NOON).word()).isEqualTo(Word.INCONCLUSIVE);
    }

    @Test
    void enoughGoodRequestsAreHealthy() {
        assertThat(after(10, 10, 0).judge(NOON.plusSeconds(10)).word()).isEqualTo(Word.HEALTHY);
    }

    @Test
    void twentyPercentErrorsAreFoundWithinSecondsAndSayWhy() {
        var judgement = after(8, 10, 2).judge(NOON.plusSeconds(8));
        assertThat(judgement.word()).isEqualTo(Word.UNHEALTHY);
        assertThat(judgement.evidence().orElseThrow().rule()).isEqualTo("errors-against-limit");
        assertThat(judgement.message()).contains("20.0 %").contains("limit 5.0 %");
    }

    @Test
    void unhealthyIsNeverUnsaid() {
        var trial = after(8, 10, 2);
        for (int second = 8; second < 600; second++) {
            trial = trial.observe(second(second, 10, 0));
        }
        assertThat(trial.judge(NOON.plusSeconds(600)).word()).isEqualTo(Word.UNHEALTHY);
    }

    @Test
    void silenceIsNeitherHealthyNorUnhealthy() {
        assertThat(after(20, 10, 0).judge(NOON.plusSeconds(60)).word()).isEqualTo(Word.NO_DATA);
    }

    /** The version before is told a little later: what hits both was first seen of one, and that one was blamed. */
    @Test
    void nobodyIsBlamedWhileTheVersionBeforeHasYetToTellOfTheSameTime() {
        var trial = Trial.under(LIMITS);
        for (int second = 0; second < 5; second++) {
            trial = trial.observe(second(second, 50, 20));
        }
        assertThat(trial.condemned()).isEmpty();
        var alone = trial.observe(second(5, 50, 20));
        assertThat(alone.condemned()).as("nobody tells of another").isPresent();
        var shared = trial;
        for (int second = 0; second < 6; second++) {
            shared = shared.observeBaseline(second(second, 50, 20));
        }
        shared = shared.observe(second(5, 50, 20));
        assertThat(shared.condemned()).isEmpty();
        assertThat(shared.incident()).isPresent();
    }

    /** As where a source that counts requests alone takes over from one that told their latencies as well. */
    @Test
    void aVersionIsNotHeldForLatenciesThatNobodyTellsAnyMore() {
        var trial = Trial.under(LIMITS);
        for (int second = 0; second < 30; second++) {
            var latency = second == 0 ? Sketch.of(Map.of(Sketch.index(1), 10L)) : Sketch.EMPTY;
            var slice = Slice.of(NOON.plusSeconds(second), 10, 0, latency, 5, Optional.empty());
            trial = trial.observeBaseline(slice).observe(slice).compare(slice, slice);
        }
        assertThat(trial.judge(NOON.plusSeconds(30)).word()).isEqualTo(Word.HEALTHY);
    }

    @Test
    void memoryAboveItsLimitForAMinuteIsFound() {
        var trial = Trial.under(LIMITS);
        for (int second = 0; second < 62; second++) {
            trial = trial.observe(Slice.of(NOON.plusSeconds(second), 10, 0, 0, Optional.of(0.97)));
        }
        assertThat(trial.judge(NOON.plusSeconds(61)).evidence().orElseThrow().rule())
                .isEqualTo("memory");
    }

    @Test
    void whatIsSlowerThanTheLimitOnABoundaryIsCountedExactly() {
        var counts = Map.of(Sketch.index(5), 7L, Sketch.index(10), 3L, Sketch.index(1), 90L);
        assertThat(Sketch.above(counts, 5)).isEqualTo(3);
    }
}
