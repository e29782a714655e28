package io.tidegate.planner.rollout;

import io.tidegate.estate.Image;
import io.tidegate.estate.plan.Plan;
import io.tidegate.estate.plan.ServicePlan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was asked for earlier, fitted to what those brought in between who asked later: of two writers of a service's image
 * the last one wins, but where both wanted something new, a person chooses.
 *
 * @param carried images to be taken over, by service
 */
record Rebasing(Map<String, String> carried, List<Conflict> conflicts) {
    static Rebasing of(Plan plan, List<Overtaking> overtaken) {
        var wanted = new HashMap<String, String>();
        plan.regions().stream()
                .flatMap(region -> region.services().stream())
                .forEach(service -> wanted.put(service.service(), reference(service)));
        var carried = new TreeMap<String, String>();
        var conflicts = new TreeMap<String, Conflict>();
        for (Overtaking later : overtaken) {
            var mine = carried.getOrDefault(later.service(), wanted.getOrDefault(later.service(), later.to()));
            if (later.from().contains(mine)) {
                carried.put(later.service(), later.to());
            } else if (!mine.equals(later.to())) {
                conflicts.put(later.service(), new Conflict(later.service(), mine, later.by(), later.to()));
            }
        }
        return new Rebasing(carried, List.copyOf(conflicts.values()));
    }

    private static String reference(ServicePlan service) {
        Image image = service.image();
        return image.reference();
    }
}
