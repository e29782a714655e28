package io.tidegate.health.collect.otlp;

import static io.tidegate.health.collect.otlp.Written.CART;
import static io.tidegate.health.collect.otlp.Written.DELTA;
import static io.tidegate.health.collect.otlp.Written.NOON;
import static io.tidegate.health.collect.otlp.Written.request;
import static io.tidegate.health.collect.otlp.Written.sum;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.schemas.avro.DeadLetter;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.wire.CatalogueCodec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OtlpConsumerTest {
    private static final TopicPartition PARTITION = new TopicPartition("otlp-metrics", 0);

    private final CatalogueCodec codec = new CatalogueCodec();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("latest");
    private final AtomicInteger refusals = new AtomicInteger();
    private final List<Boolean> committedBefore = new CopyOnWriteArrayList<>();
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public synchronized Future<RecordMetadata> send(
                        ProducerRecord<byte[], byte[]> record, Callback callback) {
                    committedBefore.add(consumer.committed(Set.of(PARTITION)).get(PARTITION) != null);
                    if (refusals.getAndDecrement() <= 0) {
                        return super.send(record, callback);
                    }
                    second.incrementAndGet();
                    var failure = new TimeoutException("no broker has it");
                    callback.onCompletion(null, failure);
                    return CompletableFuture.failedFuture(failure);
                }
            };
    private final AtomicLong second = new AtomicLong();
    private final Clock clock = new Clock() {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return NOON.plusSeconds(second.get());
        }
    };
    private final Thread thread = new Thread(
            () -> new OtlpConsumer(
                            consumer,
                            producer,
                            codec,
                            PARTITION.topic(),
                            "east",
                            Optional.empty(),
                            Optional.empty(),
                            clock)
                    .run(),
            "otlp");

    @AfterEach
    void stop() throws InterruptedException {
        consumer.wakeup();
        thread.join(Duration.ofSeconds(10));
    }

    private void deliver(byte[]... values) {
        deliver(Stream.of(values).map(Optional::of).toList());
    }

    private void deliver(List<Optional<byte[]>> values) {
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(PARTITION));
            consumer.updateEndOffsets(Map.of(PARTITION, 0L));
            for (int offset = 0; offset < values.size(); offset++) {
                consumer.addRecord(new ConsumerRecord<>(
                        PARTITION.topic(),
                        0,
                        offset,
                        "key".getBytes(UTF_8),
                        values.get(offset).orElse(null)));
            }
            second.set(2);
        });
        thread.start();
        Awaitility.await("all is committed").until(() -> {
            var offset = consumer.committed(Set.of(PARTITION)).get(PARTITION);
            return offset != null && offset.offset() == values.size();
        });
    }

    @Test
    void recordsBecomeSamplesOfTheirSecond() {
        deliver(
                request(CART, sum(DELTA, 0, 1, 200, 7)).toByteArray(),
                request(CART, sum(DELTA, 1, 2, 200, 5)).toByteArray());
        assertThat(producer.history()).hasSize(1);
        var record = producer.history().getFirst();
        assertThat(record.topic()).isEqualTo("health-samples-v1");
        assertThat(new String(record.key(), UTF_8)).isEqualTo("shop/test/east/cart");
        var sample = (HealthSample) codec.decode(record.topic(), record.value());
        assertThat(sample.getRequests()).isEqualTo(12);
    }

    @Test
    void nothingIsCommittedBeforeTheBrokersHaveWhatCameOfIt() {
        refusals.set(3);
        deliver(List.of(
                Optional.of("nonsense".getBytes(UTF_8)),
                Optional.of(request(CART, sum(DELTA, 0, 1, 200, 7)).toByteArray())));
        assertThat(committedBefore).hasSizeGreaterThan(4).containsOnly(false);
        assertThat(producer.history())
                .extracting(ProducerRecord::topic)
                .containsExactlyInAnyOrder("health-samples-v1-dlq", "health-samples-v1");
        assertThat(producer.history())
                .filteredOn(record -> record.topic().equals("health-samples-v1"))
                .extracting(record -> ((HealthSample) codec.decode(record.topic(), record.value())).getRequests())
                .containsExactly(7L);
    }

    @Test
    void whatCannotBeReadIsADeadLetterAndTheNextRecordIsRead() {
        var good = request(CART, sum(DELTA, 0, 1, 200, 7)).toByteArray();
        deliver(List.of(Optional.of("nonsense".getBytes(UTF_8)), Optional.empty(), Optional.of(good)));
        assertThat(producer.history()).hasSize(3);
        var first = producer.history().getFirst();
        assertThat(first.topic()).isEqualTo("health-samples-v1-dlq");
        var letter = (DeadLetter) codec.decode(first.topic(), first.value());
        assertThat(letter.getTopic()).isEqualTo("otlp-metrics");
        assertThat(letter.getCause()).isEqualTo("malformed");
        assertThat(letter.getReader()).isEqualTo("health-service");
        assertThat(new String(letter.getValue().array(), UTF_8)).isEqualTo("nonsense");
        var second = producer.history().get(1);
        assertThat(((DeadLetter) codec.decode(second.topic(), second.value())).getCause())
                .isEqualTo("empty");
        assertThat(producer.history().getLast().topic()).isEqualTo("health-samples-v1");
    }
}
