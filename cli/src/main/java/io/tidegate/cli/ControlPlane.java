package io.tidegate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.schemas.envelope.Envelope;
import io.tidegate.schemas.topics.Installation;
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
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The control plane's Kafka as the command line uses it: commands in, status and events out. */
final class ControlPlane {
    private static final Logger LOG = Logger.getLogger(ControlPlane.class.getName());
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int ANSWER = 20_000;

    private final String bootstrap;
    private final RegistryCodec codec;
    private final String region;
    private final Installation installation;

    private ControlPlane(String bootstrap, String registry, String region, Installation installation) {
        this.bootstrap = bootstrap;
        this.codec = new RegistryCodec(registry + "/apis/registry/v3");
        this.region = region;
        this.installation = installation;
    }

    static ControlPlane of(ObjectNode suite, String region, List<String> regions) {
        return new ControlPlane(
                suite.path("kafka").path(region).asText(),
                suite.path("registry").asText(),
                region,
                Installation.of(regions));
    }

    /** A control plane anywhere, as it is seen in {@code region}. */
    static ControlPlane at(String bootstrap, String registry, String region, List<String> regions) {
        return new ControlPlane(bootstrap, registry, region, Installation.of(regions));
    }

    /** Which regions there are. */
    Installation installation() {
        return installation;
    }

    /** Publishes a command. */
    void send(String id, String key, SpecificRecord command) throws InterruptedException, ExecutionException {
        send(id, key, command, null);
    }

    /** Publishes a command to a partition; {@code null} leaves the choice to the key. */
    void send(String id, String key, SpecificRecord command, @Nullable Integer partition)
            throws InterruptedException, ExecutionException {
        var topic = Topic.of(command.getClass()).topicName();
        var envelope = new Envelope(
                id, "/cli", Envelope.typeOf(command.getClass()), key, Instant.now(), 0, 0, Optional.empty());
        var settings =
                Map.<String, Object>of("bootstrap.servers", bootstrap, "acks", "all", "max.request.size", 6291456);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            topic,
                            partition,
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
        private final Freshness freshness = new Freshness();

        private Feed(List<Topic> topics) {
            this.consumer = new KafkaConsumer<>(
                    Map.<String, Object>of(
                            "bootstrap.servers",
                            bootstrap,
                            "isolation.level",
                            "read_committed",
                            "enable.auto.commit",
                            false,
                            "default.api.timeout.ms",
                            ANSWER),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
            var partitions = new ArrayList<TopicPartition>();
            for (Topic topic : topics) {
                for (String name : TopicCatalogue.readable(topic, region, installation)) {
                    for (int partition = 0; partition < topic.partitions(); partition++) {
                        partitions.add(new TopicPartition(name, partition));
                    }
                }
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            this.ends = ends(partitions);
        }

        private Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
            try {
                return consumer.endOffsets(partitions);
            } catch (TimeoutException silent) {
                consumer.close();
                throw new IllegalStateException(
                        "Kafka of " + region + " (" + bootstrap
                                + ") does not answer; where a planner stands by, name its " + "region with --via "
                                + installation.candidates().getLast(),
                        silent);
            }
        }

        /** Hands on what is there; returns whether all is read that was there when the feed began. */
        boolean read(BiConsumer<String, SpecificRecord> reader) {
            for (var record : consumer.poll(POLL)) {
                if (record.value() != null && record.key() != null) {
                    try {
                        hand(record, reader);
                    } catch (UnreadableRecordException foreign) {
                        LOG.fine(foreign.getMessage()); // the services put it on the dead-letter topic
                    }
                }
            }
            return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        }

        private void hand(ConsumerRecord<byte[], byte[]> record, BiConsumer<String, SpecificRecord> reader) {
            var key = new String(record.key(), UTF_8);
            var value = codec.decode(record.topic(), record.value());
            var envelope = Envelope.read(record.headers(), record.topic(), Instant.ofEpochMilli(record.timestamp()));
            if (freshness.isLatest(key, value, envelope.epoch())) {
                reader.accept(key, value);
            }
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
