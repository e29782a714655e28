package io.tidegate.planner.rollout;

import java.time.Instant;

/**
 * What somebody wanted a setting to be.
 *
 * @param value in words
 */
public record Write(String value, Actor actor, String command, Written written) {
    /** What an order writes, now at the latest: else a clock that is ahead would win for as long as it is. */
    static Write of(Input.SettingOrder order, Instant now) {
        return new Write(
                order.value(), order.actor(), order.commandId(), order.written().atMost(now));
    }

    boolean isBefore(Write other) {
        return written.compareTo(other.written()) < 0;
    }

    String inWords() {
        return "'" + value + "' by " + actor.name() + " at " + written.moment();
    }
}
