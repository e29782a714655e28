package io.tidegate.system.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.schemas.avro.DeadLetter;
import io.tidegate.schemas.envelope.Envelope;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.RecordCodec;
import io.tidegate.schemas.wire.UnreadableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The history that the brokers hold, telemetry left out. Reads on from where it stopped last. */
public final class KafkaHistory implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);

    private final Map<String, KafkaConsumer<byte[], byte[]>> consumers = new LinkedHashMap<>();
    private final RecordCodec codec;
    private final List<Entry> entries = new ArrayList<>();

    /** @param bootstrap the brokers' addresses by region */
    public KafkaHistory(Map<String, String> bootstrap, RecordCodec codec) {
        this.codec = codec;
        bootstrap.forEach((region, servers) -> consumers.put(region, consumer(servers)));
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String servers) {
        var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        servers,
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        var partitions = new ArrayList<TopicPartition>();
        for (Topic topic : Topic.values()) {
            if (topic != Topic.HEALTH_SAMPLES) {
                partitions.add(new TopicPartition(topic.deadLetterName(), 0));
                for (int partition = 0; partition < topic.partitions(); partition++) {
                    partitions.add(new TopicPartition(topic.topicName(), partition));
                }
            }
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    /** Everything that is there by now. */
    public History read() {
        consumers.forEach((region, consumer) -> {
            var ends = consumer.endOffsets(consumer.assignment());
            boolean done = false;
            while (!done) {
                for (var record : consumer.poll(POLL)) {
                    entries.add(entry(region, record));
                }
                done = ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            }
        });
        return new History(entries);
    }

    private Entry entry(String region, ConsumerRecord<byte[], byte[]> record) {
        var envelope = Envelope.read(
                record.headers(), record.topic() + ":" + record.offset(), Instant.ofEpochMilli(record.timestamp()));
        return new Entry(
                region,
                record.topic(),
                record.partition(),
                record.offset(),
                record.key() == null ? "" : new String(record.key(), UTF_8),
                envelope.epoch(),
                decode(record));
    }

    private Optional<SpecificRecord> decode(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(codec.decode(record.topic(), record.value()))
                    .filter(found -> found instanceof DeadLetter || belongs(found, record.topic()));
        } catch (UnreadableRecordException unreadable) {
            return Optional.empty(); // a dead letter must say so; an invariant looks for it
        }
    }

    /** A record that came to a wrong topic has no effect but a dead letter, so it is no part of what happened. */
    private static boolean belongs(SpecificRecord record, String topic) {
        return Topic.of(record.getClass()).topicName().equals(topic);
    }

    @Override
    public void close() {
        consumers.values().forEach(KafkaConsumer::close);
    }
}
