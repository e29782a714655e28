package io.tidegate.schemas.wire;

import io.tidegate.schemas.topics.TopicCatalogue;
import io.tidegate.schemas.wire.UnreadableRecordException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** The Confluent framing: a zero byte, the schema's id in four bytes, then the record in Avro's binary form. */
final class Framing {
    private static final byte MAGIC = 0;
    private static final int HEADER_BYTES = 5;

    /** What may be read, by name: a name that comes with a record never makes a class be loaded. */
    private static final Map<String, Schema> OURS = TopicCatalogue.subjects().stream()
            .map(TopicCatalogue.Subject::schema)
            .collect(Collectors.toUnmodifiableMap(Schema::getFullName, schema -> schema, (same, other) -> same));

    private Framing() {}

    static byte[] write(int schemaId, SpecificRecord record) {
        var out = new ByteArrayOutputStream(256);
        out.write(MAGIC);
        out.writeBytes(ByteBuffer.allocate(4).putInt(schemaId).array());
        try {
            var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            new SpecificDatumWriter<SpecificRecord>(record.getSchema()).write(record, encoder);
            encoder.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /** The schema id that the bytes name. */
    static int schemaId(String topic, byte[] bytes) {
        if (bytes.length < HEADER_BYTES) {
            throw new UnreadableRecordException(
                    bytes.length == 0 ? Reason.EMPTY : Reason.BAD_FRAMING,
                    "a record of " + topic + " has " + bytes.length
                            + " bytes, but wants a zero byte, a four-byte schema id and an Avro record");
        }
        if (bytes[0] != MAGIC) {
            throw new UnreadableRecordException(
                    Reason.BAD_FRAMING,
                    "a record of " + topic + " starts with byte " + bytes[0]
                            + ", but wants 0 (the Confluent framing); write it with a schema registry serializer");
        }
        return ByteBuffer.wrap(bytes, 1, 4).getInt();
    }

    /** The record behind the framing, written with {@code writer}'s schema. */
    static SpecificRecord read(String topic, byte[] bytes, Schema writer) {
        var reader = OURS.get(writer.getFullName());
        if (reader == null) {
            throw new UnreadableRecordException(
                    Reason.WRONG_TYPE,
                    "a record of " + topic + " is a " + writer.getFullName() + ", which is not one of ours");
        }
        try {
            var decoder = DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null);
            return new SpecificDatumReader<SpecificRecord>(writer, reader).read(null, decoder);
        } catch (IOException | RuntimeException malformed) { // whatever a decoder trips over, the bytes are at fault
            throw new UnreadableRecordException(
                    Reason.MALFORMED,
                    "a record of " + topic + " is no valid " + writer.getFullName() + ": " + malformed.getMessage(),
                    malformed);
        }
    }
}
