package io.tidegate.planner.lease;

/** What a planner hears of who leads. */
public sealed interface Word {
    /** A planner says that it leads, or asks whether it does. */
    record Heartbeat(String region, long epoch, boolean asking) implements Word {}

    /** A region does not hear the leader. */
    record Silent(String region, String leader, long epoch) implements Word {}

    /** A region says whom it obeys. */
    record Obeyed(String region, String leader, long epoch) implements Word {}

    /** A person wants this region's planner to lead. */
    record FailOver(String region, String actor, String reason) implements Word {}

    /** Nothing but time. */
    record TimePassed() implements Word {}
}
