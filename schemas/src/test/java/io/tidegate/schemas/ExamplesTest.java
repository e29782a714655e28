package io.tidegate.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.schemas.avro.Actor;
import io.tidegate.schemas.avro.DeadLetter;
import io.tidegate.schemas.examples.Examples;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.CatalogueCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
    private static final Path FOLDER = Path.of("src/main/resources/io/tidegate/schemas/examples");
    private static final ObjectMapper JSON = new ObjectMapper();
    private final CatalogueCodec codec = new CatalogueCodec();

    static List<Class<? extends SpecificRecord>> messages() {
        var ofTopics = Arrays.stream(Topic.values()).flatMap(topic -> topic.records().stream());
        return Stream.<Class<? extends SpecificRecord>>concat(ofTopics, Stream.of(DeadLetter.class))
                .toList();
    }

    @Test
    void thereIsOneExampleOfEveryMessageAndNoOther() throws IOException {
        try (var files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(messages().stream()
                            .map(type -> type.getSimpleName() + ".json")
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyExampleIsValidForItsSchemaAndSurvivesTheWire(Class<? extends SpecificRecord> type) {
        var example = Examples.of(type);
        var topic = type == DeadLetter.class
                ? Topic.STEP_EVENTS.deadLetterName()
                : Topic.of(type).topicName();
        assertThat(codec.decode(topic, codec.encode(topic, example))).isEqualTo(example);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyExampleSaysAllThatItsSchemaHas(Class<? extends SpecificRecord> type) throws IOException {
        assertThat(JSON.readTree(Examples.text(type))).isEqualTo(JSON.readTree(asJson(Examples.of(type))));
    }

    @Test
    void aMissingExampleIsNamedWithItsPlace() {
        assertThatThrownBy(() -> Examples.of(Actor.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no example of Actor")
                .hasMessageContaining("examples/Actor.json");
    }

    private static String asJson(SpecificRecord record) throws IOException {
        var out = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().jsonEncoder(record.getSchema(), out);
        new SpecificDatumWriter<SpecificRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return out.toString(java.nio.charset.StandardCharsets.UTF_8);
    }
}
