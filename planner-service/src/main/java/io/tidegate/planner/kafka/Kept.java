package io.tidegate.planner.kafka;

import io.tidegate.eventlog.Received;
import io.tidegate.schemas.envelope.Envelope;
import io.tidegate.schemas.wire.RecordCodec;
import java.util.Base64;

/**
 * A record that a planner heard while it did not lead, as it came.
 *
 * @param value its bytes in base64
 */
record Kept(String topic, int partition, long offset, String key, Envelope envelope, String value) {
    static Kept of(Received received, RecordCodec codec) {
        return new Kept(
                received.topic(),
                received.partition(),
                received.offset(),
                received.key(),
                received.envelope(),
                Base64.getEncoder().encodeToString(codec.encode(wireTopic(received), received.value())));
    }

    Received received(RecordCodec codec) {
        return new Received(
                topic,
                partition,
                offset,
                key,
                envelope,
                codec.decode(topic, Base64.getDecoder().decode(value)));
    }

    /** Subjects bear the names of topics, not of their replicas. */
    private static String wireTopic(Received received) {
        return io.tidegate.schemas.topics.Topic.of(received.value().getClass()).topicName();
    }
}
