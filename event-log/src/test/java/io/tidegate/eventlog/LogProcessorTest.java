package io.tidegate.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.schemas.avro.DeadLetter;
import io.tidegate.schemas.avro.RequestDeployment;
import io.tidegate.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.junit.jupiter.api.Test;

/** A bad record never stops a topology: it is on the dead-letter topic, and the next one is processed. */
final class LogProcessorTest {
    private static final String COMMANDS = Topic.DEPLOYMENT_COMMANDS.topicName();
    private static final byte[] KEY = "code-platform/production".getBytes(UTF_8);

    private final BadRecords bad = new BadRecords();
    private final List<Received> received = new ArrayList<>();

    @Test
    void everyBadRecordIsOnTheDeadLetterTopicAndTheNextRecordIsProcessed() {
        try (var driver = new TopologyTestDriver(direct(), settings())) {
            feedBadAndGood(driver);
        }
    }

    @Test
    void noRecordIsLostWhereRecordsMoveToAnotherKey() {
        try (var driver = new TopologyTestDriver(repartitioned(), settings())) {
            feedBadAndGood(driver);
        }
    }

    private void feedBadAndGood(TopologyTestDriver driver) {
        TestInputTopic<byte[], byte[]> commands =
                driver.createInputTopic(COMMANDS, new ByteArraySerializer(), new ByteArraySerializer());
        TestOutputTopic<byte[], byte[]> dead = driver.createOutputTopic(
                Topic.DEPLOYMENT_COMMANDS.deadLetterName(), new ByteArrayDeserializer(), new ByteArrayDeserializer());

        for (var one : bad.all()) {
            commands.pipeInput(one.key(), one.value());
            assertThat(dead.readValuesToList())
                    .as(one.name())
                    .extracting(bytes -> ((DeadLetter) bad.codec().decode("dlq", bytes)).getCause())
                    .containsExactly(one.cause());
            commands.pipeInput(KEY, bad.good());
        }

        assertThat(received).hasSize(bad.all().size());
        assertThat(received).extracting(Received::topic).containsOnly(COMMANDS);
    }

    private Topology direct() {
        var topology = new Topology();
        topology.addSource("commands", new ByteArrayDeserializer(), new ByteArrayDeserializer(), COMMANDS);
        return withListener(topology, "commands");
    }

    private Topology repartitioned() {
        var builder = new StreamsBuilder();
        builder.stream(
                        COMMANDS,
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("commands"))
                .process(
                        () -> new Rekeying(bad.codec(), "test", record -> ((RequestDeployment) record).getEstate()),
                        Named.as("key"))
                .repartition(Repartitioned.with(Serdes.ByteArray(), Serdes.ByteArray())
                        .withName("by-estate")
                        .withNumberOfPartitions(3))
                .process(Passing::new, Named.as("moved"));
        return withListener(builder.build(), "moved");
    }

    private Topology withListener(Topology topology, String parent) {
        topology.addProcessor("listen", Listener::new, parent);
        topology.addStateStore(Ledger.store("ledger"), "listen");
        Sinks.add(topology, "listen", List.of(), List.of(Topic.DEPLOYMENT_COMMANDS));
        return topology;
    }

    private static Properties settings() {
        var settings = new Properties();
        settings.put("application.id", "log-processor-test");
        settings.put("bootstrap.servers", "none:1");
        return settings;
    }

    private final class Listener extends LogProcessor {
        Listener() {
            super(bad.codec(), "here", "test", "ledger", Duration.ofSeconds(1));
        }

        @Override
        protected void open() {}

        @Override
        protected void receive(Received record, Instant now) {
            received.add(record);
        }

        @Override
        protected void timePasses(Instant now) {}
    }
}
