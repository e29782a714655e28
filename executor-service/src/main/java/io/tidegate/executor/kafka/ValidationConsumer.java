package io.tidegate.executor.kafka;

import io.tidegate.estate.Validator.Means;
import io.tidegate.eventlog.Outbox;
import io.tidegate.eventlog.Reading;
import io.tidegate.eventlog.Received;
import io.tidegate.eventlog.Subject;
import io.tidegate.executor.validation.Answer;
import io.tidegate.executor.validation.Examiner;
import io.tidegate.executor.validation.Question;
import io.tidegate.executor.validation.Rank;
import io.tidegate.observability.LogKey;
import io.tidegate.observability.Metric;
import io.tidegate.observability.Tracing;
import io.tidegate.schemas.avro.ValidationRequested;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.RecordCodec;
import io.tidegate.schemas.wire.RegistryUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
 * Reads questions to validators and answers those of the means that it has examiners for, side by side. What has other
 * means is left to whoever answers. A question is committed once its answer is on the log; asked again after a crash, it is
 * answered again, and the second answer means nothing.
 */
public final class ValidationConsumer implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ValidationConsumer.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final Map<Means, Examiner> examiners;
    private final Reading reading;
    private final Outbox outbox;
    private final Clock clock;
    private final Offsets offsets = new Offsets();
    private final Rank rank = new Rank();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Instant lastPoll = Instant.EPOCH;

    /** @param region the region it runs in */
    public ValidationConsumer(
            Consumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> producer,
            RecordCodec codec,
            Map<Means, Examiner> examiners,
            String region,
            Clock clock) {
        this.consumer = consumer;
        this.producer = producer;
        this.examiners = Map.copyOf(examiners);
        this.reading = new Reading(codec, "executor-service");
        this.outbox = new Outbox(codec, "/" + region + "/executor-service");
        this.clock = clock;
    }

    /** When questions were last asked for; what is long ago means that it hangs. */
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
                producer) {
            consumer.subscribe(List.of(Topic.VALIDATION_REQUESTS.topicName()), new Reassignment());
            while (!Thread.currentThread().isInterrupted()) {
                var records = consumer.poll(POLL);
                records.partitions().forEach(partition -> accept(partition, records.records(partition)));
                lastPoll = clock.instant();
                commit();
            }
        } catch (WakeupException stopped) {
            LOG.info("stopped");
        } finally {
            threads.shutdownNow();
        }
    }

    private void commit() {
        var committable = offsets.committable();
        if (!committable.isEmpty()) {
            consumer.commitAsync(committable, (done, failure) -> {
                if (failure != null) {
                    LOG.warn("offsets were not committed; what they stand for may be asked again", failure);
                }
            });
        }
    }

    private void accept(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        for (var record : records) {
            try {
                accept(partition, record);
            } catch (RegistryUnavailableException silence) {
                LOG.warn("{}; the question at offset {} is read again", silence.getMessage(), record.offset());
                consumer.seek(partition, record.offset());
                return;
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the work deals with its own failures
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
            case Reading.Outcome.Read(var received) -> threads.submit(() -> answer(received, partition));
        }
    }

    private void answer(Received received, TopicPartition partition) {
        var request = (ValidationRequested) received.value();
        LogKey.about(
                Subject.of(request, request.getEpoch()),
                () -> Tracing.within(
                        "executor-service ValidationRequested",
                        received.envelope().traceparent(),
                        () -> answer(request, received, partition)));
    }

    private void answer(ValidationRequested request, Received received, TopicPartition partition) {
        if (request.getValidator().getMeans().equals("kafka")) {
            LOG.info(
                    "{} is left to program {}",
                    request.getValidationId(),
                    request.getValidator().getProgram());
            offsets.done(partition, received.offset());
            return;
        }
        var answer = answer(request);
        LOG.info("{} {}: {}", request.getValidationId(), answer.outcome(), answer.message());
        send(
                outbox.prepare(
                        ValidationMapping.key(request),
                        ValidationMapping.toWire(request, answer, clock.instant()),
                        request.getEpoch(),
                        0,
                        clock.instant()),
                partition,
                received.offset());
    }

    private Answer answer(ValidationRequested request) {
        try {
            var question = ValidationMapping.fromWire(request);
            return question.isPresent()
                    ? answer(question.get())
                    : Answer.unknown("this executor does not know validators of "
                            + request.getValidator().getMeans() + " for "
                            + request.getValidator().getValidates() + "; upgrade it");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Answer.unknown("the executor was stopped");
        } catch (RuntimeException fault) {
            LOG.error("validation {} ended in a fault", request.getValidationId(), fault);
            return Answer.unknown("the executor met a fault: " + fault);
        }
    }

    private Answer answer(Question question) throws InterruptedException {
        var examiner = examiners.get(question.validator().means());
        if (examiner == null) {
            return Answer.unknown(
                    "nothing here answers for a " + question.validator().inWords());
        } else if (!rank.obeys(question)) {
            return Answer.unknown("it was asked under epoch " + question.epoch() + ", and a higher one is known");
        } else if (!clock.instant().isBefore(question.deadline())) {
            return Answer.unknown("it came after its deadline");
        }
        return examiner.answer(question);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of success and failure
    private void send(ProducerRecord<byte[], byte[]> record, TopicPartition partition, long offset) {
        producer.send(record, (written, failure) -> {
            if (failure == null) {
                offsets.done(partition, offset);
            } else {
                LOG.error("an answer was not written; its question will be answered again", failure);
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
            LOG.info("answers questions of {}", partitions);
        }
    }
}
