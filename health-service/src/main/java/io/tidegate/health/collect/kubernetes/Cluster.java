package io.tidegate.health.collect.kubernetes;

import io.tidegate.health.collect.UnreadableTelemetryException;
import java.util.Optional;
import java.util.Set;

/** A cluster that can be looked at. */
public interface Cluster {
    /** An estate in an environment. */
    record Aggregate(String estate, String environment) {}

    /**
     * The pods of these aggregates, or of all where none are named, and what they stand on.
     *
     * @throws UnreadableTelemetryException where the cluster does not say all of it; a part is never taken for the whole
     */
    Snapshot look(Optional<Set<Aggregate>> wanted);
}
