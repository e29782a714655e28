package io.tidegate.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A version that has all the traffic, judged by what the one before it did while it was in use. */
class AgainstPastTest {
    private static final Limits LIMITS = SpecificationLimits.LIMITS;
    private static final int RATE = 20;

    private static Slice slice(int second, int requests, long errors) {
        return Slice.of(Instant.ofEpochSecond(second), requests, errors, 0, Optional.empty());
    }

    private static Trial afterAMinute(int errorsASecond) {
        var trial = Trial.under(LIMITS);
        for (int second = 0; second < 60; second++) {
            trial = trial.observeBaseline(slice(second, RATE, errorsASecond));
        }
        return trial.observeBaseline(slice(60, 0, 0));
    }

    @Test
    void afterACutOverTheEvidenceNamesThePastOfTheVersionBefore() {
        var trial = afterAMinute(0);
        for (int second = 61; second < 100; second++) {
            trial = trial.observeBaseline(slice(second, 0, 0)).observe(slice(second, RATE, 1));
        }
        var evidence = trial.condemned().orElseThrow();
        assertThat(evidence.rule()).isEqualTo("errors-against-own-past");
        assertThat(evidence.baseline()).contains(0.0);
        assertThat(evidence.message()).contains("the version before: 0.0 % of 1200 requests, while it was in use");
    }

    @Test
    void asManyErrorsAsBeforeAreNotHeldAgainstAVersion() {
        var random = new Random(5);
        var trial = afterAMinute(0);
        for (int second = 61; second < 3600; second++) {
            long errors = random.doubles(RATE).filter(draw -> draw < 0.008).count();
            trial = trial.observeBaseline(slice(second, 0, 0)).observe(slice(second, RATE, errors));
        }
        assertThat(trial.condemned()).isEmpty();
    }

    @Test
    void whileTheVersionBeforeIsInUseItsPastSaysNothing() {
        var trial = afterAMinute(0);
        for (int second = 61; second < 100; second++) {
            trial = trial.observeBaseline(slice(second, RATE, 0)).observe(slice(second, RATE, 0));
        }
        assertThat(trial.tests().past().test()).isEmpty();
    }

    @Test
    void ofAFewRequestsNothingIsConcluded() {
        var trial = Trial.under(LIMITS).observeBaseline(slice(0, 10, 0)).observeBaseline(slice(1, 0, 0));
        assertThat(trial.observe(slice(2, RATE, 1)).tests().past().test()).isEmpty();
    }
}
