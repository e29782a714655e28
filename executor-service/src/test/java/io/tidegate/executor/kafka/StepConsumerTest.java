package io.tidegate.executor.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.executor.step.Fence;
import io.tidegate.executor.step.Observation;
import io.tidegate.executor.step.Outcome;
import io.tidegate.executor.step.Runtime;
import io.tidegate.executor.step.ServiceId;
import io.tidegate.executor.step.StepRunner;
import io.tidegate.executor.step.Workload;
import io.tidegate.schemas.avro.StepAction;
import io.tidegate.schemas.avro.StepRequested;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.CatalogueCodec;
import io.tidegate.schemas.wire.RecordCodec;
import io.tidegate.schemas.wire.RegistryUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StepConsumerTest {
    private static final String TOPIC = Topic.STEP_REQUESTS.topicName();
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    private final CatalogueCodec catalogue = new CatalogueCodec();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Notebook runtime = new Notebook();
    private final Thread thread = new Thread(this::run, "steps");
    private RecordCodec codec = catalogue;
    private Set<String> answered = Set.of();

    @AfterEach
    void stop() throws InterruptedException {
        consumer.wakeup();
        thread.join(Duration.ofSeconds(10));
    }

    @Test
    void aStepThatWasAnsweredBeforeACrashIsNotDoneAgainAndCountsAsDone() {
        answered = Set.of("s-1");

        deliver("s-1", "s-2");

        Awaitility.await("both requests are committed").until(() -> committed() == 2);
        assertThat(runtime.applied).containsExactly("s-2");
        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void aRequestIsReadAgainWhenTheRegistryWasSilent() {
        var silences = new AtomicInteger(2);
        codec = new RecordCodec() {
            @Override
            public byte[] encode(String topic, SpecificRecord record) {
                return catalogue.encode(topic, record);
            }

            @Override
            public SpecificRecord decode(String topic, byte[] bytes) {
                if (silences.getAndDecrement() > 0) {
                    throw new RegistryUnavailableException("the registry did not answer", new RuntimeException());
                }
                return catalogue.decode(topic, bytes);
            }
        };

        deliver("s-1");
        for (int time = 0; time < 3; time++) {
            consumer.schedulePollTask(this::deliverAgainWhereItWasSoughtBack);
        }

        Awaitility.await("the request is committed").until(() -> committed() == 1);
        assertThat(runtime.applied).containsExactly("s-1");
    }

    private void run() {
        new StepConsumer(
                        consumer,
                        producer,
                        codec,
                        new StepRunner(runtime, Clock.systemUTC()),
                        () -> answered,
                        "east",
                        Clock.systemUTC())
                .run();
    }

    private void deliver(String... steps) {
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(PARTITION));
            consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
            for (int offset = 0; offset < steps.length; offset++) {
                consumer.addRecord(request(steps[offset], offset));
            }
        });
        thread.start();
    }

    /** A broker would do so by itself. */
    private void deliverAgainWhereItWasSoughtBack() {
        if (consumer.position(PARTITION) == 0) {
            consumer.addRecord(request("s-1", 0));
        }
    }

    private long committed() {
        var offset = consumer.committed(Set.of(PARTITION)).get(PARTITION);
        return offset == null ? 0 : offset.offset();
    }

    private ConsumerRecord<byte[], byte[]> request(String step, long offset) {
        var request = StepRequested.newBuilder()
                .setStepId(step)
                .setService("api")
                .setAction(StepAction.apply)
                .setVersion("2")
                .setDeadline(Clock.systemUTC().instant().plusSeconds(60))
                .build();
        return new ConsumerRecord<>(TOPIC, 0, offset, "east/api".getBytes(UTF_8), catalogue.encode(TOPIC, request));
    }

    /** A runtime that writes down what it was asked to apply. */
    private static final class Notebook implements Runtime {
        private final List<String> applied = new CopyOnWriteArrayList<>();

        @Override
        public Outcome apply(Workload workload, Fence fence) {
            applied.add(fence.stepId());
            return new Outcome.Done("applied");
        }

        @Override
        public Observation observe(ServiceId service, String version) {
            return Observation.ABSENT;
        }

        @Override
        public Watch watch(ServiceId service, String version, Consumer<Observation> watcher) {
            return () -> {};
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
            return new Outcome.Done("removed");
        }
    }
}
