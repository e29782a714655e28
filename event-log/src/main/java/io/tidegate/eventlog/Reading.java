package io.tidegate.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.schemas.avro.DeadLetter;
import io.tidegate.schemas.envelope.Envelope;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.RecordCodec;
import io.tidegate.schemas.wire.UnreadableRecordException;
import io.tidegate.schemas.wire.UnreadableRecordException.Reason;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Reads bytes of a topic as a record of the contract, or says as a dead letter why that cannot be. */
public final class Reading {
    private final RecordCodec codec;
    private final String reader;

    /** @param reader the service that reads, as it is named in dead letters */
    public Reading(RecordCodec codec, String reader) {
        this.codec = codec;
        this.reader = reader;
    }

    /** What came of reading. */
    public sealed interface Outcome {
        /** A record. */
        record Read(Received received) implements Outcome {}

        /** None; {@code topic} is the dead-letter topic that the letter belongs on. */
        record Unreadable(String topic, DeadLetter letter) implements Outcome {}
    }

    /** Reads one record. */
    public Outcome read(
            String topic,
            int partition,
            long offset,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers headers,
            Instant time) {
        var origin = Origin.of(topic, partition, offset, headers);
        var known = origin.catalogued();
        try {
            var record = decode(origin, known, key, value);
            return new Outcome.Read(new Received(
                    origin.topic(),
                    origin.partition(),
                    origin.offset(),
                    key == null ? "" : new String(key, UTF_8),
                    Envelope.read(headers, origin.toString(), time),
                    record));
        } catch (UnreadableRecordException unreadable) {
            return new Outcome.Unreadable(
                    known.map(Topic::deadLetterName).orElse(origin.topic() + "-dlq"),
                    letter(origin, key, value, headers, unreadable, time));
        }
    }

    /**
     * A record that could be read, but that its reader failed at, or refused with an {@link UnreadableRecordException} of its
     * own, which says why.
     */
    public Outcome.Unreadable failed(
            Received received,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers headers,
            RuntimeException fault,
            Instant time) {
        var origin = new Origin(received.topic(), received.partition(), received.offset());
        var cause = fault instanceof UnreadableRecordException refusal
                ? refusal
                : new UnreadableRecordException(
                        Reason.FAULT,
                        reader + " failed at a " + received.value().getSchema().getName() + " from " + origin + ": "
                                + fault,
                        fault);
        return new Outcome.Unreadable(
                origin.catalogued().map(Topic::deadLetterName).orElse(origin.topic() + "-dlq"),
                letter(origin, key, value, headers, cause, time));
    }

    private SpecificRecord decode(
            Origin origin, Optional<Topic> known, byte @Nullable [] key, byte @Nullable [] value) {
        if (value == null) {
            throw new UnreadableRecordException(
                    Reason.EMPTY, "a record of " + origin.topic() + " has no value, but this topic has no deletions");
        }
        if (key == null || key.length == 0) {
            throw new UnreadableRecordException(
                    Reason.EMPTY,
                    "a record of " + origin.topic() + " has no key; wanted is "
                            + known.map(topic -> topic.key().pattern()).orElse("one"));
        }
        var record = codec.decode(origin.topic(), value);
        if (known.isEmpty() || !known.get().carries(record.getClass())) {
            throw new UnreadableRecordException(
                    Reason.WRONG_TYPE, "a " + record.getSchema().getName() + " does not belong on " + origin.topic());
        }
        return record;
    }

    private DeadLetter letter(
            Origin origin,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers headers,
            UnreadableRecordException cause,
            Instant time) {
        var kept = new HashMap<String, ByteBuffer>();
        headers.forEach(header ->
                kept.put(header.key(), ByteBuffer.wrap(header.value() == null ? new byte[0] : header.value())));
        return DeadLetter.newBuilder()
                .setTopic(origin.topic())
                .setPartition(origin.partition())
                .setOffset(origin.offset())
                .setKey(key == null || key.length == 0 ? null : ByteBuffer.wrap(key))
                .setValue(value == null ? null : ByteBuffer.wrap(value))
                .setHeaders(kept)
                .setCause(cause.reason().word())
                .setMessage(String.valueOf(cause.getMessage()))
                .setReader(reader)
                .setAt(time)
                .build();
    }
}
