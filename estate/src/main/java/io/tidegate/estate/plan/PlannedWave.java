package io.tidegate.estate.plan;

import java.util.List;

/** Regions that are deployed at the same time. */
public record PlannedWave(int number, List<String> regions) {
    public PlannedWave {
        regions = List.copyOf(regions);
    }
}
