package io.tidegate.estate.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** In what one plan differs from another. */
public final class PlanDifference {
    private PlanDifference() {}

    /** A sentence each; empty where both bring the same to the same regions, in the same waves. */
    public static List<String> between(Plan before, Plan after) {
        var sentences = new ArrayList<String>();
        var was = byRegion(before);
        var is = byRegion(after);
        named(was, is).forEach(region -> {
            var former = was.get(region);
            var next = is.get(region);
            if (former == null) {
                sentences.add("region " + region + " is added");
            } else if (next == null) {
                sentences.add("region " + region + " is left out");
            } else {
                if (former.wave() != next.wave()) {
                    sentences.add(region + " moves from wave " + former.wave() + " to wave " + next.wave());
                }
                services(former, next, sentences);
            }
        });
        return List.copyOf(sentences);
    }

    private static void services(RegionPlan before, RegionPlan after, List<String> sentences) {
        var was = byService(before);
        var is = byService(after);
        named(was, is).forEach(name -> {
            var former = was.get(name);
            var next = is.get(name);
            var where = "'" + name + "' in " + after.region();
            if (former == null) {
                sentences.add(where + " is added");
            } else if (next == null) {
                sentences.add(where + " is left out");
            } else if (!former.image().equals(next.image())) {
                sentences.add(where + " is " + next.image() + " instead of " + former.image());
            } else if (!former.workload().equals(next.workload())) {
                sentences.add(where + " is run otherwise, with the same image");
            }
        });
    }

    private static Map<String, RegionPlan> byRegion(Plan plan) {
        var regions = new TreeMap<String, RegionPlan>();
        plan.regions().forEach(region -> regions.put(region.region(), region));
        return regions;
    }

    private static Map<String, ServicePlan> byService(RegionPlan plan) {
        var services = new TreeMap<String, ServicePlan>();
        plan.services().forEach(service -> services.put(service.service(), service));
        return services;
    }

    private static Set<String> named(Map<String, ?> one, Map<String, ?> other) {
        var names = new TreeSet<>(one.keySet());
        names.addAll(other.keySet());
        return names;
    }
}
