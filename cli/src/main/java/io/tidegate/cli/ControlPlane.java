package io.tidegate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.schemas.envelope.Envelope;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.topics.TopicCatalogue;
import io.tidegate.schemas.wire.RegistryCodec;
import io.tidegate.schemas.wire.UnreadableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import java.util.logging.Logger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The control plane's Kafka as the command line uses it: commands in, status and events out. */
final class ControlPlane {
    private static final Logger LOG = Logger.getLogger(ControlPlane.class.getName());
    private static final Duration POLL = Duration.ofMillis(200);

    private final String bootstrap;
    private final RegistryCodec codec;
    private final String region;
    private final List<String> regions;

    private ControlPlane(String bootstrap, String registry, String region, List<String> regions) {
        this.bootstrap = bootstrap;
        this.codec = new RegistryCodec(registry + "/apis/registry/v3");
        this.region = region;
        this.regions = regions;
    }

    static ControlPlane of(ObjectNode suite, String region, List<String> regions) {
        return new ControlPlane(
                suite.path("kafka").path(region).asText(),
                suite.path("registry").asText(),
                region,
                regions);
    }

    /** A control plane anywhere; its region is the first of {@code regions}. */
    static ControlPlane at(String bootstrap, String registry, List<String> regions) {
        return new ControlPlane(bootstrap, registry, regions.getFirst(), regions);
    }

    /** Publishes a command. */
    void send(String id, String key, SpecificRecord command) throws InterruptedException, ExecutionException {
        var topic = Topic.of(command.getClass()).topicName();
        var envelope = new Envelope(
                id, "/cli", Envelope.typeOf(command.getClass()), key, Instant.now(), 0, 0, Optional.empty());
        var settings =
                Map.<String, Object>of("bootstrap.servers", bootstrap, "acks", "all", "max.request.size", 6291456);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            topic,
                            null,
                            System.currentTimeMillis(),
                            key.getBytes(UTF_8),
                            codec.encode(topic, command),
                            envelope.toHeaders()))
                    .get();
        }
    }

    /** What was read of some topics so far, and what comes. */
    final class Feed implements AutoCloseable {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final Map<TopicPartition, Long> ends;

        private Feed(List<Topic> topics) {
            this.consumer = new KafkaConsumer<>(
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
            for (Topic topic : topics) {
                for (String name : TopicCatalogue.readable(topic, region, region, regions)) {
                    for (int partition = 0; partition < topic.partitions(); partition++) {
                        partitions.add(new TopicPartition(name, partition));
                    }
                }
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            this.ends = consumer.endOffsets(partitions);
        }

        /** Hands on what is there; returns whether all is read that was there when the feed began. */
        boolean read(BiConsumer<String, SpecificRecord> reader) {
            for (var record : consumer.poll(POLL)) {
                if (record.value() != null && record.key() != null) {
                    try {
                        reader.accept(new String(record.key(), UTF_8), codec.decode(record.topic(), record.value()));
                    } catch (UnreadableRecordException foreign) {
                        LOG.fine(foreign.getMessage()); // the services put it on the dead-letter topic
                    }
                }
            }
            return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        }

        /** Hands on all that was there when the feed began, as far as it was not handed on yet. */
        void readAll(BiConsumer<String, SpecificRecord> reader) {
            boolean done = false;
            while (!done) {
                done = read(reader);
            }
        }

        @Override
        public void close() {
            consumer.close();
        }
    }

    /** A feed of these topics from all regions, from the beginning. */
    Feed feed(Topic... topics) {
        return new Feed(List.of(topics));
    }

    /** Everything that these topics hold now. */
    void readAll(BiConsumer<String, SpecificRecord> reader, Topic... topics) {
        try (var feed = feed(topics)) {
            feed.readAll(reader);
        }
    }
}
