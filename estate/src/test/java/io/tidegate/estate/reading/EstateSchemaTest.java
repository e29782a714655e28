package io.tidegate.estate.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The published schema and the reader say the same of every estate: {@code valid/} is right for both, {@code shape/} is
 * wrong for both, {@code sense/} is wrong in a way that a schema cannot say. The findings wanted stand in each file.
 */
class EstateSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ESTATES = Path.of("src", "test", "resources", "estates");
    private static final Path EXAMPLES = Path.of("..", "examples");
    private static final Path SCHEMA =
            Path.of("src", "main", "resources", "io", "tidegate", "estate", "estate-v1.schema.json");
    private static final Schema PUBLISHED = published();

    @ParameterizedTest(name = "{0}")
    @MethodSource("validEstates")
    void aValidEstateIsValidForSchemaAndReader(String name, String text) {
        assertThat(schemaErrors(text)).as("schema, %s", name).isEmpty();
        assertThat(EstateReader.read(text, name)).isInstanceOf(Reading.Read.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("estatesOfWrongShape")
    void anEstateOfWrongShapeIsRefusedBySchemaAndReader(String name, String text) {
        assertThat(schemaErrors(text)).as("schema, %s", name).isNotEmpty();
        assertFound(name, text);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("estatesThatMakeNoSense")
    void anEstateThatMakesNoSenseIsRefusedByTheReaderAlone(String name, String text) {
        assertThat(schemaErrors(text)).as("schema, %s", name).isEmpty();
        assertFound(name, text);
    }

    @Test
    void whatTheSchemaRefusesTheReaderRefusesHoweverAnEstateIsChanged() throws IOException {
        var sound = Files.readString(ESTATES.resolve("valid/everything.yaml"));
        var refused = 0;
        for (int seed = 0; seed < 1500; seed++) {
            var changed = Mutations.ofValues(sound, new Random(seed));
            if (!schemaErrors(changed).isEmpty()) {
                refused++;
                assertThat(EstateReader.read(changed, "seed " + seed))
                        .as("seed %d:%n%s", seed, changed)
                        .isInstanceOf(Reading.Rejected.class);
            }
        }
        assertThat(refused).isGreaterThan(200);
    }

    @Test
    void theReaderNeverThrowsHoweverTheTextIsChanged() throws IOException {
        for (Path file :
                List.of(ESTATES.resolve("valid/everything.yaml"), EXAMPLES.resolve("code-platform/estate.yaml"))) {
            var sound = Files.readString(file);
            for (int seed = 0; seed < 1500; seed++) {
                var changed = Mutations.ofText(sound, new Random(seed));
                assertThat(EstateReader.read(changed, "seed " + seed))
                        .as("seed %d", seed)
                        .isNotNull();
            }
        }
    }

    @Test
    void everyExampleNamesThePublishedSchema() throws IOException {
        for (Path example : examples()) {
            var named = Files.readAllLines(example).getFirst().replaceFirst("^# yaml-language-server: \\$schema=", "");
            assertThat(example.resolveSibling(named)).isRegularFile().hasSameBinaryContentAs(SCHEMA);
        }
    }

    static Stream<Arguments> validEstates() throws IOException {
        var files = new ArrayList<>(files("valid"));
        files.addAll(examples());
        return files.stream().map(EstateSchemaTest::named);
    }

    static Stream<Arguments> estatesOfWrongShape() throws IOException {
        return files("shape").stream().map(EstateSchemaTest::named);
    }

    static Stream<Arguments> estatesThatMakeNoSense() throws IOException {
        return files("sense").stream().map(EstateSchemaTest::named);
    }

    private static Arguments named(Path file) {
        try {
            return arguments(file.getFileName().toString(), Files.readString(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<Path> files(String folder) throws IOException {
        try (var files = Files.list(ESTATES.resolve(folder))) {
            return files.sorted().toList();
        }
    }

    private static List<Path> examples() throws IOException {
        try (var files = Files.walk(EXAMPLES)) {
            return files.filter(file -> file.endsWith("estate.yaml")).sorted().toList();
        }
    }

    /** Places in {@code # finds:} count from the first line after the wishes. */
    private static void assertFound(String name, String text) {
        var wanted = text.lines()
                .filter(line -> line.startsWith("# finds: "))
                .map(line -> line.substring("# finds: ".length()))
                .toList();
        var rest = text.lines().skip(wanted.size()).toList();
        var reading = EstateReader.read(String.join("\n", rest), name);
        assertThat(reading).isInstanceOf(Reading.Rejected.class);
        var found = ((Reading.Rejected) reading)
                .findings().stream().map(Finding::toString).toList();
        assertThat(wanted).isNotEmpty();
        for (String wish : wanted) {
            var begin = wish.matches("\\d+:\\d+: .*") ? name + ":" : "";
            assertThat(found).anyMatch(finding -> finding.startsWith(begin) && finding.contains(wish));
        }
        assertThat(found).hasSize(wanted.size());
    }

    private static List<Error> schemaErrors(String text) {
        return PUBLISHED.validate(json(text));
    }

    private static Schema published() {
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Files.readString(SCHEMA), InputFormat.JSON);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static JsonNode json(String text) {
        var options = new LoaderOptions();
        options.setWarnOnDuplicateKeys(false);
        return JSON.valueToTree(new Yaml(new SafeConstructor(options)).load(text));
    }
}
