package io.tidegate.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.judge.replay.Replay;
import io.tidegate.judge.replay.Score;
import io.tidegate.recorded.RecordedTelemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says how well the judge does on recorded telemetry. */
@Command(
        name = "evaluate",
        description = "Replays recorded telemetry through the judge; says what it finds, how fast, and where it errs.",
        mixinStandardHelpOptions = true)
final class Evaluate implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "Folder with recordings, in any folders below it. Formats: docs/detection.md.")
    private Path data = Path.of(".");

    @Option(
            names = {"-o", "--output"},
            description = "table, json, yaml or name (default: table).",
            defaultValue = "table")
    private Output output = Output.TABLE;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        var err = command.commandLine().getErr();
        if (!Files.isDirectory(data)) {
            err.println("tidegate: cannot evaluate " + data + ": there is no such folder");
            return ExitCode.NOT_FOUND.number();
        }
        var sources = RecordedTelemetry.find(data);
        if (sources.isEmpty()) {
            err.println("tidegate: cannot evaluate " + data
                    + ": no folder in it has a recording of a known format; docs/detection.md says what is read");
            return ExitCode.INVALID_INPUT.number();
        }
        var scores = new ArrayList<Score>();
        for (var source : sources) {
            var recording = source.read();
            err.println("replaying " + recording.name());
            scores.add(Replay.score(recording));
        }
        new Answer(json(scores), scores.stream().map(Score::name).toList(), () -> table(scores))
                .print(output, command.commandLine().getOut());
        return ExitCode.DONE.number();
    }

    private static ObjectNode json(List<Score> scores) {
        var document = JSON.createObjectNode();
        var datasets = document.putArray("datasets");
        for (Score score : scores) {
            var dataset = datasets.addObject()
                    .put("name", score.name())
                    .put("kind", score.kind())
                    .put("faults", score.faults())
                    .put("found", score.found());
            var missed = dataset.putArray("missed");
            score.missed().forEach(missed::add);
            dataset.putObject("delaySeconds")
                    .put("p50", score.delaySeconds(0.5))
                    .put("p90", score.delaySeconds(0.9));
            dataset.put("falseAlarms", score.falseAlarms())
                    .put("quietHours", score.quietHours())
                    .put("healthyRuns", score.healthyRuns())
                    .put("healthyRunsAlarmed", score.healthyRunsAlarmed());
        }
        return document;
    }

    private static String table(List<Score> scores) {
        return scores.stream().map(Evaluate::lines).collect(Collectors.joining(System.lineSeparator()));
    }

    private static String lines(Score score) {
        var text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s (%s)%n  found         %d of %d%n  delay         %.0f s in the median, %.0f s at 90 %%%n"
                        + "  false alarms  %d in %.1f quiet hours%n",
                score.name(),
                score.kind(),
                score.found(),
                score.faults(),
                score.delaySeconds(0.5),
                score.delaySeconds(0.9),
                score.falseAlarms(),
                score.quietHours()));
        if (score.healthyRuns() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "  healthy runs  %d of %d alarmed%n",
                    score.healthyRunsAlarmed(),
                    score.healthyRuns()));
        }
        score.missed()
                .forEach(fault -> text.append("  missed        ").append(fault).append(System.lineSeparator()));
        return text.toString();
    }
}
