package io.tidegate.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.schemas.avro.DeploymentHeld;
import io.tidegate.schemas.avro.Evidence;
import io.tidegate.schemas.avro.HealthVerdict;
import io.tidegate.schemas.avro.RegionFailed;
import io.tidegate.schemas.avro.RegionRolledBack;
import io.tidegate.schemas.avro.RegionRollingBack;
import io.tidegate.schemas.avro.RollbackStarted;
import io.tidegate.schemas.avro.ServiceRolledBack;
import io.tidegate.schemas.avro.WaveCompleted;
import io.tidegate.schemas.avro.WaveStarted;
import io.tidegate.schemas.topics.Topic;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
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
                (key, record) -> decision(record, id).ifPresent(found::add),
                Topic.DEPLOYMENT_EVENTS,
                Topic.REGION_EVENTS,
                Topic.HEALTH_VERDICTS);
        found.sort(Comparator.comparing(Decision::at));
        return found;
    }

    private static Optional<Decision> decision(SpecificRecord record, String id) {
        var field = record.getSchema().getField("deploymentId");
        if (field == null || !id.equals(record.get(field.pos()))) {
            return Optional.empty();
        }
        return switch (record) {
            case HealthVerdict verdict -> found(verdict);
            case WaveStarted wave ->
                of(
                        wave.getAt(),
                        "wave_started",
                        "wave",
                        "",
                        "",
                        "wave " + wave.getWave() + " of " + wave.getRegions(),
                        null);
            case WaveCompleted wave ->
                of(wave.getAt(), "wave_completed", "health", "", "", "wave " + wave.getWave(), null);
            case RollbackStarted back ->
                of(
                        back.getAt(),
                        "rollback_started",
                        back.getRule(),
                        back.getRegion(),
                        back.getService(),
                        back.getMessage(),
                        back.getEvidence());
            case RegionFailed failed ->
                of(
                        failed.getAt(),
                        "region_failed",
                        failed.getReason(),
                        failed.getRegion(),
                        failed.getService(),
                        failed.getMessage(),
                        failed.getEvidence());
            case RegionRollingBack back ->
                of(
                        back.getAt(),
                        "region_rolling_back",
                        back.getRule(),
                        back.getRegion(),
                        back.getService(),
                        back.getMessage(),
                        back.getEvidence());
            case ServiceRolledBack back -> rolledBack(back);
            case RegionRolledBack back ->
                of(back.getAt(), "region_rolled_back", "verified", back.getRegion(), "", "verified", null);
            case DeploymentHeld held -> of(held.getAt(), "held", held.getReason(), "", "", held.getMessage(), null);
            default -> Optional.empty();
        };
    }

    private static Optional<Decision> found(HealthVerdict verdict) {
        return of(
                verdict.getAt(),
                "found_" + verdict.getVerdict(),
                rule(verdict.getEvidence()),
                verdict.getRegion(),
                verdict.getService(),
                verdict.getMessage(),
                verdict.getEvidence());
    }

    private static Optional<Decision> rolledBack(ServiceRolledBack back) {
        return of(
                back.getAt(),
                "service_rolled_back",
                back.getMeans().name(),
                back.getRegion(),
                back.getService(),
                "by " + back.getMeans() + " to " + back.getImage(),
                null);
    }

    private static String rule(@Nullable Evidence evidence) {
        return evidence == null ? "evidence" : evidence.getRule();
    }

    private static Optional<Decision> of(
            Instant at,
            String word,
            String rule,
            String region,
            String service,
            String message,
            @Nullable Evidence evidence) {
        return Optional.of(new Decision(at, word, rule, region, service, message, Optional.ofNullable(evidence)));
    }
}
