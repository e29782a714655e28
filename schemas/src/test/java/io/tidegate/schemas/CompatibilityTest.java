package io.tidegate.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tidegate.schemas.avro.CommandRefused;
import io.tidegate.schemas.avro.DeadLetter;
import io.tidegate.schemas.avro.RollbackMeans;
import io.tidegate.schemas.topics.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every record can be read by, and can read, every released version (Confluent's FULL_TRANSITIVE). A release adds a folder
 * under {@code schemas/released}; what is there is never changed.
 */
class CompatibilityTest {
    private static final Path RELEASED = Path.of("released");

    @BeforeAll
    static void release() throws IOException {
        var version = System.getProperty("release");
        if (version != null) {
            write(RELEASED.resolve(version));
        }
    }

    @Test
    void theContractIsCompatibleWithEveryReleasedVersionInBothDirections() throws IOException {
        var versions = versions();
        assertThat(versions).as("released versions").isNotEmpty();
        for (Path version : versions) {
            assertThat(problems(read(version), contract()))
                    .as(version.toString())
                    .isEmpty();
        }
    }

    @Test
    void everyReleasedVersionIsWhole() throws IOException {
        for (Path version : versions()) {
            assertThat(read(version)).as(version.toString()).isNotEmpty().containsKey("DeadLetter");
        }
    }

    @Test
    void aFieldWithoutADefaultIsFound() {
        assertThat(problemsOf("""
                {"name": "urgency", "type": "string"}\
                """, "")).anyMatch(problem -> problem.contains("urgency"));
    }

    @Test
    void aRemovedFieldThatHadNoDefaultIsFound() {
        var had = changed("""
            {"name": "urgency", "type": "string"}\
            """);
        assertThat(problems(Map.of("it", had), Map.of("it", CommandRefused.getClassSchema())))
                .anyMatch(problem -> problem.contains("urgency"));
    }

    @Test
    void aFieldOfAnotherTypeIsFound() {
        var before = changed("""
            {"name": "urgency", "type": "string", "default": ""}\
            """);
        var after = changed("""
            {"name": "urgency", "type": "int", "default": 0}\
            """);
        assertThat(problems(Map.of("it", before), Map.of("it", after))).hasSize(2);
    }

    @Test
    void aRecordThatIsGoneIsFound() {
        assertThat(problems(Map.of("deployment-status-v1/CommandRefused", CommandRefused.getClassSchema()), Map.of()))
                .containsExactly("deployment-status-v1/CommandRefused was released and is gone");
    }

    @Test
    void aFieldWithADefaultMayComeAndGo() {
        assertThat(problemsOf("""
                {"name": "urgency", "type": "string", "default": ""}\
                """, "")).isEmpty();
    }

    @Test
    void anEnumMayGrowBecauseItHasADefault() {
        var symbols = new ArrayList<>(RollbackMeans.getClassSchema().getEnumSymbols());
        symbols.add("environment");
        var grown = Schema.createEnum("RollbackMeans", "", "io.tidegate.schemas.avro", symbols, "none");
        var closed = Schema.createEnum("RollbackMeans", "", "io.tidegate.schemas.avro", List.of("traffic"));
        assertThat(problems(Map.of("it", RollbackMeans.getClassSchema()), Map.of("it", grown)))
                .isEmpty();
        assertThat(problems(Map.of("it", closed), Map.of("it", grown))).isNotEmpty();
    }

    private static List<String> problemsOf(String moreFields, String before) {
        return problems(
                Map.of("it", before.isEmpty() ? CommandRefused.getClassSchema() : changed(before)),
                Map.of("it", changed(moreFields)));
    }

    /** A schema with one field more. */
    private static Schema changed(String field) {
        var text = CommandRefused.getClassSchema().toString();
        return new Schema.Parser().parse(text.replaceFirst("\"fields\":\\[", "\"fields\":[" + field + ","));
    }

    private static List<String> problems(Map<String, Schema> released, Map<String, Schema> now) {
        var problems = new ArrayList<String>();
        released.forEach((name, before) -> {
            var after = now.get(name);
            if (after == null) {
                problems.add(name + " was released and is gone");
            } else {
                problems.addAll(incompatibilities(name + " cannot read what was released", after, before));
                problems.addAll(incompatibilities(name + " cannot be read by what was released", before, after));
            }
        });
        return problems;
    }

    private static List<String> incompatibilities(String what, Schema reader, Schema writer) {
        var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        return result.getType() == SchemaCompatibilityType.COMPATIBLE
                ? List.of()
                : result.getResult().getIncompatibilities().stream()
                        .map(problem -> what + ": " + problem.getMessage() + " at " + problem.getLocation())
                        .toList();
    }

    private static Map<String, Schema> contract() {
        var schemas = new TreeMap<String, Schema>();
        for (Topic topic : Topic.values()) {
            topic.schemas().forEach(schema -> schemas.put(topic.topicName() + "/" + schema.getName(), schema));
        }
        schemas.put("DeadLetter", DeadLetter.getClassSchema());
        return schemas;
    }

    private static List<Path> versions() throws IOException {
        try (var folders = Files.list(RELEASED)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static Map<String, Schema> read(Path version) throws IOException {
        var schemas = new TreeMap<String, Schema>();
        try (var files = Files.walk(version)) {
            files.filter(file -> file.toString().endsWith(".avsc"))
                    .forEach(file -> schemas.put(
                            version.relativize(file)
                                    .toString()
                                    .replace('\\', '/')
                                    .replace(".avsc", ""),
                            parse(file)));
        }
        return schemas;
    }

    private static Schema parse(Path file) {
        try {
            return new Schema.Parser().parse(Files.readString(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void write(Path version) throws IOException {
        if (Files.exists(version)) {
            throw new IllegalStateException(version + " was released already; choose another version");
        }
        var json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        for (var entry : contract().entrySet()) {
            var file = version.resolve(entry.getKey() + ".avsc");
            Files.createDirectories(file.getParent());
            Files.writeString(file, json.writeValueAsString(PlainSchema.of(entry.getValue())) + "\n");
        }
    }
}
