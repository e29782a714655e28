package io.tidegate.planner.lease;

import java.time.Instant;

/** What a planner says of who leads. */
public sealed interface Saying {
    /** That it leads, or that it asks. */
    record Heartbeat(long epoch, boolean asking) implements Saying {}

    /**
     * That it leads from now on.
     *
     * @param reason {@code silence} or {@code command}
     */
    record TakenOver(
            long epoch, String formerRegion, long formerEpoch, String reason, String message, Instant lastHeardAt)
            implements Saying {}
}
