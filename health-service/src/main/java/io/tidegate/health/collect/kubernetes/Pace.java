package io.tidegate.health.collect.kubernetes;

import java.time.Duration;
import java.time.Instant;

/**
 * When a cluster is looked at: as a whole at the usual interval, and the part that deployments touch far more often. While it
 * does not answer, it is asked ever more seldom, until it is no more often than usual.
 *
 * @param failures looks in a row that failed
 */
record Pace(Duration usual, Duration watched, Instant wholeDue, Instant partDue, int failures) {
    private static final int MOST_DOUBLINGS = 16;

    /** @param first when the whole is looked at first */
    static Pace beginning(Duration usual, Duration watched, Instant first) {
        return new Pace(usual, watched, first, Instant.MIN, 0);
    }

    boolean isWholeDue(Instant now) {
        return !now.isBefore(wholeDue);
    }

    boolean isPartDue(Instant now) {
        return !now.isBefore(partDue);
    }

    Pace after(boolean whole, boolean answered, Instant now) {
        int failed = answered ? 0 : Math.min(failures + 1, MOST_DOUBLINGS);
        var patience = watched.multipliedBy(1L << failed);
        return new Pace(
                usual,
                watched,
                whole ? now.plus(usual) : wholeDue,
                now.plus(patience.compareTo(usual) < 0 ? patience : usual),
                failed);
    }
}
