package io.tidegate.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.dashboard.projection.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How long a rollback took in one region, from the log's own times.
 *
 * @param detection from the first telemetry of the new version to the verdict; only where the region judged itself
 * @param decision from the verdict to the beginning of the way back
 * @param execution from there until users had back what they had
 * @param verification from there until that was proven
 */
record Measured(
        String region,
        Optional<Duration> detection,
        Duration decision,
        Duration execution,
        Duration verification,
        Duration whole) {
    /** The specification's budgets (S7). */
    static final Measured BUDGET = new Measured(
            "budget",
            Optional.of(Duration.ofSeconds(30)),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofSeconds(45),
            Duration.ofMinutes(2));

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Measures every region that was rolled back. */
    static List<Measured> of(List<Decision> decisions) {
        var verdict = first(decisions, "found_unhealthy", "");
        var onset = verdict.flatMap(found -> onset(decisions, found));
        var regions = new TreeMap<String, Measured>();
        for (var back : decisions) {
            if (back.word().equals("region_rolled_back") && verdict.isPresent() && onset.isPresent()) {
                measure(decisions, back, verdict.get(), onset.get())
                        .ifPresent(measured -> regions.put(back.region(), measured));
            }
        }
        return List.copyOf(regions.values());
    }

    /** The first telemetry of the version that was found bad; others may have come in before it. */
    private static Optional<Instant> onset(List<Decision> decisions, Decision found) {
        return decisions.stream()
                .filter(decision -> decision.word().startsWith("found_"))
                .filter(decision -> decision.region().equals(found.region())
                        && decision.service().equals(found.service()))
                .map(Decision::at)
                .findFirst();
    }

    private static Optional<Measured> measure(List<Decision> decisions, Decision end, Decision verdict, Instant onset) {
        var begun = first(decisions, "region_rolling_back", end.region());
        var traffic = last(decisions, "service_rolled_back", end.region());
        if (begun.isEmpty() || traffic.isEmpty()) {
            return Optional.empty();
        }
        boolean judged = verdict.region().equals(end.region());
        return Optional.of(new Measured(
                end.region(),
                judged ? Optional.of(Duration.between(onset, verdict.at())) : Optional.empty(),
                Duration.between(verdict.at(), begun.get().at()),
                Duration.between(begun.get().at(), traffic.get().at()),
                Duration.between(traffic.get().at(), end.at()),
                Duration.between(onset, end.at())));
    }

    private static Optional<Decision> first(List<Decision> decisions, String word, String region) {
        return decisions.stream()
                .filter(decision -> decision.word().equals(word))
                .filter(decision -> region.isEmpty() || decision.region().equals(region))
                .findFirst();
    }

    private static Optional<Decision> last(List<Decision> decisions, String word, String region) {
        return first(decisions.reversed(), word, region);
    }

    boolean withinBudget() {
        return detection.orElse(Duration.ZERO).compareTo(BUDGET.detection.orElseThrow()) <= 0
                && decision.compareTo(BUDGET.decision) <= 0
                && execution.compareTo(BUDGET.execution) <= 0
                && verification.compareTo(BUDGET.verification) <= 0
                && whole.compareTo(BUDGET.whole) <= 0;
    }

    String row() {
        return "%-12s %10s %10s %10s %13s %10s"
                .formatted(
                        region,
                        detection.map(Measured::seconds).orElse("-"),
                        seconds(decision),
                        seconds(execution),
                        seconds(verification),
                        seconds(whole));
    }

    static String head() {
        return "%-12s %10s %10s %10s %13s %10s"
                .formatted("REGION", "DETECTION", "DECISION", "EXECUTION", "VERIFICATION", "WHOLE");
    }

    ObjectNode json() {
        var node = JSON.createObjectNode().put("region", region);
        detection.ifPresent(time -> node.put("detectionSeconds", time.toMillis() / 1000.0));
        return node.put("decisionSeconds", decision.toMillis() / 1000.0)
                .put("executionSeconds", execution.toMillis() / 1000.0)
                .put("verificationSeconds", verification.toMillis() / 1000.0)
                .put("wholeSeconds", whole.toMillis() / 1000.0);
    }

    private static String seconds(Duration time) {
        return "%.2f s".formatted(time.toMillis() / 1000.0);
    }
}
