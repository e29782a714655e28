package io.tidegate.health.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeardTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final String TEXT = "health-service/prometheus-text";
    private static final String OTLP = "health-service/otlp";
    private static final String JOURNEY = "health-service/journeys/buy";

    /** Of what is told in this order, what counts. */
    private static List<Integer> counted(List<Integer> seconds) {
        var heard = Heard.NOTHING;
        var counted = new ArrayList<Integer>();
        for (int second : seconds) {
            var at = NOON.plusSeconds(second);
            if (heard.isNews("a", "1", at)) {
                heard = heard.and("a", "1", at, 1);
                counted.add(second);
            }
        }
        return counted;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void everySecondCountsOnceInWhateverOrderTheyComeWithinTheGrace(int seed) {
        var random = new Random(seed);
        var told = new ArrayList<Integer>();
        var wanted = new ArrayList<Integer>();
        for (int block = 0; block < 120; block += 6) { // five seconds apart at most
            var seconds = new ArrayList<Integer>();
            for (int second = block; second < block + 6; second++) {
                wanted.add(second);
                seconds.addAll(Collections.nCopies(1 + random.nextInt(3), second));
            }
            Collections.shuffle(seconds, random);
            told.addAll(seconds);
        }
        assertThat(counted(told)).containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void whatComesAfterTheGraceDoesNotCount() {
        assertThat(counted(List.of(10, 4, 5, 5, 30, 10, 24, 25, 26, 25))).containsExactly(10, 5, 30, 25, 26);
    }

    private static Heard told(Heard before, String source, int second, long requests) {
        return before.and(source, "1", NOON.plusSeconds(second), requests);
    }

    @Test
    void whoTellsNoRequestsIsNobodysTeller() {
        var checked = told(Heard.NOTHING, TEXT, 0, 0);
        assertThat(checked.tells(OTLP, "1")).isTrue();
        assertThat(told(checked, OTLP, 1, 5).tells(TEXT, "1")).isFalse();
    }

    @Test
    void ofSeveralTheFirstByNameTellsFromItsSecondSampleOnAndOfEachVersionForItself() {
        var text = told(Heard.NOTHING, TEXT, 0, 5);
        assertThat(text.tells(OTLP, "1")).as("it may speak of what was counted").isFalse();
        var otlp = told(text, OTLP, 1, 5);
        assertThat(otlp.tells(OTLP, "1")).isTrue();
        assertThat(told(otlp, TEXT, 2, 5).tells(TEXT, "1")).isFalse();
        assertThat(otlp.tells(TEXT, "2")).isTrue();
    }

    @Test
    void whoIsSilentForAMinuteIsReplacedAndAJourneyByAnyone() {
        var journey = told(Heard.NOTHING, JOURNEY, 0, 1);
        var otlp = told(journey, OTLP, 1, 5);
        assertThat(otlp.tells(OTLP, "1")).isTrue();
        assertThat(told(otlp, TEXT, 61, 5).tells(TEXT, "1")).isFalse();
        assertThat(told(otlp, TEXT, 62, 5).tells(TEXT, "1")).isTrue();
    }
}
