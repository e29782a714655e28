package io.tidegate.dashboard.projection;

import java.time.Instant;

/** What became of a command. */
public sealed interface Outcome {
    /** The planner has not answered yet. */
    record Pending() implements Outcome {}

    /** It was carried out. */
    record Accepted(Instant at) implements Outcome {}

    /** It was not. */
    record Refused(String reason, String message, Instant at) implements Outcome {}

    /** In one word. */
    default String word() {
        return switch (this) {
            case Pending pending -> "pending";
            case Accepted accepted -> "accepted";
            case Refused refused -> "refused";
        };
    }
}
