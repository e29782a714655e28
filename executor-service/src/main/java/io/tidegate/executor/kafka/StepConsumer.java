package io.tidegate.executor.kafka;

import io.tidegate.eventlog.Outbox;
import io.tidegate.eventlog.Reading;
import io.tidegate.eventlog.Received;
import io.tidegate.eventlog.Subject;
import io.tidegate.executor.step.Outcome;
import io.tidegate.executor.step.StepRunner;
import io.tidegate.observability.LogKey;
import io.tidegate.observability.Metric;
import io.tidegate.observability.Tracing;
import io.tidegate.schemas.avro.StepRequested;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.RecordCodec;
import io.tidegate.schemas.wire.RegistryUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads step requests and does them: one at a time per service, many services at once. A request is committed once its
 * outcome is on the log, so that a crash in between leads to doing it again, which is the same as once.
 */
public final class StepConsumer implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(StepConsumer.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final StepRunner runner;
    private final Reading reading;
    private final Outbox outbox;
    private final Clock clock;
    private final Offsets offsets = new Offsets();
    private final Lanes lanes = new Lanes();
    private final Supplier<Set<String>> answeredSteps;
    private volatile Instant lastPoll = Instant.EPOCH;
    private Set<String> answered = Set.of();

    /**
     * @param answeredSteps reads which steps have an outcome; asked whenever partitions are assigned
     * @param region the region it runs in
     */
    public StepConsumer(
            Consumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> producer,
            RecordCodec codec,
            StepRunner runner,
            Supplier<Set<String>> answeredSteps,
            String region,
            Clock clock) {
        this.consumer = consumer;
        this.producer = producer;
        this.runner = runner;
        this.answeredSteps = answeredSteps;
        this.reading = new Reading(codec, "executor-service");
        this.outbox = new Outbox(codec, "/" + region + "/executor-service");
        this.clock = clock;
    }

    /** When requests were last asked for; what is long ago means that it hangs. */
    public Instant lastPoll() {
        return lastPoll;
    }

    /** Ends {@link #run()}; to be called from another thread. */
    public void stop() {
        consumer.wakeup();
    }

    @Override
    public void run() {
        try (consumer;
                producer;
                lanes) {
            consumer.subscribe(List.of(Topic.STEP_REQUESTS.topicName()), new Reassignment());
            while (!Thread.currentThread().isInterrupted()) {
                var records = consumer.poll(POLL);
                records.partitions().forEach(partition -> accept(partition, records.records(partition)));
                lastPoll = clock.instant();
                commit();
            }
        } catch (WakeupException stopped) {
            LOG.info("stopped");
        }
    }

    private void commit() {
        var committable = offsets.committable();
        if (!committable.isEmpty()) {
            consumer.commitAsync(committable, (done, failure) -> {
                if (failure != null) {
                    LOG.warn("offsets were not committed; what they stand for may be done again", failure);
                }
            });
        }
    }

    private void accept(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        for (var record : records) {
            try {
                accept(partition, record);
            } catch (RegistryUnavailableException silence) {
                LOG.warn("{}; the request at offset {} is read again", silence.getMessage(), record.offset());
                consumer.seek(partition, record.offset());
                return;
            }
        }
    }

    private void accept(TopicPartition partition, ConsumerRecord<byte[], byte[]> record) {
        offsets.begin(partition, record.offset());
        var outcome = reading.read(
                record.topic(),
                record.partition(),
                record.offset(),
                record.key(),
                record.value(),
                record.headers(),
                Instant.ofEpochMilli(record.timestamp()));
        switch (outcome) {
            case Reading.Outcome.Unreadable(var topic, var letter) -> {
                Metric.DEAD_LETTERS.count(letter.getCause());
                LOG.warn("dead letter: {}", letter.getMessage());
                send(
                        outbox.prepare(topic, letter.getTopic(), letter, 0, 0, clock.instant()),
                        partition,
                        record.offset());
            }
            case Reading.Outcome.Read(var received) -> {
                if (answered.contains(((StepRequested) received.value()).getStepId())) {
                    offsets.done(partition, record.offset());
                } else {
                    lanes.submit(received.key(), superseded -> execute(received, partition, superseded));
                }
            }
        }
    }

    private void execute(Received received, TopicPartition partition, BooleanSupplier superseded) {
        var request = (StepRequested) received.value();
        LogKey.about(
                Subject.of(request, request.getEpoch()),
                () -> Tracing.within(
                        "executor-service StepRequested",
                        received.envelope().traceparent(),
                        () -> execute(request, received, partition, superseded)));
    }

    private void execute(
            StepRequested request, Received received, TopicPartition partition, BooleanSupplier superseded) {
        var outcome = outcome(request, received.offset(), superseded);
        LOG.info("{} {}", request.getStepId(), outcome);
        count(outcome, request.getService());
        send(
                outbox.prepare(
                        StepMapping.key(request),
                        StepMapping.toWire(request, outcome, clock.instant()),
                        request.getEpoch(),
                        0,
                        clock.instant()),
                partition,
                received.offset());
    }

    private Outcome outcome(StepRequested request, long position, BooleanSupplier superseded) {
        try {
            var step = StepMapping.fromWire(request, position);
            return step.isPresent()
                    ? runner.run(step.get(), superseded)
                    : new Outcome.Failed(
                            Outcome.Reason.INVALID,
                            "this executor does not know the action of step " + request.getStepId() + "; upgrade it");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Outcome.Unknown("the executor was stopped");
        } catch (RuntimeException failure) {
            LOG.error("step {} ended in a fault", request.getStepId(), failure);
            return new Outcome.Unknown("the executor met a fault: " + failure);
        }
    }

    private static void count(Outcome outcome, String service) {
        switch (outcome) {
            case Outcome.Done done -> Metric.STEPS.count("done");
            case Outcome.Unknown unknown -> Metric.STEPS.count("unknown");
            case Outcome.Failed failed -> {
                Metric.STEPS.count(failed.reason().name().toLowerCase(Locale.ROOT));
                if (failed.reason() == Outcome.Reason.FENCED) {
                    Metric.FENCED.count(service);
                }
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of success and failure
    private void send(ProducerRecord<byte[], byte[]> record, TopicPartition partition, long offset) {
        producer.send(record, (written, failure) -> {
            if (failure == null) {
                offsets.done(partition, offset);
            } else {
                LOG.error("an outcome was not written; its step will be done again", failure);
            }
        });
    }

    private final class Reassignment implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            var committable = offsets.committable();
            if (!committable.isEmpty()) {
                consumer.commitSync(committable);
            }
            offsets.forget(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            answered = answeredSteps.get();
        }
    }
}
