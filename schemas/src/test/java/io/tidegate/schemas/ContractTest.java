package io.tidegate.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.schemas.avro.RequestDeployment;
import io.tidegate.schemas.avro.StepRequested;
import io.tidegate.schemas.avro.WaveCompleted;
import io.tidegate.schemas.envelope.Envelope;
import io.tidegate.schemas.topics.Installation;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.topics.TopicCatalogue;
import io.tidegate.schemas.wire.CatalogueCodec;
import io.tidegate.schemas.wire.UnreadableRecordException;
import io.tidegate.schemas.wire.UnreadableRecordException.Reason;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class ContractTest {
    private static final List<String> REGIONS = List.of("us-east-1", "us-west-2", "eu-west-1");
    private static final Installation INSTALLATION = Installation.of(REGIONS);
    private static final List<String> CANDIDATES = List.of("us-east-1", "us-west-2");
    private final CatalogueCodec codec = new CatalogueCodec();

    @Test
    void everyRecordAndFieldSaysWhatItIsAndHasADefault() {
        for (var subject : TopicCatalogue.subjects()) {
            assertDocumented(subject.schema(), new HashSet<>());
        }
    }

    @Test
    void everyRecordBelongsToOneTopic() {
        var all = Arrays.stream(Topic.values())
                .flatMap(topic -> topic.records().stream())
                .toList();
        assertThat(all).doesNotHaveDuplicates();
    }

    @Test
    void everyRecordSurvivesTheWire() {
        for (Topic topic : Topic.values()) {
            for (Schema schema : topic.schemas()) {
                var record = allDefaults(schema);
                assertThat(codec.decode(topic.topicName(), codec.encode(topic.topicName(), record)))
                        .isEqualTo(record);
            }
        }
    }

    @Test
    void theFramingIsAZeroByteAndFourBytesOfId() {
        var bytes = codec.encode("deployment-commands-v1", allDefaults(RequestDeployment.getClassSchema()));
        assertThat(bytes).startsWith((byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 1);
    }

    @Test
    void badFramingIsToldApartFromAnUnknownSchemaAndFromATruncatedRecord() {
        var bytes = codec.encode("step-requests-v1", allDefaults(StepRequested.getClassSchema()));
        assertThat(reasonFor(new byte[0])).isEqualTo(Reason.EMPTY);
        assertThat(reasonFor("{\"json\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo(Reason.BAD_FRAMING);
        assertThat(reasonFor(new byte[] {0, 9, 9, 9, 9, 0})).isEqualTo(Reason.UNKNOWN_SCHEMA);
        assertThat(reasonFor(Arrays.copyOf(bytes, 8))).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void anEnvelopeSurvivesItsHeaders() {
        var envelope = new Envelope(
                "e-1",
                "/us-east-1/planner-service",
                Envelope.typeOf(WaveCompleted.class),
                "d-1",
                Instant.parse("2026-01-02T03:04:05Z"),
                3,
                41,
                Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

        assertThat(Envelope.read(envelope.toHeaders(), "fallback", Instant.EPOCH))
                .isEqualTo(envelope);
        assertThat(envelope.type()).isEqualTo("io.tidegate.wave_completed.v1");
    }

    @Test
    void aForeignRecordWithoutHeadersGetsPlainDefaults() {
        var envelope =
                Envelope.read(new org.apache.kafka.common.header.internals.RecordHeaders(), "t-0-7", Instant.EPOCH);
        assertThat(envelope.id()).isEqualTo("t-0-7");
        assertThat(envelope.epoch()).isZero();
    }

    @Test
    void eventsFlowFromTheControlPlaneAndReportsFlowBack() {
        assertThat(TopicCatalogue.ofControlPlane(Topic.DEPLOYMENT_EVENTS, "us-west-2", CANDIDATES))
                .containsExactly("us-east-1.deployment-events-v1", "deployment-events-v1");
        assertThat(TopicCatalogue.ofControlPlane(Topic.DEPLOYMENT_EVENTS, "eu-west-1", CANDIDATES))
                .containsExactly("us-east-1.deployment-events-v1", "us-west-2.deployment-events-v1");
        for (String candidate : INSTALLATION.candidates()) {
            assertThat(TopicCatalogue.readable(Topic.REGION_EVENTS, candidate, INSTALLATION))
                    .as("the standby hears what the leader hears")
                    .hasSize(3)
                    .contains("region-events-v1", "eu-west-1.region-events-v1");
        }
        assertThat(TopicCatalogue.readable(Topic.REGION_EVENTS, "eu-west-1", INSTALLATION))
                .containsExactly("region-events-v1");
        assertThat(TopicCatalogue.readable(Topic.PLANNER_STATE, "us-west-2", INSTALLATION))
                .containsExactly("planner-state-v1", "us-east-1.planner-state-v1");
        assertThat(TopicCatalogue.readable(Topic.CONTROL_PLANE, "eu-west-1", INSTALLATION))
                .hasSize(3);
        assertThat(TopicCatalogue.readable(Topic.STEP_REQUESTS, "us-east-1", INSTALLATION))
                .hasSize(1);
    }

    @Test
    void mirrorMakersDefaultExclusionsLeaveOurNamesAlone() {
        assertThat(TopicCatalogue.definitions("us-east-1", INSTALLATION))
                .extracting(TopicCatalogue.Definition::name)
                .noneMatch(name -> name.matches(".*[\\-.]internal|.*\\.replica|__.*"));
    }

    private Reason reasonFor(byte[] bytes) {
        var thrown = new Reason[1];
        assertThatThrownBy(() -> codec.decode("step-requests-v1", bytes))
                .isInstanceOfSatisfying(UnreadableRecordException.class, unreadable -> thrown[0] = unreadable.reason());
        return thrown[0];
    }

    private static SpecificRecord allDefaults(Schema schema) {
        var record = (SpecificRecord) SpecificData.get().newRecord(null, schema);
        for (Schema.Field field : schema.getFields()) {
            record.put(
                    field.pos(),
                    SpecificData.get()
                            .deepCopy(field.schema(), SpecificData.get().getDefaultValue(field)));
        }
        return record;
    }

    private static void assertDocumented(Schema schema, Set<String> seen) {
        switch (schema.getType()) {
            case RECORD -> {
                if (seen.add(schema.getFullName())) {
                    assertThat(schema.getDoc()).as(schema.getFullName()).isNotBlank();
                    for (Schema.Field field : schema.getFields()) {
                        assertThat(field.doc())
                                .as("%s.%s", schema.getFullName(), field.name())
                                .isNotBlank();
                        assertThat(field.hasDefaultValue())
                                .as("%s.%s", schema.getFullName(), field.name())
                                .isTrue();
                        assertDocumented(field.schema(), seen);
                    }
                }
            }
            case ENUM -> {
                assertThat(schema.getDoc()).as(schema.getFullName()).isNotBlank();
                assertThat(schema.getEnumDefault()).as(schema.getFullName()).isNotNull();
            }
            case ARRAY -> assertDocumented(schema.getElementType(), seen);
            case MAP -> assertDocumented(schema.getValueType(), seen);
            case UNION -> schema.getTypes().forEach(type -> assertDocumented(type, seen));
            default -> {}
        }
    }

    @Test
    void aReplicaNamesTheRegionItComesFrom() {
        for (Topic topic : Topic.values()) {
            assertThat(TopicCatalogue.origin(topic.replicaName("us-east-1"))).contains("us-east-1");
            assertThat(TopicCatalogue.origin(topic.topicName())).isEmpty();
        }
    }
}
