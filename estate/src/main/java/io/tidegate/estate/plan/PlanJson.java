package io.tidegate.estate.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.estate.SecondsRange;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A plan as the JSON document that {@code tidegate plan -o json} prints; other tools build on its shape. */
public final class PlanJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PlanJson() {}

    /**
     * The document; names of its members are fixed, new ones may be added. {@code estimateSeconds} of a region
     * follows its schedule; that of the whole takes the phases one after the other.
     */
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
            put(entry, Schedule.estimate(region, plan.policy()));
            put(entry.putObject("validations"), region.validationsInWords());
            put(entry.putArray("schedule"), Schedule.of(region, plan.policy()));
            put(entry.putArray("changes"), region);
        }
        put(document, plan.estimate());
        put(document, "criticalPath", plan.criticalPath());
        document.put("environment", plan.environment());
        put(document, "irreversible", plan.irreversible());
        return document;
    }

    private static void put(ObjectNode validations, Map<String, String> words) {
        words.forEach(validations::put);
    }

    private static void put(ArrayNode turns, Schedule schedule) {
        for (Schedule.Turn turn : schedule.turns()) {
            turns.addObject()
                    .put("service", turn.service())
                    .put("startSeconds", turn.start())
                    .put("endSeconds", turn.end());
        }
    }

    /** What is not the same afterwards, and what brings it. */
    private static void put(ArrayNode changes, RegionPlan region) {
        for (ServicePlan service : region.services()) {
            if (service.changes()) {
                var entry = changes.addObject()
                        .put("service", service.service())
                        .put(
                                "from",
                                service.previous()
                                        .map(former -> former.image().reference())
                                        .orElse(null))
                        .put("to", service.image().reference())
                        .put("replicas", service.workload().replicas())
                        .put("strategy", service.strategy().name().toLowerCase(Locale.ROOT));
                put(entry, "what", Changed.of(service));
                service.migration().ifPresent(migration -> entry.putObject("migration")
                        .put("kind", migration.kind().name().toLowerCase(Locale.ROOT))
                        .put("reversible", migration.reversible()));
            }
        }
        region.retired()
                .forEach((service, workload) -> put(
                        changes.addObject()
                                .put("service", service)
                                .put("from", workload.image().reference())
                                .putNull("to"),
                        "what",
                        Changed.RETIRED));
    }

    private static void put(ObjectNode node, String key, List<String> words) {
        node.set(key, JSON.valueToTree(words));
    }

    private static void put(ObjectNode node, SecondsRange range) {
        node.putObject("estimateSeconds").put("min", range.min()).put("max", range.max());
    }
}
