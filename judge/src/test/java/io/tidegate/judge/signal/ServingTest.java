package io.tidegate.judge.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.judge.Limits;
import io.tidegate.judge.Slice;
import io.tidegate.judge.Trial;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ServingTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Limits LIMITS = new Limits(
            new Limits.Limit(0.05, Duration.ofMinutes(2)),
            new Limits.Limit(5, Duration.ofMinutes(5)),
            new Limits.Limit(0.95, Duration.ofMinutes(3)),
            new Limits.Limit(0.95, Duration.ofMinutes(1)),
            3,
            100,
            0.001);

    private static Slice second(int second, long requests) {
        return Slice.of(NOON.plusSeconds(second), requests, 0, 0, Optional.empty());
    }

    /** Each second of a trial: how many requests go to the version, and to the one before. */
    private static Trial trial(int seconds, long ours, long theirs) {
        var trial = Trial.under(LIMITS);
        for (int second = 0; second < seconds; second++) {
            trial = trial.observe(second(second, ours)).observeBaseline(second(second, theirs));
        }
        return trial;
    }

    @Test
    void aVersionThatFollowsNoOtherServesAlone() {
        assertThat(Serving.alone(Trial.under(LIMITS, false))).isTrue();
    }

    @Test
    void aVersionBesideTheOneBeforeDoesNotServeAlone() {
        assertThat(Serving.alone(trial(20, 95, 5))).isFalse();
    }

    @Test
    void aVersionThatHasAllTheTrafficServesAlone() {
        assertThat(Serving.alone(trial(20, 100, 0))).isTrue();
    }

    @Test
    void itDoesNotWhileTheVersionBeforeHadRequestsInTheLastTenSeconds() {
        var trial = trial(20, 0, 100);
        for (int second = 20; second < 29; second++) {
            trial = trial.observe(second(second, 100)).observeBaseline(second(second, 0));
        }
        assertThat(Serving.alone(trial)).isFalse();
        assertThat(Serving.alone(trial.observe(second(29, 100)).observeBaseline(second(29, 0))))
                .isTrue();
    }

    @Test
    void aFewRequestsAreNoProofThatTheOtherHasNone() {
        assertThat(Serving.alone(trial(9, 1, 0))).isFalse();
    }

    @Test
    void silenceOfTheVersionBeforeIsNoProofEither() {
        assertThat(Serving.alone(Trial.under(LIMITS).observe(second(0, 100))))
                .as("before it has told anything")
                .isFalse();
        var silent = trial(20, 100, 0);
        for (int second = 20; second < 40; second++) {
            silent = silent.observe(second(second, 100));
        }
        assertThat(Serving.alone(silent)).as("long after it has").isFalse();
    }
}
