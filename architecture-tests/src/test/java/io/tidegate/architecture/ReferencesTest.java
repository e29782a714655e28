package io.tidegate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.executor.step.Outcome;
import io.tidegate.observability.Metric;
import io.tidegate.schemas.avro.StepFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What there is one source of truth for is documented from it. {@code -Dreferences=write} writes the documents anew. */
final class ReferencesTest {
    private static final Map<String, Supplier<String>> DOCUMENTS = Map.of(
            "topics.md", References::topics,
            "metrics.md", References::metrics,
            "states.md", References::states,
            "reasons.md", References::reasons,
            "configuration.md", References::configuration);

    private static String document(String name) {
        return Objects.requireNonNull(DOCUMENTS.get(name)).get();
    }

    @ParameterizedTest
    @ValueSource(strings = {"topics.md", "metrics.md", "states.md", "reasons.md", "configuration.md"})
    void aReferenceSaysWhatTheCodeSays(String name) throws IOException {
        var file = References.folder().resolve(name);
        var wanted = document(name);
        if ("write".equals(System.getProperty("references"))) {
            Files.createDirectories(References.folder());
            Files.writeString(file, wanted);
        }
        assertThat(file)
                .as(
                        "docs/reference/%s; write it anew with ./mvnw verify -pl architecture-tests -am"
                                + " -Dreferences=write",
                        name)
                .hasContent(wanted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"topics.md", "metrics.md", "states.md", "reasons.md", "configuration.md"})
    void nothingInAReferenceIsLeftUnsaid(String name) {
        assertThat(document(name).lines().filter(line -> line.startsWith("|")))
                .as("rows with an empty cell: the code lacks a doc comment there")
                .noneMatch(line -> line.contains("|  |") && !line.endsWith("|  |"));
    }

    /** Both lists are closed, and the wire's has one word more for symbols from the future. */
    @Test
    void theExecutorsReasonsAreTheWiresReasons() {
        assertThat(Stream.concat(
                        Arrays.stream(Outcome.Reason.values())
                                .map(reason -> reason.name().toLowerCase(Locale.ROOT)),
                        Stream.of("unknown")))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(StepFailure.values()).map(Enum::name).toList());
    }

    @Test
    void everyMetricIsMeasuredSomewhere() {
        var code = Checkout.allSources("src/main/java").stream()
                .map(Checkout::text)
                .toList();
        assertThat(Metric.values()).allSatisfy(metric -> assertThat(code)
                .as("uses of " + metric)
                .anyMatch(text -> text.contains("Metric." + metric.name() + ".")));
    }

    @Test
    void namesOfMetricsStandInOnePlace() {
        assertThat(Checkout.allSources("src/main/java").stream()
                        .filter(file -> Checkout.text(file).contains("Metrics.counter(")
                                || Checkout.text(file).contains("Metrics.gauge(")
                                || Checkout.text(file).contains("Metrics.timer("))
                        .map(file -> String.valueOf(file.getFileName())))
                .as("files that name metrics themselves instead of using Metric")
                .containsOnly("Metric.java");
    }

    @Test
    void namesOfTopicsStandInOnePlace() {
        assertThat(Checkout.allSources("src/main/java").stream()
                        .filter(file -> Stream.of(io.tidegate.schemas.topics.Topic.values())
                                .anyMatch(topic -> Checkout.text(file).contains("\"" + topic.topicName())))
                        .map(file -> String.valueOf(file.getFileName())))
                .containsOnly("Topic.java");
    }
}
