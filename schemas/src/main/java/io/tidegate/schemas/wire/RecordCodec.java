package io.tidegate.schemas.wire;

import org.apache.avro.specific.SpecificRecord;

/** Turns records into bytes and back. */
public interface RecordCodec {
    /** The record's bytes as they stand on {@code topic}. */
    byte[] encode(String topic, SpecificRecord record);

    /**
     * The record that these bytes of {@code topic} mean.
     *
     * @throws UnreadableRecordException if they mean none; its reason is fit for a dead letter
     */
    SpecificRecord decode(String topic, byte[] bytes);
}
