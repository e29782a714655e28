package io.tidegate.architecture;

import io.tidegate.executor.kafka.StepConsumer;
import io.tidegate.executor.step.Fence;
import io.tidegate.executor.step.Observation;
import io.tidegate.executor.step.Outcome;
import io.tidegate.executor.step.Runtime;
import io.tidegate.executor.step.ServiceId;
import io.tidegate.executor.step.StepRunner;
import io.tidegate.executor.step.Workload;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.CatalogueCodec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.test.TestRecord;

/** The executor's own loop between a consumer and a producer in memory, over a runtime where everything succeeds. */
final class ExecutorOnTheBench implements AutoCloseable {
    private static final TopicPartition PARTITION = new TopicPartition(Topic.STEP_REQUESTS.topicName(), 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
    private final StepConsumer steps;
    private long offset;

    ExecutorOnTheBench(String region) {
        var clock = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
        steps = new StepConsumer(
                consumer, producer, new CatalogueCodec(), new StepRunner(new Willing(), clock), Set::of, region, clock);
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(PARTITION)));
        Thread.ofPlatform().daemon().name("steps").start(steps);
    }

    void deliver(TestRecord<byte[], byte[]> record) {
        long at = offset++;
        consumer.schedulePollTask(() -> consumer.addRecord(new ConsumerRecord<>(
                PARTITION.topic(),
                PARTITION.partition(),
                at,
                record.timestamp(),
                TimestampType.CREATE_TIME,
                record.key().length,
                record.value().length,
                record.key(),
                record.value(),
                record.headers(),
                java.util.Optional.empty())));
    }

    /** What it wrote so far. */
    List<TestRecord<byte[], byte[]>> said() {
        return producer.history().stream()
                .map(record -> new TestRecord<>(record.key(), record.value(), record.headers(), record.timestamp()))
                .toList();
    }

    @Override
    public void close() {
        steps.stop();
    }

    /** A runtime that does whatever it is asked for. */
    private static final class Willing implements Runtime {
        @Override
        public Outcome apply(Workload workload, Fence fence) {
            return new Outcome.Done("there");
        }

        @Override
        public Outcome route(ServiceId service, Map<String, Integer> weights, Fence fence) {
            return new Outcome.Done("routed");
        }

        @Override
        public Outcome scale(ServiceId service, String version, int replicas, Fence fence) {
            return new Outcome.Done("scaled");
        }

        @Override
        public Outcome remove(ServiceId service, String version, Fence fence) {
            return new Outcome.Done("gone");
        }

        @Override
        public Observation observe(ServiceId service, String version) {
            return Observation.ABSENT;
        }

        @Override
        public Watch watch(ServiceId service, String version, Consumer<Observation> watcher) {
            watcher.accept(observe(service, version));
            return () -> {};
        }
    }
}
