package io.tidegate.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.eventlog.Reading.Outcome;
import io.tidegate.schemas.wire.RecordCodec;
import java.time.Instant;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Gives records the key that the next step needs, unchanged otherwise. What cannot be read passes with the key it came
 * with: the next step, which has the sinks for dead letters, deals with it.
 */
public final class Rekeying extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    /** Stands for no key: a repartition drops a record that has none, but nothing may be lost quietly. */
    private static final byte[] NONE = new byte[0];

    private final Reading reading;
    private final Function<SpecificRecord, String> key;

    public Rekeying(RecordCodec codec, String service, Function<SpecificRecord, String> key) {
        this.reading = new Reading(codec, service);
        this.key = key;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        var metadata = context()
                .recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record without a place in a topic"));
        var outcome = reading.read(
                metadata.topic(),
                metadata.partition(),
                metadata.offset(),
                record.key(),
                record.value(),
                record.headers(),
                Instant.ofEpochMilli(record.timestamp()));
        new Origin(metadata.topic(), metadata.partition(), metadata.offset()).writeTo(record.headers());
        switch (outcome) {
            case Outcome.Unreadable unreadable ->
                context().forward(record.key() == null ? record.withKey(NONE) : record);
            case Outcome.Read(var received) ->
                context().forward(record.withKey(key.apply(received.value()).getBytes(UTF_8)));
        }
    }
}
