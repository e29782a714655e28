package io.tidegate.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.schemas.envelope.Envelope;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.RegistryCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One region's Kafka, as any client of the contract sees it. */
final class RegionLog implements AutoCloseable {
    private final RegistryCodec codec;
    private final String bootstrap;
    private final KafkaProducer<byte[], byte[]> producer;

    RegionLog(ObjectNode suite, String region) {
        this.codec = new RegistryCodec(suite.path("registry").asText() + "/apis/registry/v3");
        this.bootstrap = suite.path("kafka").path(region).asText();
        this.producer = new KafkaProducer<>(
                Map.<String, Object>of(
                        "bootstrap.servers", bootstrap, "acks", "all", "linger.ms", 0, "max.request.size", 6291456),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Publishes a record; returns as soon as it is on its way. */
    @SuppressWarnings("FutureReturnValueIgnored") // who waits for the record notices
    void send(String key, SpecificRecord record) {
        var topic = Topic.of(record.getClass()).topicName();
        var envelope = new Envelope(
                UUID.randomUUID().toString(),
                "/benchmarks",
                Envelope.typeOf(record.getClass()),
                key,
                Instant.now(),
                0,
                0,
                Optional.empty());
        producer.send(new ProducerRecord<>(
                topic,
                null,
                System.currentTimeMillis(),
                key.getBytes(UTF_8),
                codec.encode(topic, record),
                envelope.toHeaders()));
    }

    /** What these topics get from now on. */
    Tail tail(String... topics) {
        return new Tail(List.of(topics));
    }

    /** A reader that begins at the end. */
    final class Tail implements AutoCloseable {
        private final KafkaConsumer<byte[], byte[]> consumer;

        private Tail(List<String> topics) {
            consumer = new KafkaConsumer<>(
                    Map.<String, Object>of(
                            "bootstrap.servers",
                            bootstrap,
                            "isolation.level",
                            "read_committed",
                            "enable.auto.commit",
                            false),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
            var partitions = new ArrayList<TopicPartition>();
            for (String topic : topics) {
                IntStream.range(0, Topic.DEPLOYMENT_EVENTS.partitions())
                        .forEach(partition -> partitions.add(new TopicPartition(topic, partition)));
            }
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position); // seeking is lazy: only now is the end fixed
        }

        /** Hands on what has come, with the moment ({@link System#nanoTime}) at which it was there to be read. */
        void read(Duration longest, BiConsumer<Long, SpecificRecord> reader) {
            var records = consumer.poll(longest);
            long now = System.nanoTime();
            for (var record : records) {
                if (record.value() != null) {
                    reader.accept(now, codec.decode(record.topic(), record.value()));
                }
            }
        }

        @Override
        public void close() {
            consumer.close();
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
