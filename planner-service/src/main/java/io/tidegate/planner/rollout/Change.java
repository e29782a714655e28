package io.tidegate.planner.rollout;

import java.time.Instant;

/** What changes a lane: an event of its own, or a region's report that was taken note of. */
public sealed interface Change permits DeploymentEvent, Change.Noted {
    /** A region's report was heard. */
    record Noted(RegionReport report, Instant at) implements Change {}
}
