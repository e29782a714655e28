package io.tidegate.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.schemas.avro.RequestDeployment;
import io.tidegate.schemas.avro.WaveStarted;
import io.tidegate.schemas.examples.Examples;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.CatalogueCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Records of the command topic that are none, each with the cause that its dead letter must name. */
final class BadRecords {
    private static final Schema FOREIGN = SchemaBuilder.record("com.example.Deploy")
            .fields()
            .requiredString("what")
            .endRecord();
    private static final String COMMANDS = Topic.DEPLOYMENT_COMMANDS.topicName();
    private static final byte[] KEY = "code-platform/production".getBytes(UTF_8);
    private static final int GIGABYTE = 1 << 30;

    private final CatalogueCodec codec = new CatalogueCodec(List.of(FOREIGN));

    @SuppressWarnings("ArrayRecordComponent") // bytes as they stand on the wire; never compared
    record Bad(String name, byte @Nullable [] key, byte @Nullable [] value, String cause) {}

    CatalogueCodec codec() {
        return codec;
    }

    /** A command that is as it should be. */
    byte[] good() {
        return codec.encode(COMMANDS, Examples.of(RequestDeployment.class));
    }

    List<Bad> all() {
        int requests = codec.idOf(RequestDeployment.getClassSchema());
        var withoutFraming = "{\"deploy\": \"everything\"}".getBytes(UTF_8);
        var twoMegabytes = new byte[2_000_000];
        Arrays.fill(twoMegabytes, (byte) 'x');
        var event = codec.encode("deployment-events-v1", Examples.of(WaveStarted.class));
        var foreign = framed(codec.idOf(FOREIGN), new byte[] {8, 'm', 'a', 'r', 's'});
        return List.of(
                new Bad("no value", KEY, null, "empty"),
                new Bad("no bytes", KEY, new byte[0], "empty"),
                new Bad("no key", null, good(), "empty"),
                new Bad("a key of no bytes", new byte[0], good(), "empty"),
                new Bad("a bad magic byte", KEY, withoutFraming, "bad_framing"),
                new Bad("two megabytes of nothing", KEY, twoMegabytes, "bad_framing"),
                new Bad("less than a header", KEY, new byte[] {0, 0, 0}, "bad_framing"),
                new Bad("an unknown schema id", KEY, framed(Integer.MAX_VALUE, new byte[9]), "unknown_schema"),
                new Bad("a negative schema id", KEY, framed(-1, new byte[9]), "unknown_schema"),
                new Bad("truncated", KEY, Arrays.copyOf(good(), 60), "malformed"),
                new Bad("a string said to be a gigabyte", KEY, framed(requests, length(GIGABYTE)), "malformed"),
                new Bad("a string said to be longer than memory", KEY, framed(requests, length(1L << 40)), "malformed"),
                new Bad("a string of negative length", KEY, framed(requests, length(-5)), "malformed"),
                new Bad("a record of another topic", KEY, event, "wrong_type"),
                new Bad("a record of somebody else's schema", KEY, foreign, "wrong_type"));
    }

    static byte[] framed(int schemaId, byte[] body) {
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) 0)
                .putInt(schemaId)
                .put(body)
                .array();
    }

    /** A length as Avro writes it, and then next to nothing. */
    private static byte[] length(long length) {
        var out = new ByteArrayOutputStream();
        try {
            var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            encoder.writeLong(length);
            encoder.writeFixed(new byte[] {1, 2, 3});
            encoder.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /** Some bytes flipped, left out, or put in. */
    static byte[] mutated(byte[] good, Random random) {
        var bytes = good.clone();
        for (int change = random.nextInt(4); change >= 0; change--) {
            int place = random.nextInt(bytes.length);
            bytes[place] = (byte) random.nextInt(256);
        }
        return switch (random.nextInt(3)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> Arrays.copyOf(bytes, bytes.length + random.nextInt(40));
            default -> bytes;
        };
    }

    /** A schema without one of its fields. */
    static Schema without(Schema schema, String field) {
        var fields = schema.getFields().stream()
                .filter(known -> !known.name().equals(field))
                .map(known -> new Schema.Field(known, known.schema()))
                .toList();
        return Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
    }

    /** What a record says, as far as another version of its schema has fields for it. */
    static GenericRecord generic(Schema version, SpecificRecord record) {
        var copy = new GenericData.Record(version);
        for (Schema.Field field : record.getSchema().getFields()) {
            var same = version.getField(field.name());
            if (same != null) {
                var value = record.get(field.pos());
                copy.put(same.pos(), value instanceof java.time.Instant time ? (Object) time.toEpochMilli() : value);
            }
        }
        return copy;
    }

    static byte[] binary(GenericRecord record) {
        var out = new ByteArrayOutputStream();
        try {
            var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
            encoder.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }
}
