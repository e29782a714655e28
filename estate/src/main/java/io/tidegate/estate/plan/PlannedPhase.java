package io.tidegate.estate.plan;

import io.tidegate.estate.SecondsRange;
import java.util.List;

/** A phase with its services, and how long it takes. */
public record PlannedPhase(int number, String name, List<String> services, SecondsRange estimate) {
    public PlannedPhase {
        services = List.copyOf(services);
    }
}
