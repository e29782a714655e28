package io.tidegate.executor.kafka;

import io.tidegate.schemas.avro.StepFailed;
import io.tidegate.schemas.avro.StepSucceeded;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.RecordCodec;
import io.tidegate.schemas.wire.UnreadableRecordException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps that have their outcome on the log already. An executor that dies between an outcome and the commit of its
 * request is given the request once more; it asks here, and does not do it again.
 */
public final class AnsweredSteps implements Supplier<Set<String>> {
    private static final Logger LOG = LoggerFactory.getLogger(AnsweredSteps.class);
    private static final Duration POLL = Duration.ofMillis(100);

    /** Longer than any step's deadline: what was asked for before is too late to be done anyway. */
    private static final Duration BACK = Duration.ofHours(2);

    private final Supplier<Consumer<byte[], byte[]>> readers;
    private final RecordCodec codec;
    private final Clock clock;

    /** @param readers makes a consumer that belongs to no group */
    public AnsweredSteps(Supplier<Consumer<byte[], byte[]>> readers, RecordCodec codec, Clock clock) {
        this.readers = readers;
        this.codec = codec;
        this.clock = clock;
    }

    @Override
    public Set<String> get() {
        var answered = new HashSet<String>();
        try (var reader = readers.get()) {
            var partitions = reader.partitionsFor(Topic.STEP_EVENTS.topicName()).stream()
                    .map(known -> new TopicPartition(known.topic(), known.partition()))
                    .toList();
            reader.assign(partitions);
            var ends = reader.endOffsets(partitions);
            seek(reader, ends);
            while (ends.entrySet().stream().anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
                for (var record : reader.poll(POLL)) {
                    stepId(record).ifPresent(answered::add);
                }
            }
        }
        return answered;
    }

    private void seek(Consumer<byte[], byte[]> reader, Map<TopicPartition, Long> ends) {
        long since = clock.instant().minus(BACK).toEpochMilli();
        var from = reader.offsetsForTimes(
                ends.keySet().stream().collect(Collectors.toMap(partition -> partition, partition -> since)));
        ends.forEach((partition, end) -> {
            var found = from.get(partition);
            reader.seek(partition, found == null ? end : found.offset());
        });
    }

    private Optional<String> stepId(ConsumerRecord<byte[], byte[]> record) {
        try {
            SpecificRecord event = codec.decode(record.topic(), record.value());
            return switch (event) {
                case StepSucceeded done -> Optional.of(done.getStepId());
                case StepFailed failed -> Optional.of(failed.getStepId());
                default -> Optional.empty(); // whether it took effect is unknown: it is to be done again
            };
        } catch (UnreadableRecordException foreign) {
            LOG.warn("no outcome of a step: {}", foreign.getMessage());
            return Optional.empty();
        }
    }
}
