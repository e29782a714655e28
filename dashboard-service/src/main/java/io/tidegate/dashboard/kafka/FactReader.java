package io.tidegate.dashboard.kafka;

import io.tidegate.dashboard.projection.Fact;
import io.tidegate.dashboard.projection.Place;
import io.tidegate.eventlog.Reading;
import io.tidegate.eventlog.Received;
import io.tidegate.observability.Metric;
import io.tidegate.schemas.time.HybridClock;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.RecordCodec;
import io.tidegate.schemas.wire.UnreadableRecordException.Reason;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads records as facts. What cannot be read is counted and left: the services that it was meant for have put it on the
 * dead-letter topic already.
 */
final class FactReader {
    private static final Logger LOG = LoggerFactory.getLogger(FactReader.class);

    private final Reading reading;
    private final HybridClock clock;

    /** @param clock hears when orders were written that were heeded */
    FactReader(RecordCodec codec, HybridClock clock) {
        this.reading = new Reading(codec, "dashboard-service");
        this.clock = clock;
    }

    /**
     * @throws io.tidegate.schemas.wire.RegistryUnavailableException if nothing can be said of the bytes now
     */
    Optional<Fact> read(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) { // a compacted topic forgets a key
            return Optional.empty();
        }
        var outcome = reading.read(
                record.topic(),
                record.partition(),
                record.offset(),
                record.key(),
                record.value(),
                record.headers(),
                Instant.ofEpochMilli(record.timestamp()));
        return switch (outcome) {
            case Reading.Outcome.Read(var received) -> {
                if (Topic.of(received.value().getClass()) == Topic.DEPLOYMENT_EVENTS) {
                    Fields.of(received.value(), "written", Long.class).ifPresent(clock::heard);
                }
                yield fact(received);
            }
            case Reading.Outcome.Unreadable(var topic, var letter) -> {
                Metric.DEAD_LETTERS.count(letter.getCause());
                LOG.warn("left out: {}", letter.getMessage());
                yield Optional.empty();
            }
        };
    }

    private static Optional<Fact> fact(Received received) {
        try {
            return FactMapping.fromWire(
                    received.key(), received.value(), received.envelope().id());
        } catch (RuntimeException fault) { // one record must not keep all others from being read
            Metric.DEAD_LETTERS.count(Reason.FAULT.word());
            LOG.error(
                    "left out: {} of {} makes no sense",
                    received.value().getSchema().getName(),
                    received.topic(),
                    fault);
            return Optional.empty();
        }
    }

    static Place place(ConsumerRecord<byte[], byte[]> record) {
        return new Place(new Place.Partition(record.topic(), record.partition()), record.offset());
    }
}
