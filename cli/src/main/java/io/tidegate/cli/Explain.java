package io.tidegate.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.dashboard.kafka.FactMapping;
import io.tidegate.dashboard.projection.Decision;
import io.tidegate.dashboard.projection.Projection;
import io.tidegate.schemas.topics.Topic;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says why a deployment went as it did. */
@Command(
        name = "explain",
        description = "Shows every decision of a deployment, and on what evidence.",
        mixinStandardHelpOptions = true)
final class Explain extends ControlPlaneCommand {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(paramLabel = "ID", description = "The deployment.")
    private String id = "";

    @Override
    protected ExitCode run() throws IOException {
        var decisions = decisions(controlPlane(), id);
        if (decisions.isEmpty()) {
            err().println("tidegate: nothing is known of a deployment '" + id + "'; see `tidegate get deployments`");
            return ExitCode.NOT_FOUND;
        }
        answer(id, decisions).print(output, out());
        return ExitCode.DONE;
    }

    static Answer answer(String id, List<Decision> decisions) {
        var document = JSON.createObjectNode().put("id", id);
        var list = document.putArray("decisions");
        decisions.forEach(decision -> list.add(json(decision)));
        return new Answer(document, decisions.stream().map(Decision::word).toList(), () -> decisions.stream()
                .map(Explain::line)
                .collect(Collectors.joining("\n", "", "\n")));
    }

    private static ObjectNode json(Decision decision) {
        var node = JSON.createObjectNode()
                .put("at", decision.at().toString())
                .put("decision", decision.word())
                .put("rule", decision.rule());
        var shown = node.putObject("evidence");
        shown.put("message", decision.message());
        decision.evidence().ifPresent(known -> {
            shown.put("metric", known.metric())
                    .put("value", known.value())
                    .put("limit", known.limit())
                    .put("samples", known.samples())
                    .put("pValue", known.pValue().orElse(null))
                    .put("windowSeconds", known.window().toSeconds());
            var series = shown.putArray("series");
            known.series().forEach(series::add);
        });
        return node.put("region", decision.region()).put("service", decision.service());
    }

    private static String line(Decision decision) {
        return "%s  %-22s %-10s %-18s %s"
                .formatted(decision.at(), decision.word(), decision.region(), decision.service(), decision.message())
                .stripTrailing();
    }

    /** Every decision on a deployment, in order of time, as the dashboard-service tells it as well. */
    static List<Decision> decisions(ControlPlane controlPlane, String id) {
        var projection = new Projection(Integer.MAX_VALUE, Integer.MAX_VALUE);
        controlPlane.readAll(
                (key, record) -> FactMapping.fromWire(key, record, "").ifPresent(projection::apply),
                Topic.DEPLOYMENT_EVENTS,
                Topic.REGION_EVENTS,
                Topic.HEALTH_VERDICTS,
                Topic.DEPLOYMENT_STATUS);
        return projection.decisions(id).orElse(List.of());
    }
}
