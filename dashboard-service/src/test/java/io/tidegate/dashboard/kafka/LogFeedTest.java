package io.tidegate.dashboard.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidegate.dashboard.projection.Fact;
import io.tidegate.dashboard.projection.Place;
import io.tidegate.schemas.avro.DeploymentStatus;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.examples.Examples;
import io.tidegate.schemas.time.HybridClock;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.CatalogueCodec;
import io.tidegate.schemas.wire.RecordCodec;
import io.tidegate.schemas.wire.RegistryUnavailableException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LogFeedTest {
    private static final String STATES = Topic.DEPLOYMENT_STATUS.topicName();
    private static final TopicPartition FIRST = new TopicPartition(STATES, 0);

    private record Heard(Place place, boolean ofStates, Optional<Fact> fact) {}

    private final CatalogueCodec codec = new CatalogueCodec();
    private final List<Heard> heard = Collections.synchronizedList(new ArrayList<>());
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final AtomicInteger consumers = new AtomicInteger();
    private LogFeed feed = feed(codec, () -> consumer);

    private LogFeed feed(RecordCodec reading, java.util.function.Supplier<Consumer<byte[], byte[]>> making) {
        return new LogFeed(
                () -> {
                    consumers.incrementAndGet();
                    return making.get();
                },
                List.of(FIRST),
                new FactReader(reading, new HybridClock(Clock.systemUTC())),
                (place, ofStates, fact) -> heard.add(new Heard(place, ofStates, fact)),
                Clock.systemUTC());
    }

    private ConsumerRecord<byte[], byte[]> record(long offset, byte[] value) {
        return new ConsumerRecord<>(STATES, 0, offset, "d-1".getBytes(UTF_8), value);
    }

    private byte[] bytes(SpecificRecord record) {
        return codec.encode(STATES, record);
    }

    private void start(List<byte[]> values) {
        consumer.updateBeginningOffsets(Map.of(FIRST, 0L));
        consumer.updateEndOffsets(new HashMap<>(Map.of(FIRST, (long) values.size())));
        consumer.schedulePollTask(() -> {
            for (int offset = 0; offset < values.size(); offset++) {
                consumer.addRecord(record(offset, values.get(offset)));
            }
        });
        Thread.ofVirtual().start(feed);
    }

    @AfterEach
    void stop() {
        feed.stop();
    }

    @Test
    void theFeedIsCaughtUpOnceAllIsHeardThatWasThere() {
        assertThat(feed.isCaughtUp()).isFalse();
        start(List.of(bytes(Examples.of(DeploymentStatus.class)), bytes(Examples.of(DeploymentStatus.class))));

        await().until(feed::isCaughtUp);
        assertThat(heard).hasSize(2).allSatisfy(each -> {
            assertThat(each.ofStates()).isTrue();
            assertThat(each.fact()).containsInstanceOf(Fact.Deployment.class);
        });
        await().until(() -> feed.silentSince().isEmpty());
    }

    @Test
    void whatCannotBeReadOrDoesNotBelongHereIsLeftOut() {
        start(List.of(
                new byte[] {1, 2, 3},
                bytes(Examples.of(HealthSample.class)),
                bytes(Examples.of(DeploymentStatus.class))));

        await().until(feed::isCaughtUp);
        assertThat(heard).extracting(each -> each.fact().isPresent()).containsExactly(false, false, true);
    }

    /** Nothing is said about the bytes by a registry that does not answer. */
    @Test
    void whatTheRegistryDoesNotAnswerForIsReadAgain() {
        var asked = new AtomicInteger();
        feed = feed(
                new RecordCodec() {
                    @Override
                    public byte[] encode(String topic, SpecificRecord record) {
                        return codec.encode(topic, record);
                    }

                    @Override
                    public SpecificRecord decode(String topic, byte[] bytes) {
                        if (asked.getAndIncrement() == 1) {
                            consumer.schedulePollTask(() -> consumer.addRecord(record(1, bytes)));
                            throw new RegistryUnavailableException("no answer", new IllegalStateException());
                        }
                        return codec.decode(topic, bytes);
                    }
                },
                () -> consumer);
        start(List.of(bytes(Examples.of(DeploymentStatus.class)), bytes(Examples.of(DeploymentStatus.class))));

        await().until(feed::isCaughtUp);
        assertThat(heard).extracting(each -> each.place().offset()).containsExactly(0L, 1L);
    }

    @Test
    void theFeedBeginsAnewWhereItFailed() {
        feed = feed(codec, () -> {
            if (consumers.get() == 1) {
                throw new KafkaException("nobody is there");
            }
            return consumer;
        });
        start(List.of(bytes(Examples.of(DeploymentStatus.class))));

        await().until(feed::isCaughtUp);
        assertThat(heard).hasSize(1);
    }

    @Test
    void aHearerThatFailsIsToldAgain() {
        var failures = new AtomicInteger();
        feed = new LogFeed(
                () -> {
                    consumers.incrementAndGet();
                    if (consumers.get() == 1) {
                        return consumer;
                    }
                    var second = new MockConsumer<byte[], byte[]>("earliest");
                    second.updateBeginningOffsets(Map.of(FIRST, 0L));
                    second.updateEndOffsets(new HashMap<>(Map.of(FIRST, 1L)));
                    second.schedulePollTask(
                            () -> second.addRecord(record(0, bytes(Examples.of(DeploymentStatus.class)))));
                    return second;
                },
                List.of(FIRST),
                new FactReader(codec, new HybridClock(Clock.systemUTC())),
                (place, ofStates, fact) -> {
                    if (failures.getAndIncrement() == 0) {
                        throw new IllegalStateException("for once");
                    }
                    heard.add(new Heard(place, ofStates, fact));
                },
                Clock.systemUTC());
        start(List.of(bytes(Examples.of(DeploymentStatus.class))));

        await().until(feed::isCaughtUp);
        assertThat(heard).hasSize(1);
    }
}
