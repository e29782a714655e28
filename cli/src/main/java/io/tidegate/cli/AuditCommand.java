package io.tidegate.cli;

import io.tidegate.dashboard.audit.Audit;
import io.tidegate.dashboard.audit.AuditFormat;
import io.tidegate.dashboard.kafka.FactMapping;
import io.tidegate.schemas.topics.Topic;
import java.io.IOException;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** Says who asked for what, and what was decided on which evidence. */
@Command(
        name = "audit",
        description =
                "Shows who asked for what, when and why, what became of it, and every decision with its evidence.",
        mixinStandardHelpOptions = true,
        modelTransformer = AuditCommand.OwnFormats.class)
final class AuditCommand extends ControlPlaneCommand {
    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "The first moment that counts, such as 2026-01-31T12:00:00Z (default: the beginning).")
    private Instant from = Instant.MIN;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "The first moment that does not count any more (default: the end).")
    private Instant to = Instant.MAX;

    @Option(
            names = "--format",
            description = "jsonl, one JSON object a line, or csv, a table (default: ${DEFAULT-VALUE}).",
            defaultValue = "jsonl")
    private AuditFormat format = AuditFormat.JSONL;

    @Override
    protected ExitCode run() throws IOException {
        var audit = new Audit(from, to, Integer.MAX_VALUE);
        controlPlane()
                .readAll(
                        (key, record) -> FactMapping.fromWire(key, record, "").ifPresent(audit::hear),
                        Topic.DEPLOYMENT_COMMANDS,
                        Topic.DEPLOYMENT_EVENTS,
                        Topic.REGION_EVENTS,
                        Topic.HEALTH_VERDICTS,
                        Topic.DEPLOYMENT_STATUS);
        format.write(audit.lines(), out());
        out().flush();
        return ExitCode.DONE;
    }

    /** An audit is written in forms of its own, under the name that the other commands have for theirs. */
    static final class OwnFormats implements IModelTransformer {
        @Override
        public CommandSpec transform(CommandSpec command) {
            var own = command.findOption("--format");
            command.remove(command.findOption("--output"));
            command.remove(own);
            return command.addOption(
                    OptionSpec.builder(own).names("-o", "--output").build());
        }
    }
}
