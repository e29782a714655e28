package io.tidegate.schemas.topics;

import java.util.List;

/**
 * Which regions there are.
 *
 * @param regions all regions
 * @param candidates the regions whose planner may lead, the one that leads at first at the beginning
 */
public record Installation(List<String> regions, List<String> candidates) {
    public Installation {
        regions = List.copyOf(regions);
        candidates = List.copyOf(candidates);
        if (candidates.isEmpty() || !regions.containsAll(candidates)) {
            throw new IllegalArgumentException("the planner must have at least one region, and each must be one of "
                    + regions + ", but it has " + candidates);
        }
    }

    /** Regions of which the first has the planner, and the second its standby. */
    public static Installation of(List<String> regions) {
        return new Installation(regions, regions.subList(0, Math.min(2, regions.size())));
    }

    /** How many regions are more than half of all. */
    public int majority() {
        return regions.size() / 2 + 1;
    }
}
