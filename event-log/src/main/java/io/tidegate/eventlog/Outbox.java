package io.tidegate.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.observability.Tracing;
import io.tidegate.schemas.envelope.Envelope;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.RecordCodec;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Puts records into their envelopes, with the next sequence of their key. */
public final class Outbox {
    private final RecordCodec codec;
    private final String source;

    /** @param source who writes, such as {@code /us-west-2/region-coordinator} */
    public Outbox(RecordCodec codec, String source) {
        this.codec = codec;
        this.source = source;
    }

    /** A record of the catalogue on its topic. */
    public ProducerRecord<byte[], byte[]> prepare(
            String key, SpecificRecord record, long epoch, long sequence, Instant at) {
        var topic = Topic.of(record.getClass()).topicName();
        return prepare(topic, key, record, epoch, sequence, at);
    }

    /** A record on a topic of this name; for dead letters, which have many topics. */
    public ProducerRecord<byte[], byte[]> prepare(
            String topic, String key, SpecificRecord record, long epoch, long sequence, Instant at) {
        var id = source + "/" + topic + "/" + key + "/" + epoch + "/" + (sequence == 0 ? at.toString() : sequence);
        var envelope = new Envelope(
                id, source, Envelope.typeOf(record.getClass()), key, at, epoch, sequence, Tracing.current());
        return new ProducerRecord<>(
                topic, null, at.toEpochMilli(), key.getBytes(UTF_8), codec.encode(topic, record), envelope.toHeaders());
    }
}
