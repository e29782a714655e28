package io.tidegate.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.schemas.avro.Evidence;
import io.tidegate.schemas.topics.Topic;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
        decisions.forEach(decision -> list.add(decision.json()));
        return new Answer(document, decisions.stream().map(Decision::word).toList(), () -> decisions.stream()
                .map(Decision::line)
                .collect(Collectors.joining("\n", "", "\n")));
    }

    /** One decision, and what it rests on. */
    record Decision(
            Instant at,
            String word,
            String rule,
            String region,
            String service,
            String message,
            Optional<Evidence> evidence) {
        ObjectNode json() {
            var node = JSON.createObjectNode()
                    .put("at", at.toString())
                    .put("decision", word)
                    .put("rule", rule);
            var shown = node.putObject("evidence");
            shown.put("message", message);
            evidence.ifPresent(known -> {
                shown.put("metric", known.getMetric())
                        .put("value", known.getValue())
                        .put("limit", known.getLimit())
                        .put("samples", known.getSamples())
                        .put("pValue", known.getPValue())
                        .put("windowSeconds", known.getWindowSeconds());
                var series = shown.putArray("series");
                known.getSeries().forEach(series::add);
            });
            return node.put("region", region).put("service", service);
        }

        String line() {
            return "%s  %-22s %-10s %-18s %s"
                    .formatted(at, word, region, service, message)
                    .stripTrailing();
        }
    }

    /** Every decision on a deployment, in order of time. */
    static List<Decision> decisions(ControlPlane controlPlane, String id) {
        var found = new ArrayList<Decision>();
        controlPlane.readAll(
                (key, record) -> Decisions.of(record, id).ifPresent(found::add),
                Topic.DEPLOYMENT_EVENTS,
                Topic.REGION_EVENTS,
                Topic.HEALTH_VERDICTS,
                Topic.DEPLOYMENT_STATUS);
        found.sort(Comparator.comparing(Decision::at));
        return found;
    }
}
