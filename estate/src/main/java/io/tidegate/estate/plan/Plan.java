package io.tidegate.estate.plan;

import io.tidegate.estate.Policy;
import io.tidegate.estate.SecondsRange;
import java.util.List;

/**
 * Everything a deployment is going to do, decided before it starts.
 *
 * @param estimate the phases' estimates, one after the other, for a region that runs every service
 * @param criticalPath the chain of dependencies that takes longest
 */
public record Plan(
        String estate,
        String environment,
        List<PlannedPhase> phases,
        List<PlannedWave> waves,
        List<RegionPlan> regions,
        Policy policy,
        SecondsRange estimate,
        List<String> criticalPath) {
    public Plan {
        phases = List.copyOf(phases);
        waves = List.copyOf(waves);
        regions = List.copyOf(regions);
        criticalPath = List.copyOf(criticalPath);
    }

    /** The key of what this plan changes: only one deployment at a time is under way for it. */
    public String aggregateKey() {
        return estate + "/" + environment;
    }
}
