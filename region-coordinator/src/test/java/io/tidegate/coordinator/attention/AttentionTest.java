package io.tidegate.coordinator.attention;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.coordinator.attention.Attention.Telling;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AttentionTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Attention east =
            Attention.to("east", NOON).hear("east", 1, false, NOON).attention();

    @Test
    void theHighestEpochIsObeyedAndItsPlannerIsNotAnswered() {
        var heard = east.hear("west", 2, false, NOON);
        assertThat(heard.attention().leader()).isEqualTo("west");
        assertThat(heard.telling()).isEmpty();
        assertThat(heard.attention().refuses(1)).isTrue();
        assertThat(heard.attention().refuses(2)).isFalse();
    }

    @Test
    void whoSpeaksUnderALowerEpochIsToldWhoLeads() {
        var west = east.hear("west", 2, false, NOON).attention();
        var heard = west.hear("east", 1, false, NOON);
        assertThat(heard.attention()).isEqualTo(west);
        assertThat(heard.telling()).contains(new Telling.Obeyed("west", 2));
    }

    @Test
    void whoAsksIsAnswered() {
        assertThat(east.hear("east", 1, true, NOON).telling()).contains(new Telling.Obeyed("east", 1));
    }

    @Test
    void anotherPlannerUnderTheSameEpochIsNotObeyed() {
        assertThat(east.hear("west", 1, false, NOON).attention()).isEqualTo(east);
    }

    @Test
    void silenceIsToldAfterPatienceAndAgainAsLongAsItLasts() {
        var late = NOON.plus(PATIENCE);
        assertThat(east.pass(PATIENCE, late.minusMillis(1)).telling()).isEmpty();
        var told = east.pass(PATIENCE, late);
        assertThat(told.telling()).contains(new Telling.Silent("east", 1, NOON));
        assertThat(told.attention().pass(PATIENCE, late.plusSeconds(1)).telling())
                .isEmpty();
        assertThat(told.attention().pass(PATIENCE, late.plus(PATIENCE)).telling())
                .isPresent();
    }

    /** While an installation started, a standby once took over from a leader that had not begun yet. */
    @Test
    void aLeaderThatHasNotBegunYetIsGivenMoreTime() {
        var starting = Attention.to("east", NOON);
        var longer = PATIENCE.multipliedBy(8);
        assertThat(starting.pass(PATIENCE, NOON.plus(longer).minusMillis(1)).telling())
                .isEmpty();
        assertThat(starting.pass(PATIENCE, NOON.plus(longer)).telling()).isPresent();
    }

    @Test
    void whoWasNotAwakeHasHeardNoSilence() {
        var later = NOON.plusSeconds(3600);
        assertThat(east.awake(later).pass(PATIENCE, later).telling()).isEmpty();
    }
}
