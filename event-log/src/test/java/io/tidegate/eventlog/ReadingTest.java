package io.tidegate.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.eventlog.Reading.Outcome;
import io.tidegate.schemas.avro.DeadLetter;
import io.tidegate.schemas.avro.RequestDeployment;
import io.tidegate.schemas.avro.RollbackMeans;
import io.tidegate.schemas.avro.ServiceRolledBack;
import io.tidegate.schemas.avro.WaveStarted;
import io.tidegate.schemas.examples.Examples;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.CatalogueCodec;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records that must not hurt: each is read, or is a dead letter with its cause. */
final class ReadingTest {
    private static final String COMMANDS = Topic.DEPLOYMENT_COMMANDS.topicName();
    private static final byte[] KEY = "code-platform/production".getBytes(UTF_8);
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final BadRecords bad = new BadRecords();
    private final Reading reading = new Reading(bad.codec(), "planner-service");

    @Test
    void everyBadRecordIsADeadLetterWithItsCause() {
        for (var one : bad.all()) {
            var letter = unreadable(read(COMMANDS, one.key(), one.value()));
            assertThat(letter.getCause()).as(one.name()).isEqualTo(one.cause());
            assertThat(letter.getMessage()).as(one.name()).contains(COMMANDS);
        }
    }

    @Test
    void aDeadLetterKeepsTheRecordWholeAndSaysWhereItStood() {
        var headers = new RecordHeaders().add("ce_id", "e-1".getBytes(UTF_8)).add("empty", null);
        var value = "{}".getBytes(UTF_8);
        var outcome = reading.read(COMMANDS, 2, 17, KEY, value, headers, NOON);

        assertThat(((Outcome.Unreadable) outcome).topic()).isEqualTo("deployment-commands-v1-dlq");
        assertThat(unreadable(outcome)).satisfies(letter -> {
            assertThat(letter.getTopic()).isEqualTo(COMMANDS);
            assertThat(letter.getPartition()).isEqualTo(2);
            assertThat(letter.getOffset()).isEqualTo(17);
            assertThat(letter.getKey()).isEqualTo(ByteBuffer.wrap(KEY));
            assertThat(letter.getValue()).isEqualTo(ByteBuffer.wrap(value));
            assertThat(letter.getHeaders()).containsEntry("ce_id", ByteBuffer.wrap("e-1".getBytes(UTF_8)));
            assertThat(letter.getReader()).isEqualTo("planner-service");
            assertThat(letter.getAt()).isEqualTo(NOON);
        });
    }

    @Test
    void aDeadLetterOfTheLargestRecordFitsItsTopic() {
        var value = new byte[Topic.maxRecordBytes()];
        Arrays.fill(value, (byte) 'x');
        var letter = unreadable(read(COMMANDS, KEY, value));

        assertThat(bad.codec().encode(Topic.DEPLOYMENT_COMMANDS.deadLetterName(), letter))
                .hasSizeBetween(Topic.maxRecordBytes(), Topic.maxDeadLetterBytes());
    }

    @Test
    void aGoodRecordOfTwoMegabytesIsRead() {
        var request = Examples.of(RequestDeployment.class);
        request.setEstateDocument("# ".repeat(1_000_000));
        assertThat(recordIn(read(COMMANDS, KEY, bad.codec().encode(COMMANDS, request))))
                .isEqualTo(request);
    }

    @Test
    void anEnumSymbolFromTheFutureBecomesTheDefault() {
        var record = Examples.of(ServiceRolledBack.class);
        record.setMeans(RollbackMeans.none);
        var text = ServiceRolledBack.getClassSchema().toString();
        var future = new Schema.Parser()
                .parse(text.replace("\"traffic\",\"container\",\"none\"", "\"none\",\"container\",\"teleport\""));
        var symbol = BadRecords.generic(future, record);
        symbol.put(
                "means",
                new org.apache.avro.generic.GenericData.EnumSymbol(
                        future.getField("means").schema(), "teleport"));

        assertThat(recordIn(readWrittenWith(future, Topic.REGION_EVENTS.topicName(), symbol)))
                .isEqualTo(record);
    }

    @Test
    void aFieldThatALaterVersionRemovedGetsItsDefault() {
        var record = Examples.of(WaveStarted.class);
        var later = BadRecords.without(WaveStarted.getClassSchema(), "planDigest");

        var read = (WaveStarted) recordIn(
                readWrittenWith(later, Topic.DEPLOYMENT_EVENTS.topicName(), BadRecords.generic(later, record)));

        assertThat(read.getPlanDigest()).isEmpty();
        assertThat(read.getRegions()).isEqualTo(record.getRegions());
    }

    @Test
    void aFieldThatALaterVersionAddedIsPassedOver() {
        var record = Examples.of(WaveStarted.class);
        var text = WaveStarted.getClassSchema().toString();
        var later = new Schema.Parser().parse(text.replaceFirst("\"fields\":\\[", """
            "fields":[{"name":"urgency","type":"string","default":"high"},\
            """));
        var written = BadRecords.generic(later, record);
        written.put("urgency", "high");

        assertThat(recordIn(readWrittenWith(later, Topic.DEPLOYMENT_EVENTS.topicName(), written)))
                .isEqualTo(record);
    }

    @Test
    void headersOfAnyKindHurtNothing() {
        var headers = new RecordHeaders();
        for (String name : List.of("ce_id", "ce_source", "ce_time", "tidegate_epoch", "tidegate_sequence")) {
            headers.add(name, new byte[] {(byte) 0xff, (byte) 0xfe});
        }
        headers.add("tidegate_origin", "step-requests-v1:no:number".getBytes(UTF_8));
        headers.add("traceparent", null);

        assertThat(read(COMMANDS, KEY, bad.good(), headers)).isInstanceOf(Outcome.Read.class);
    }

    @Test
    void aRecordCannotClaimToComeFromAnotherTopic() {
        var headers = new RecordHeaders().add("tidegate_origin", "deployment-events-v1:0:1".getBytes(UTF_8));
        var event = bad.codec().encode("deployment-events-v1", Examples.of(WaveStarted.class));

        assertThat(unreadable(read(COMMANDS, KEY, event, headers)).getCause()).isEqualTo("wrong_type");
    }

    @Test
    void whateverTheBytesAreTheyAreReadOrADeadLetter() {
        var random = new Random(20260102);
        for (Topic topic : Topic.values()) {
            for (var type : topic.records()) {
                var good = bad.codec().encode(topic.topicName(), Examples.of(type));
                for (int round = 0; round < 300; round++) {
                    var bytes = BadRecords.mutated(good, random);
                    assertThat(read(topic.topicName(), KEY, bytes)).isInstanceOf(Outcome.class);
                }
            }
        }
    }

    private Outcome read(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        return read(topic, key, value, new RecordHeaders());
    }

    private Outcome read(String topic, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        return reading.read(topic, 0, 0, key, value, headers, NOON);
    }

    /** Reads a record that was written with a schema of another version. */
    private static Outcome readWrittenWith(Schema writer, String topic, org.apache.avro.generic.GenericRecord record) {
        var codec = new CatalogueCodec(List.of(writer));
        var bytes = BadRecords.framed(codec.idOf(writer), BadRecords.binary(record));
        return new Reading(codec, "test").read(topic, 0, 0, KEY, bytes, new RecordHeaders(), NOON);
    }

    private static SpecificRecord recordIn(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Read.class);
        return ((Outcome.Read) outcome).received().value();
    }

    private static DeadLetter unreadable(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Unreadable.class);
        return ((Outcome.Unreadable) outcome).letter();
    }
}
