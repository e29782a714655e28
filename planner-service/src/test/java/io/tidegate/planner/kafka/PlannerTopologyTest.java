package io.tidegate.planner.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.planner.lease.Terms;
import io.tidegate.schemas.avro.Actor;
import io.tidegate.schemas.avro.Alert;
import io.tidegate.schemas.avro.ApprovalDecision;
import io.tidegate.schemas.avro.ApproveDeployment;
import io.tidegate.schemas.avro.CancelDeployment;
import io.tidegate.schemas.avro.CommandRefused;
import io.tidegate.schemas.avro.DeadLetter;
import io.tidegate.schemas.avro.DeploymentQueued;
import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.DeploymentStatus;
import io.tidegate.schemas.avro.FreezeLane;
import io.tidegate.schemas.avro.HoldDeployment;
import io.tidegate.schemas.avro.IfBusy;
import io.tidegate.schemas.avro.OrderSuperseded;
import io.tidegate.schemas.avro.RegionPrepared;
import io.tidegate.schemas.avro.RequestDeployment;
import io.tidegate.schemas.avro.RunningService;
import io.tidegate.schemas.avro.UnfreezeLane;
import io.tidegate.schemas.avro.WaveStarted;
import io.tidegate.schemas.envelope.Envelope;
import io.tidegate.schemas.topics.Installation;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.CatalogueCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.approvaltests.Approvals;
import org.approvaltests.core.Options;
import org.approvaltests.reporters.QuietReporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PlannerTopologyTest {
    private static final String KEY = "shop/production";
    private static final String ESTATE = """
        apiVersion: tidegate.io/v1
        kind: Estate
        metadata: {name: shop}
        spec:
          regions:
            - {name: east, role: primary, wave: 1, trafficShare: 100}
          services:
            - {name: api, image: 'shop/api:1', port: 80}
        """;

    private final CatalogueCodec codec = new CatalogueCodec();
    private final TopologyTestDriver driver =
            new TopologyTestDriver(new PlannerTopology(codec, terms("east"), Duration.ofMillis(200)).get(), settings());

    private static Terms terms(String... regions) {
        return new Terms(regions[0], Installation.of(List.of(regions)), Duration.ofSeconds(2), Duration.ofSeconds(15));
    }

    private static Properties settings() {
        var settings = new Properties();
        settings.put("application.id", "planner-test");
        settings.put("bootstrap.servers", "127.0.0.1:1");
        return settings;
    }

    @AfterEach
    void close() {
        driver.close();
    }

    private void send(Topic topic, String key, SpecificRecord record, long sequence) {
        var envelope =
                new Envelope("id-" + sequence, "/east/test", "test", key, Instant.EPOCH, 1, sequence, Optional.empty());
        var input = driver.createInputTopic(topic.topicName(), new ByteArraySerializer(), new ByteArraySerializer());
        input.pipeInput(new TestRecord<>(
                key.getBytes(UTF_8), codec.encode(topic.topicName(), record), envelope.toHeaders(), Instant.EPOCH));
    }

    private List<SpecificRecord> read(String topic) {
        return driver
                .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readValuesToList()
                .stream()
                .map(bytes -> codec.decode(topic, bytes))
                .toList();
    }

    private static RequestDeployment request(String id, String document) {
        return RequestDeployment.newBuilder()
                .setCommandId("c-" + id)
                .setDeploymentId(id)
                .setEstate("shop")
                .setEnvironment("production")
                .setEstateDocument(document)
                .setImages(Map.of())
                .build();
    }

    @Test
    void itsOperatorsAndStoresAreTheApprovedOnes() {
        var topology = new PlannerTopology(codec, terms("east", "west", "north"), Duration.ofSeconds(1));
        Approvals.verify(topology.get().describe(), new Options().withReporter(new QuietReporter()));
    }

    @Test
    void aRequestStartsADeploymentWhoseWaveWaitsForItsRegion() {
        send(Topic.DEPLOYMENT_COMMANDS, "any key", request("d1", ESTATE), 0);
        var events = read(Topic.DEPLOYMENT_EVENTS.topicName());
        assertThat(events).singleElement().isInstanceOf(DeploymentStarted.class);
        var prepared = RegionPrepared.newBuilder()
                .setDeploymentId("d1")
                .setRegion("east")
                .setPlanDigest(((DeploymentStarted) events.getFirst()).getPlan().getDigest())
                .setHealthy(true)
                .build();
        send(Topic.REGION_EVENTS, KEY, prepared, 1);
        send(Topic.REGION_EVENTS, KEY, prepared, 1);
        assertThat(read(Topic.DEPLOYMENT_EVENTS.topicName())).singleElement().isInstanceOf(WaveStarted.class);
        assertThat(read(Topic.DEPLOYMENT_STATUS.topicName()))
                .hasOnlyElementsOfType(DeploymentStatus.class)
                .hasSize(2);
    }

    @Test
    void anOrderThatALaterWriterHasSupersededIsRefusedReportedAndAlarming() {
        send(Topic.DEPLOYMENT_COMMANDS, KEY, freeze("c1", 1), 0);
        var unfreeze = UnfreezeLane.newBuilder()
                .setCommandId("c3")
                .setEstate("shop")
                .setEnvironment("production")
                .setWritten(3)
                .build();
        send(Topic.DEPLOYMENT_COMMANDS, KEY, unfreeze, 0);
        send(Topic.DEPLOYMENT_COMMANDS, KEY, freeze("c2", 2), 0);

        assertThat(read(Topic.DEPLOYMENT_EVENTS.topicName()).getLast())
                .isInstanceOfSatisfying(OrderSuperseded.class, conflict -> {
                    assertThat(conflict.getKept().getCommandId()).isEqualTo("c3");
                    assertThat(conflict.getDropped().getCommandId()).isEqualTo("c2");
                });
        assertThat(read(Topic.DEPLOYMENT_STATUS.topicName()))
                .singleElement()
                .isInstanceOfSatisfying(CommandRefused.class, refused -> assertThat(refused.getReason())
                        .isEqualTo("conflict"));
        assertThat(read(Topic.ALERTS.topicName()))
                .extracting(record -> ((Alert) record).getFiring())
                .containsExactly(true, false);
    }

    private static FreezeLane freeze(String id, long written) {
        return FreezeLane.newBuilder()
                .setCommandId(id)
                .setEstate("shop")
                .setEnvironment("production")
                .setActor(Actor.newBuilder()
                        .setName("alice")
                        .setReason("an incident")
                        .setClient("test")
                        .build())
                .setWritten(written)
                .build();
    }

    @Test
    void whatWaitsHasAStatusOfItsOwnAndStartsOnceTheOtherIsGone() {
        send(Topic.DEPLOYMENT_COMMANDS, KEY, request("d1", ESTATE), 0);
        var waiting = request("d2", ESTATE);
        waiting.setIfBusy(IfBusy.queue);
        send(Topic.DEPLOYMENT_COMMANDS, KEY, waiting, 0);
        assertThat(read(Topic.DEPLOYMENT_EVENTS.topicName()).getLast()).isInstanceOf(DeploymentQueued.class);
        assertThat(read(Topic.DEPLOYMENT_STATUS.topicName()).getLast())
                .isInstanceOfSatisfying(DeploymentStatus.class, status -> {
                    assertThat(status.getDeploymentId()).isEqualTo("d2");
                    assertThat(status.getPhase()).isEqualTo("queued");
                    assertThat(status.getReason()).contains("'d1' to end");
                });
        send(Topic.DEPLOYMENT_COMMANDS, KEY, cancel("d1"), 0);
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        assertThat(read(Topic.DEPLOYMENT_EVENTS.topicName()).getLast())
                .isInstanceOfSatisfying(DeploymentStarted.class, started -> assertThat(started.getDeploymentId())
                        .isEqualTo("d2"));
    }

    @Test
    void aDeploymentThatPeopleMustAgreeToBeginsWhenTheyHave() {
        var guarded = ESTATE + "  environments: [{name: production, approvals: {roles: [sre]}}]\n";
        send(Topic.DEPLOYMENT_COMMANDS, KEY, request("d1", guarded), 0);
        assertThat(read(Topic.DEPLOYMENT_STATUS.topicName()))
                .singleElement()
                .isInstanceOfSatisfying(DeploymentStatus.class, status -> assertThat(status.getPhase())
                        .isEqualTo("awaiting_approval"));
        var approval = ApproveDeployment.newBuilder()
                .setCommandId("a-1")
                .setDeploymentId("d1")
                .setEstate("shop")
                .setEnvironment("production")
                .setDecision(ApprovalDecision.approve)
                .setActor(Actor.newBuilder()
                        .setName("bob")
                        .setRoles(List.of("sre"))
                        .build())
                .build();
        send(Topic.DEPLOYMENT_COMMANDS, KEY, approval, 0);
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        assertThat(read(Topic.DEPLOYMENT_EVENTS.topicName()).getLast()).isInstanceOf(DeploymentStarted.class);
    }

    @Test
    void whatCarriesAnOrderOutNamesIt() {
        send(Topic.DEPLOYMENT_COMMANDS, KEY, request("d1", ESTATE), 0);
        send(Topic.DEPLOYMENT_COMMANDS, KEY, hold("d1"), 0);
        send(Topic.DEPLOYMENT_COMMANDS, KEY, cancel("d1"), 0);

        assertThat(read(Topic.DEPLOYMENT_EVENTS.topicName()))
                .extracting(event ->
                        event.get(event.getSchema().getField("commandId").pos()))
                .containsExactly("c-d1", "hold-d1", "cancel-d1");
    }

    private static HoldDeployment hold(String id) {
        return HoldDeployment.newBuilder()
                .setCommandId("hold-" + id)
                .setDeploymentId(id)
                .setEstate("shop")
                .setEnvironment("production")
                .build();
    }

    private static CancelDeployment cancel(String id) {
        return CancelDeployment.newBuilder()
                .setCommandId("cancel-" + id)
                .setDeploymentId(id)
                .setEstate("shop")
                .setEnvironment("production")
                .build();
    }

    @Test
    void aBrokenEstateIsRefusedOnTheStatusTopic() {
        send(Topic.DEPLOYMENT_COMMANDS, KEY, request("d1", "kind: Nonsense"), 0);
        assertThat(read(Topic.DEPLOYMENT_STATUS.topicName()))
                .singleElement()
                .isInstanceOfSatisfying(CommandRefused.class, refused -> assertThat(refused.getReason())
                        .isEqualTo("invalid_estate"));
    }

    @Test
    void bytesThatAreNoRecordBecomeADeadLetterAndNothingStops() {
        var input = driver.createInputTopic(
                Topic.DEPLOYMENT_COMMANDS.topicName(), new ByteArraySerializer(), new ByteArraySerializer());
        input.pipeInput(KEY.getBytes(UTF_8), "not avro".getBytes(UTF_8));
        assertThat(read(Topic.DEPLOYMENT_COMMANDS.deadLetterName()))
                .singleElement()
                .isInstanceOfSatisfying(DeadLetter.class, letter -> {
                    assertThat(letter.getCause()).isEqualTo("bad_framing");
                    assertThat(letter.getTopic()).isEqualTo(Topic.DEPLOYMENT_COMMANDS.topicName());
                });
        send(Topic.DEPLOYMENT_COMMANDS, KEY, request("d1", ESTATE), 0);
        assertThat(read(Topic.DEPLOYMENT_EVENTS.topicName())).hasSize(1);
    }

    @Test
    void aReportThatThePlannerFailsAtBecomesADeadLetterAndNothingStops() {
        var absurd = RegionPrepared.newBuilder()
                .setDeploymentId("d1")
                .setRegion("east")
                .setRunning(
                        List.of(RunningService.newBuilder().setService("api").build()))
                .build();
        send(Topic.REGION_EVENTS, KEY, absurd, 1);
        assertThat(read(Topic.REGION_EVENTS.deadLetterName()))
                .singleElement()
                .isInstanceOfSatisfying(DeadLetter.class, letter -> assertThat(letter.getCause())
                        .isEqualTo("fault"));
        send(Topic.DEPLOYMENT_COMMANDS, KEY, request("d1", ESTATE), 0);
        assertThat(read(Topic.DEPLOYMENT_EVENTS.topicName())).hasSize(1);
    }

    @Test
    void everyCommandWithoutAnIdIsAnsweredForItself() {
        var nameless = request("", ESTATE);
        nameless.setCommandId("");
        send(Topic.DEPLOYMENT_COMMANDS, KEY, nameless, 0);
        nameless.setDeploymentId("a/b");
        send(Topic.DEPLOYMENT_COMMANDS, KEY, nameless, 7);
        assertThat(read(Topic.DEPLOYMENT_STATUS.topicName())).hasSize(2).allSatisfy(answer -> assertThat(answer)
                .isInstanceOfSatisfying(CommandRefused.class, refused -> {
                    assertThat(refused.getReason()).isEqualTo("invalid_request");
                    assertThat(refused.getCommandId()).startsWith("id-");
                }));
    }
}
