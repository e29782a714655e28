package io.tidegate.planner.rollout;

import java.time.Duration;
import java.time.Instant;

/**
 * When a deployment shall start, and before which others.
 *
 * @param notBefore the earliest time it may start; the epoch for now
 * @param longestWait how long after that it may wait for its turn
 * @param overridesFreeze whether it goes ahead though a freeze is on
 */
public record Terms(
        Priority priority, IfBusy ifBusy, Instant notBefore, Duration longestWait, boolean overridesFreeze) {
    /** At once, or not at all. */
    public static final Terms NOW = new Terms(Priority.SCHEDULED, IfBusy.REFUSE, Instant.EPOCH, Queue.PATIENCE);

    /** Terms that keep to freezes. */
    public Terms(Priority priority, IfBusy ifBusy, Instant notBefore, Duration longestWait) {
        this(priority, ifBusy, notBefore, longestWait, false);
    }

    /** Who goes first; the order of the constants is the order of the queue. */
    public enum Priority {
        /** It mends what is broken, and does not wait behind what only brings something new. */
        EMERGENCY,
        SCHEDULED
    }

    /** What to do where another deployment is under way. */
    public enum IfBusy {
        REFUSE,
        QUEUE,
        /** Take that one back, and go on from what ran before it. */
        REPLACE
    }

    /** The same for a request that waits for its turn. */
    Terms kept() {
        return ifBusy == IfBusy.REPLACE ? this : queued();
    }

    /** The same for a deployment that has been put into the queue. */
    Terms queued() {
        return new Terms(priority, IfBusy.QUEUE, notBefore, longestWait, overridesFreeze);
    }
}
