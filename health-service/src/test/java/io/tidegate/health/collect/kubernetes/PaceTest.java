package io.tidegate.health.collect.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class PaceTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Pace BEGUN =
            Pace.beginning(Duration.ofSeconds(30), Duration.ofSeconds(1), NOON.plusSeconds(12));

    @Test
    void theWholeIsDueFirstWhenChanceSaysAndThenAtItsInterval() {
        assertThat(BEGUN.isWholeDue(NOON.plusSeconds(11))).isFalse();
        assertThat(BEGUN.isWholeDue(NOON.plusSeconds(12))).isTrue();
        var next = BEGUN.after(true, true, NOON.plusSeconds(12));
        assertThat(next.isWholeDue(NOON.plusSeconds(41))).isFalse();
        assertThat(next.isWholeDue(NOON.plusSeconds(42))).isTrue();
    }

    @Test
    void aPartIsDueAtOnceAndThenEachSecondAndDoesNotPutOffTheWhole() {
        assertThat(BEGUN.isPartDue(NOON)).isTrue();
        var next = BEGUN.after(false, true, NOON);
        assertThat(next.isPartDue(NOON)).isFalse();
        assertThat(next.isPartDue(NOON.plusSeconds(1))).isTrue();
        assertThat(next.isWholeDue(NOON.plusSeconds(12))).isTrue();
    }

    @Test
    void aClusterThatDoesNotAnswerIsAskedEverMoreSeldomButNoMoreSeldomThanUsual() {
        var pace = BEGUN;
        var now = NOON;
        for (int wait : new int[] {2, 4, 8, 16, 30, 30, 30}) {
            pace = pace.after(false, false, now);
            assertThat(pace.isPartDue(now.plusSeconds(wait).minusMillis(1))).isFalse();
            assertThat(pace.isPartDue(now.plusSeconds(wait))).isTrue();
            now = now.plusSeconds(wait);
        }
        assertThat(pace.after(false, true, now).isPartDue(now.plusSeconds(1))).isTrue();
    }
}
