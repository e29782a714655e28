package io.tidegate.health.collect.otlp;

import io.tidegate.health.collect.SampleWriter;
import io.tidegate.health.collect.UnreadableTelemetryException;
import io.tidegate.observability.Metric;
import io.tidegate.schemas.avro.DeadLetter;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.RecordCodec;
import io.tidegate.schemas.wire.UnreadableRecordException.Reason;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads metrics from a topic that the OpenTelemetry Collector writes, and tells them as samples each second. Offsets are
 * committed once the brokers have all that came of what is before them; until then it is written again, and nothing more is
 * read. What cannot be read becomes a dead letter beside those of the samples: the
 * topic is not one of the catalogue, and nobody creates one for its dead letters.
 */
public final class OtlpConsumer implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(OtlpConsumer.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final int MOST_NAMED = 100;

    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final SampleWriter writer;
    private final OtlpMetrics metrics;
    private final Clock clock;
    private final Map<TopicPartition, OffsetAndMetadata> heard = new HashMap<>();
    private final Set<String> named = new HashSet<>();

    /** What has to be written before anything is committed. */
    private final List<Unwritten> unwritten = new ArrayList<>();

    private Instant lastRound;
    private volatile Instant lastPoll = Instant.EPOCH;

    private record Unwritten(String topic, String key, SpecificRecord record) {}

    /**
     * @param topic what the Collector writes to
     * @param region the region it runs in
     * @param estate of services that do not say theirs
     * @param environment of services that do not say theirs
     */
    public OtlpConsumer(
            Consumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> producer,
            RecordCodec codec,
            String topic,
            String region,
            Optional<String> estate,
            Optional<String> environment,
            Clock clock) {
        this.consumer = consumer;
        this.producer = producer;
        this.topic = topic;
        this.writer = new SampleWriter(producer, codec, "/" + region + "/health-service/otlp", clock);
        this.clock = clock;
        this.lastRound = clock.instant();
        this.metrics = new OtlpMetrics(region, estate, environment, lastRound);
    }

    /** When the topic was last asked; what is long ago means that it hangs. */
    public Instant lastPoll() {
        return lastPoll;
    }

    /** Ends {@link #run()}; to be called from another thread. */
    public void stop() {
        consumer.wakeup();
    }

    @Override
    public void run() {
        try (producer;
                consumer) {
            consumer.subscribe(List.of(topic), new Reassignment());
            while (!Thread.currentThread().isInterrupted()) {
                round();
            }
        } catch (WakeupException stopped) {
            LOG.info("stopped");
        }
    }

    private void round() {
        try {
            consumer.poll(POLL).forEach(this::accept);
            lastPoll = clock.instant();
            if (!lastPoll.isBefore(lastRound.plus(ROUND))) {
                tell();
            }
        } catch (WakeupException stopped) {
            throw stopped;
        } catch (KafkaException passing) {
            LOG.warn("Kafka fails at present; it is asked again: {}", passing.toString());
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private void accept(ConsumerRecord<byte[], byte[]> record) {
        var value = record.value();
        try {
            if (value == null) {
                bury(record, Reason.EMPTY, "a record of " + topic + " has no value");
            } else {
                count(metrics.accept(OtlpFormat.read(value), clock.instant()));
            }
        } catch (UnreadableTelemetryException unreadable) {
            bury(record, Reason.MALFORMED, String.valueOf(unreadable.getMessage()));
        } catch (RuntimeException fault) {
            LOG.error("metrics at {}:{} were not understood", record.partition(), record.offset(), fault);
            bury(record, Reason.FAULT, "health-service failed at it: " + fault);
        }
        heard.put(new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
    }

    private void count(OtlpMetrics.Heard record) {
        Metric.TELEMETRY.count("counted", record.counted());
        Metric.TELEMETRY.count("late", record.late());
        Metric.TELEMETRY.count("unattributed", record.unattributed().size());
        for (String why : record.unattributed()) {
            if (named.size() < MOST_NAMED && named.add(why)) {
                LOG.warn(why);
            }
        }
    }

    private void bury(ConsumerRecord<byte[], byte[]> record, Reason reason, String message) {
        Metric.DEAD_LETTERS.count(reason.word());
        LOG.warn("dead letter from {}:{}:{}: {}", record.topic(), record.partition(), record.offset(), message);
        var headers = new HashMap<String, ByteBuffer>();
        record.headers()
                .forEach(header -> headers.put(
                        header.key(), ByteBuffer.wrap(header.value() == null ? new byte[0] : header.value())));
        var letter = DeadLetter.newBuilder()
                .setTopic(record.topic())
                .setPartition(record.partition())
                .setOffset(record.offset())
                .setKey(record.key() == null ? null : ByteBuffer.wrap(record.key()))
                .setValue(record.value() == null ? null : ByteBuffer.wrap(record.value()))
                .setHeaders(headers)
                .setCause(reason.word())
                .setMessage(message)
                .setReader("health-service")
                .setAt(clock.instant())
                .build();
        unwritten.add(new Unwritten(Topic.HEALTH_SAMPLES.deadLetterName(), record.topic(), letter));
    }

    private void tell() {
        lastRound = clock.instant();
        if (unwritten.stream().noneMatch(waiting -> waiting.record() instanceof HealthSample)) {
            metrics.round(lastRound)
                    .forEach(sample -> unwritten.add(
                            new Unwritten(Topic.HEALTH_SAMPLES.topicName(), SampleWriter.key(sample), sample)));
        }
        if (!isWritten()) {
            consumer.pause(consumer.assignment());
            return;
        }
        consumer.resume(consumer.paused());
        if (!heard.isEmpty()) {
            try {
                consumer.commitSync(Map.copyOf(heard));
            } catch (CommitFailedException | RebalanceInProgressException moved) {
                LOG.warn("another instance reads on, perhaps from a second ago: {}", moved.toString());
            }
            heard.clear();
        }
    }

    /** Tries to write what is not written yet. A sample that comes a second time is known by its second. */
    private boolean isWritten() {
        var tried = List.copyOf(unwritten);
        var answers = tried.stream()
                .map(waiting -> writer.write(waiting.topic(), waiting.key(), waiting.record()))
                .toList();
        producer.flush();
        unwritten.clear();
        for (int index = 0; index < tried.size(); index++) {
            if (!answers.get(index).getNow(false)) {
                unwritten.add(tried.get(index));
            }
        }
        return unwritten.isEmpty();
    }

    private final class Reassignment implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            tell();
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            LOG.info("hears metrics from {}", partitions);
        }
    }
}
