package io.tidegate.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.schemas.topics.Topic;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Parameters;

/** Shows one thing whole. */
@Command(
        name = "describe",
        description = "Shows a deployment, region or service on one screen, and why it is as it is.",
        mixinStandardHelpOptions = true)
final class Describe extends ControlPlaneCommand {
    private static final ObjectMapper JSON = new ObjectMapper();

    enum Kind {
        DEPLOYMENT,
        REGION,
        SERVICE;

        static final class Reading implements ITypeConverter<Kind> {
            @Override
            public Kind convert(String word) {
                return Words.closest(word, List.of(Kind.values()));
            }
        }
    }

    @Parameters(
            index = "0",
            paramLabel = "KIND",
            description = "deployment, region or service.",
            converter = Kind.Reading.class)
    private Kind kind = Kind.DEPLOYMENT;

    @Parameters(
            index = "1",
            paramLabel = "NAME",
            description = "The deployment's id, or the region's or service's name.")
    private String name = "";

    @Override
    protected ExitCode run() throws IOException {
        var controlPlane = controlPlane();
        var state = new Description();
        controlPlane.readAll(
                (key, record) -> state.hear(record),
                Topic.DEPLOYMENT_STATUS,
                Topic.REGION_STATUS,
                Topic.SERVICE_STATUS);
        var decisions = state.deploymentOf(kind, name)
                .map(id -> Explain.decisions(controlPlane, id))
                .orElse(List.of());
        var text = state.text(kind, name, decisions);
        if (text.isEmpty()) {
            var known = state.names(kind);
            err().println("tidegate: there is no " + word(kind) + " '" + name + "'"
                    + (known.isEmpty() ? "; nothing was deployed yet" : "; known are " + String.join(", ", known)));
            return ExitCode.NOT_FOUND;
        }
        var document = JSON.valueToTree(state.document(kind, name));
        new Answer(document, List.of(name), text::get).print(output, out());
        return ExitCode.DONE;
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(java.util.Locale.ROOT);
    }
}
