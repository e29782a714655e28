package io.tidegate.coordinator.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.WaveStarted;
import io.tidegate.schemas.envelope.Envelope;
import io.tidegate.schemas.examples.Examples;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.CatalogueCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** Two environments of one estate run the same services in the same region, and must not share a key. */
final class CoordinatorKeysTest {
    private static final String REGION = "us-west-2";
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private final CatalogueCodec codec = new CatalogueCodec();

    @Test
    void whatIsSaidOfAServiceInTwoEnvironmentsHasTwoKeys() {
        var settings = new Properties();
        settings.put("application.id", "coordinator-keys-test");
        settings.put("bootstrap.servers", "none:1");
        var topology = new CoordinatorTopology(
                        codec, REGION, List.of(REGION), Duration.ofSeconds(15), Duration.ofSeconds(1))
                .get();
        try (var driver = new TopologyTestDriver(topology, settings, NOON)) {
            TestInputTopic<String, byte[]> events = driver.createInputTopic(
                    Topic.DEPLOYMENT_EVENTS.topicName(), new StringSerializer(), new ByteArraySerializer());
            for (String environment : List.of("production", "staging")) {
                start(events, environment);
            }
            for (Topic topic : List.of(Topic.SERVICE_STATUS, Topic.STEP_REQUESTS)) {
                var keys = driver
                        .createOutputTopic(topic.topicName(), new StringDeserializer(), new ByteArrayDeserializer())
                        .readKeyValuesToList()
                        .stream()
                        .map(said -> said.key)
                        .toList();
                assertThat(keys)
                        .as(topic.topicName())
                        .contains(
                                "code-platform/production/us-west-2/api-gateway",
                                "code-platform/staging/us-west-2/api-gateway")
                        .allMatch(key -> key.matches("code-platform/(production|staging)/us-west-2/[a-z-]+"));
            }
        }
    }

    private void start(TestInputTopic<String, byte[]> events, String environment) {
        var started = Examples.of(DeploymentStarted.class);
        started.setDeploymentId("d-" + environment);
        started.getPlan().setEnvironment(environment);
        // Nothing to wait for: every service may begin with the wave.
        started.getPlan().getRegions().forEach(region -> region.getServices()
                .forEach(service -> service.setDependsOn(List.of())));
        var wave = Examples.of(WaveStarted.class);
        wave.setDeploymentId("d-" + environment);
        send(events, "code-platform/" + environment, started, 1);
        send(events, "code-platform/" + environment, wave, 2);
    }

    private void send(TestInputTopic<String, byte[]> events, String key, SpecificRecord record, long sequence) {
        var envelope = new Envelope(
                "e-" + key + sequence,
                "/us-west-2/planner-service",
                Envelope.typeOf(record.getClass()),
                key,
                NOON,
                1,
                sequence,
                Optional.empty());
        var topic = Topic.DEPLOYMENT_EVENTS.topicName();
        var bytes = codec.encode(topic, record);
        events.pipeInput(new TestRecord<>(key, bytes, envelope.toHeaders(), NOON));
    }
}
