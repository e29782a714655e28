package io.tidegate.dashboard.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.dashboard.projection.Decision;
import io.tidegate.dashboard.projection.Fact;
import io.tidegate.dashboard.projection.Outcome;
import io.tidegate.dashboard.projection.Page;
import io.tidegate.dashboard.projection.Projection.Followed;
import io.tidegate.dashboard.projection.RegionProgress;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/** What is known, as JSON: the shapes that {@code tidegate get} and {@code tidegate explain} print as well. */
final class Documents {
    static final ObjectMapper JSON = new ObjectMapper();

    private Documents() {}

    static ObjectNode of(Fact.Deployment deployment) {
        var document = JSON.createObjectNode()
                .put("id", deployment.deployment())
                .put("estate", deployment.estate())
                .put("environment", deployment.environment())
                .put("status", deployment.status())
                .put("phase", deployment.phase())
                .put("currentWave", deployment.currentWave())
                .put("startTime", deployment.startTime().toString())
                .put("estimatedCompletion", deployment.estimatedCompletion().toString());
        var regions = document.putArray("regions");
        deployment.regions().forEach(region -> regions.add(of(region)));
        document.put("reason", deployment.reason());
        deployment.continuedAs().ifPresent(next -> document.put("continuedAs", next));
        return document;
    }

    private static ObjectNode of(RegionProgress region) {
        var document = JSON.createObjectNode()
                .put("region", region.region())
                .put("status", region.status())
                .put("phase", region.phase())
                .put("servicesDeployed", region.servicesDeployed())
                .put("servicesHealthy", region.servicesHealthy())
                .put("rollbackAvailable", region.rollbackAvailable());
        var results = document.putArray("validationResults");
        region.validations().forEach(result -> results.addObject()
                .put("name", result.name())
                .put("outcome", result.outcome())
                .put("message", result.message()));
        return document;
    }

    static ObjectNode of(Fact.Region region) {
        return of(region.progress())
                .put("deployment", region.deployment())
                .put("estate", region.estate())
                .put("environment", region.environment())
                .put("reason", region.reason());
    }

    static ObjectNode of(Fact.Service service) {
        var document = JSON.createObjectNode()
                .put("region", service.region())
                .put("service", service.service())
                .put("image", service.image().orElse(null))
                .put("phase", service.phase())
                .put("health", service.health())
                .put("replicas", service.replicas())
                .put("deployment", service.deployment())
                .put("estate", service.estate())
                .put("environment", service.environment());
        var weights = document.putObject("weights");
        new TreeMap<>(service.weights()).forEach(weights::put);
        return document;
    }

    private static ObjectNode of(Fact.Refusal refusal) {
        return JSON.createObjectNode()
                .put("id", refusal.commandId())
                .put("command", refusal.command())
                .put("deployment", refusal.deployment())
                .put("estate", refusal.estate())
                .put("environment", refusal.environment())
                .put("reason", refusal.reason())
                .put("message", refusal.message())
                .put("at", refusal.at().toString());
    }

    static ObjectNode of(Fact.Status status) {
        return switch (status) {
            case Fact.Deployment deployment -> of(deployment);
            case Fact.Region region -> of(region);
            case Fact.Service service -> of(service);
            case Fact.Refusal refusal -> of(refusal);
        };
    }

    /** What a state is called on a stream. */
    static String word(Fact.Status status) {
        return switch (status) {
            case Fact.Deployment deployment -> "deployment-status";
            case Fact.Region region -> "region-status";
            case Fact.Service service -> "service-status";
            case Fact.Refusal refusal -> "command-refused";
        };
    }

    static <T> ObjectNode of(String name, Page<T> page, Function<T, JsonNode> item) {
        var document = JSON.createObjectNode();
        var items = document.putArray(name);
        page.items().forEach(each -> items.add(item.apply(each)));
        page.next().ifPresent(token -> document.put("next", token.text()));
        return document;
    }

    static ObjectNode decisions(String deployment, List<Decision> decisions) {
        var document = JSON.createObjectNode().put("id", deployment);
        var list = document.putArray("decisions");
        decisions.forEach(decision -> list.add(of(decision)));
        return document;
    }

    private static ObjectNode of(Decision decision) {
        var document = JSON.createObjectNode()
                .put("at", decision.at().toString())
                .put("decision", decision.word())
                .put("rule", decision.rule());
        var evidence = document.putObject("evidence").put("message", decision.message());
        decision.evidence().ifPresent(known -> {
            evidence.put("metric", known.metric())
                    .put("value", known.value())
                    .put("limit", known.limit())
                    .put("samples", known.samples())
                    .put("pValue", known.pValue().orElse(null))
                    .put("windowSeconds", known.window().toSeconds());
            var series = evidence.putArray("series");
            known.series().forEach(series::add);
        });
        return document.put("region", decision.region()).put("service", decision.service());
    }

    static ObjectNode of(Followed followed) {
        var command = followed.command();
        var document = JSON.createObjectNode()
                .put("id", command.commandId())
                .put("command", command.word())
                .put("deployment", command.deployment())
                .put("estate", command.estate())
                .put("environment", command.environment())
                .put("requestedAt", command.requestedAt().toString())
                .put("status", followed.outcome().word());
        document.putObject("actor")
                .put("name", command.actor().name())
                .put("reason", command.actor().reason())
                .put("client", command.actor().client());
        switch (followed.outcome()) {
            case Outcome.Pending pending -> {}
            case Outcome.Accepted accepted ->
                document.put("answeredAt", accepted.at().toString());
            case Outcome.Refused refused ->
                document.put("answeredAt", refused.at().toString())
                        .put("reason", refused.reason())
                        .put("message", refused.message());
        }
        return document;
    }
}
