package io.tidegate.planner.rollout;

import io.tidegate.estate.plan.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How traffic is to be shared out among regions, in whole percent that add up to 100. */
final class Traffic {
    private Traffic() {}

    /** As an estate wants it. */
    static Map<String, Integer> wanted(Plan plan) {
        var wanted = new TreeMap<String, Integer>();
        plan.regions().forEach(region -> wanted.put(region.region(), region.trafficShare()));
        return wanted;
    }

    /** What a region that is out would get goes to the others, by their shares. */
    static Map<String, Integer> shares(Map<String, Integer> wanted, Optional<Drained> out) {
        return out.map(Drained::region)
                .filter(region -> wanted.size() > 1 && wanted.containsKey(region))
                .map(region -> without(region, wanted))
                .orElse(wanted);
    }

    /** The decision, and with it how traffic is shared out anew, where it leads to that. */
    static Decision followed(Lane lane, Decision decision, Instant now) {
        if (decision.changes().stream().noneMatch(Traffic::mayMove)) {
            return decision;
        }
        var after = Evolution.evolve(lane, decision.changes());
        var shares = shares(after);
        if (shares.isEmpty() || shares.equals(shares(lane))) {
            return decision;
        }
        var changes = new ArrayList<>(decision.changes());
        changes.add(new DeploymentEvent.GlobalTrafficUpdated(
                "",
                shares.get(),
                after.drained().map(Drained::inWords).orElse("all regions are in, each with its share"),
                now));
        return Decision.of(changes);
    }

    private static Optional<Map<String, Integer>> shares(Lane lane) {
        return lane.sharing().map(sharing -> shares(sharing.wanted(), lane.drained()));
    }

    private static boolean mayMove(Change change) {
        return change instanceof DeploymentEvent.RegionDrained
                || change instanceof DeploymentEvent.RegionUndrained
                || change instanceof DeploymentEvent.RolledBack
                || change instanceof DeploymentEvent.Cancelled;
    }

    /** Others that get nothing share equally what the region had. */
    private static Map<String, Integer> without(String gone, Map<String, Integer> wanted) {
        var others = new TreeMap<>(wanted);
        others.remove(gone);
        if (others.values().stream().allMatch(share -> share == 0)) {
            others.replaceAll((region, share) -> 1);
        }
        int sum = others.values().stream().mapToInt(Integer::intValue).sum();
        var shares = new TreeMap<String, Integer>();
        others.forEach((region, share) -> shares.put(region, share * 100 / sum));
        int given = shares.values().stream().mapToInt(Integer::intValue).sum();
        others.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Integer> other) -> -(other.getValue() * 100 % sum))
                        .thenComparing(Map.Entry::getKey))
                .limit(100 - given)
                .forEach(other -> shares.merge(other.getKey(), 1, Integer::sum));
        shares.put(gone, 0);
        return shares;
    }
}
