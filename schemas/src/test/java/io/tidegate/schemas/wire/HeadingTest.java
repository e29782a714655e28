package io.tidegate.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.schemas.avro.Actor;
import io.tidegate.schemas.topics.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeadingTest {
    private static final Actor ALICE =
            Actor.newBuilder().setName("alice").setReason("release").build();
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Heading HEADING = new Heading("c-1", "d-1", "shop", "production", ALICE, NOON, 7);

    static List<Schema> commands() {
        return Topic.DEPLOYMENT_COMMANDS.schemas();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandSaysWhichItIsWhatItIsAboutWhoAsksAndWhen(Schema schema) {
        var command = HEADING.over((SpecificRecord) SpecificData.get().newRecord(null, schema));

        assertThat(value(command, "commandId")).isEqualTo("c-1");
        assertThat(value(command, "estate")).isEqualTo("shop");
        assertThat(value(command, "environment")).isEqualTo("production");
        assertThat(value(command, "actor")).isEqualTo(ALICE);
        assertThat(value(command, "requestedAt")).isEqualTo(NOON);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void itIsAboutADeploymentOrSetsSomethingAndThenSaysWhenThatWasWritten(Schema schema) {
        var command = HEADING.over((SpecificRecord) SpecificData.get().newRecord(null, schema));

        var said = new ArrayList<>();
        for (String name : List.of("deploymentId", "written")) {
            if (schema.getField(name) != null) {
                said.add(value(command, name));
            }
        }
        assertThat(said).singleElement().isIn("d-1", 7L);
    }

    private static Object value(SpecificRecord command, String name) {
        return command.get(command.getSchema().getField(name).pos());
    }
}
