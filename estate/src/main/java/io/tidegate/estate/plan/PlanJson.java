package io.tidegate.estate.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.estate.SecondsRange;
import java.util.List;

/** A plan as the JSON document that {@code tidegate plan -o json} prints; other tools build on its shape. */
public final class PlanJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PlanJson() {}

    /** The document; names and order of its members are fixed. */
    public static ObjectNode of(Plan plan) {
        var document = JSON.createObjectNode().put("estate", plan.estate());
        var phases = document.putArray("phases");
        for (PlannedPhase phase : plan.phases()) {
            var entry = phases.addObject().put("number", phase.number()).put("name", phase.name());
            put(entry, "services", phase.services());
            put(entry, phase.estimate());
        }
        var waves = document.putArray("waves");
        for (PlannedWave wave : plan.waves()) {
            put(waves.addObject().put("number", wave.number()), "regions", wave.regions());
        }
        var regions = document.putArray("regions");
        for (RegionPlan region : plan.regions()) {
            var entry = regions.addObject().put("name", region.region());
            put(
                    entry,
                    "services",
                    region.services().stream().map(ServicePlan::service).toList());
            var order = entry.putArray("order");
            region.order().forEach(group -> order.add(JSON.valueToTree(group)));
        }
        put(document, plan.estimate());
        put(document, "criticalPath", plan.criticalPath());
        return document;
    }

    private static void put(ObjectNode node, String key, List<String> words) {
        node.set(key, JSON.valueToTree(words));
    }

    private static void put(ObjectNode node, SecondsRange range) {
        node.putObject("estimateSeconds").put("min", range.min()).put("max", range.max());
    }
}
