package io.tidegate.coordinator.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.eventlog.testing.Bench;
import io.tidegate.eventlog.testing.Shop;
import io.tidegate.schemas.avro.ControlPlaneHeartbeat;
import io.tidegate.schemas.avro.ControlPlaneObeyed;
import io.tidegate.schemas.avro.ControlPlaneSilent;
import io.tidegate.schemas.avro.ControlPlaneTakenOver;
import io.tidegate.schemas.avro.DeadLetter;
import io.tidegate.schemas.avro.HealthVerdict;
import io.tidegate.schemas.avro.RegionCompleted;
import io.tidegate.schemas.avro.RegionPrepared;
import io.tidegate.schemas.avro.RegionRolledBack;
import io.tidegate.schemas.avro.RegionRollingBack;
import io.tidegate.schemas.avro.RegionStatus;
import io.tidegate.schemas.avro.ServiceDeployed;
import io.tidegate.schemas.avro.ServiceStatus;
import io.tidegate.schemas.avro.StepAction;
import io.tidegate.schemas.avro.StepRequested;
import io.tidegate.schemas.avro.StepSucceeded;
import io.tidegate.schemas.avro.Verdict;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.CatalogueCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.approvaltests.Approvals;
import org.approvaltests.core.Options;
import org.approvaltests.reporters.QuietReporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CoordinatorTopologyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Bench bench = new Bench(codec -> new CoordinatorTopology(
                    codec, Shop.REGION, List.of(Shop.REGION, "west"), PATIENCE, Duration.ofMillis(100))
            .get());

    @AfterEach
    void close() {
        bench.close();
    }

    private void begin() {
        bench.send(Topic.DEPLOYMENT_EVENTS, Shop.KEY, Shop.started("d1", "1", Map.of()));
        bench.send(Topic.DEPLOYMENT_EVENTS, Shop.KEY, Shop.wave("d1"));
    }

    private List<StepRequested> steps() {
        return bench.read(Topic.STEP_REQUESTS, StepRequested.class);
    }

    private static StepSucceeded done(StepRequested step) {
        return StepSucceeded.newBuilder()
                .setStepId(step.getStepId())
                .setDeploymentId("d1")
                .setEstate("shop")
                .setEnvironment("production")
                .setRegion(Shop.REGION)
                .setService("api")
                .setAttempt(step.getAttempt())
                .build();
    }

    /** Answers steps until none is asked for; returns what was asked. */
    private List<StepAction> work() {
        var asked = new ArrayList<StepAction>();
        for (var open = steps(); !open.isEmpty(); open = steps()) {
            for (StepRequested step : open) {
                asked.add(step.getAction());
                bench.send(Topic.STEP_EVENTS, Shop.KEY, done(step));
            }
        }
        return asked;
    }

    private void verdict(Verdict verdict) {
        bench.send(
                Topic.HEALTH_VERDICTS,
                Shop.KEY,
                HealthVerdict.newBuilder()
                        .setDeploymentId("d1")
                        .setEstate("shop")
                        .setEnvironment("production")
                        .setRegion(Shop.REGION)
                        .setService("api")
                        .setVersion("1")
                        .setVerdict(verdict)
                        .setMessage("so it is")
                        .build());
    }

    private List<SpecificRecord> words() {
        return bench.read(Topic.CONTROL_PLANE.topicName());
    }

    @Test
    void aRegionThatDoesNotHearThePlannerSaysSoAndDoesAgain() {
        bench.pass(Duration.ofSeconds(1));
        bench.send(Topic.CONTROL_PLANE, "east/0", new ControlPlaneHeartbeat(Shop.REGION, 1L, false, Bench.START));
        for (int second = 0; second < 16; second++) {
            bench.pass(Duration.ofSeconds(1));
        }
        assertThat(words()).singleElement().isInstanceOfSatisfying(ControlPlaneSilent.class, silent -> assertThat(
                        silent.getLeader())
                .isEqualTo(Shop.REGION));
        bench.send(Topic.CONTROL_PLANE, "east/0", new ControlPlaneHeartbeat(Shop.REGION, 1L, false, Bench.START));
        bench.pass(Duration.ofSeconds(1));
        assertThat(words()).isEmpty();
    }

    @Test
    void aRegionThatSleptDoesNotTakeItForSilence() {
        bench.pass(Duration.ofSeconds(1));
        bench.pass(Duration.ofMinutes(10));
        assertThat(words()).isEmpty();
    }

    @Test
    void ordersOfAPlannerThatLeadsNoMoreAreRefusedAndItIsToldWhoLeads() {
        begin();
        var replica = Topic.CONTROL_PLANE.replicaName("west");
        bench.send(
                replica,
                "west/0",
                new ControlPlaneTakenOver(
                        "west", 2L, "east", 1L, "silence", "", Bench.START, Bench.START, 0, Bench.START),
                1,
                Optional.empty());
        bench.read(Topic.REGION_EVENTS.topicName());
        bench.send(Topic.DEPLOYMENT_EVENTS, Shop.KEY, Shop.started("d2", "2", Map.of()));
        assertThat(bench.read(Topic.REGION_EVENTS.topicName())).isEmpty();
        bench.send(Topic.CONTROL_PLANE, "east/0", new ControlPlaneHeartbeat(Shop.REGION, 1L, false, Bench.START));
        assertThat(words()).containsExactly(new ControlPlaneObeyed(Shop.REGION, "west", 2L, Bench.START));
    }

    @Test
    void itsOperatorsAndStoresAreTheApprovedOnes() {
        Approvals.verify(
                new CoordinatorTopology(
                                new CatalogueCodec(), "west", List.of("east", "north"), PATIENCE, Duration.ofSeconds(1))
                        .get()
                        .describe(),
                new Options().withReporter(new QuietReporter()));
    }

    @Test
    void aWaveBecomesStepsAndEndsOnceTheEvidenceIsThere() {
        begin();
        assertThat(work()).containsExactly(StepAction.apply, StepAction.await_ready, StepAction.route);
        verdict(Verdict.healthy);
        assertThat(bench.read(Topic.REGION_EVENTS.topicName()))
                .hasAtLeastOneElementOfType(RegionPrepared.class)
                .hasAtLeastOneElementOfType(ServiceDeployed.class)
                .hasAtLeastOneElementOfType(RegionCompleted.class);
        assertThat(bench.read(Topic.REGION_STATUS, RegionStatus.class)).isNotEmpty();
        assertThat(bench.read(Topic.SERVICE_STATUS, ServiceStatus.class)).isNotEmpty();
    }

    @Test
    void aBadVerdictTakesTheRegionBackWithoutBeingToldTo() {
        begin();
        work();
        verdict(Verdict.unhealthy);
        work();
        assertThat(bench.read(Topic.REGION_EVENTS.topicName()))
                .hasAtLeastOneElementOfType(RegionRollingBack.class)
                .hasAtLeastOneElementOfType(RegionRolledBack.class);
    }

    @Test
    void aRedeliveredWaveAsksForNothingTwice() {
        bench.send(Topic.DEPLOYMENT_EVENTS, Shop.KEY, Shop.started("d1", "1", Map.of()));
        long number = bench.send(Topic.DEPLOYMENT_EVENTS, Shop.KEY, Shop.wave("d1"));
        assertThat(steps()).hasSize(1);
        bench.send(Topic.DEPLOYMENT_EVENTS.topicName(), Shop.KEY, Shop.wave("d1"), number, Optional.empty());
        assertThat(steps()).isEmpty();
    }

    @Test
    void aRedeliveredStepOutcomeMovesNothingTwice() {
        begin();
        var first = steps().getFirst();
        bench.send(Topic.STEP_EVENTS.topicName(), Shop.KEY, done(first), 0, Optional.empty());
        bench.send(Topic.STEP_EVENTS.topicName(), Shop.KEY, done(first), 0, Optional.empty());
        assertThat(steps()).extracting(StepRequested::getAction).containsExactly(StepAction.await_ready);
    }

    @Test
    void whatCannotBeReadBecomesADeadLetterAndTheNextRecordIsProcessed() {
        bench.sendBytes(Topic.DEPLOYMENT_EVENTS.topicName(), Shop.KEY, "not avro".getBytes(UTF_8));
        bench.send(Topic.STEP_EVENTS, Shop.KEY, Shop.wave("d1"));
        assertThat(bench.read(Topic.DEPLOYMENT_EVENTS.deadLetterName()))
                .singleElement()
                .isInstanceOfSatisfying(DeadLetter.class, letter -> assertThat(letter.getCause())
                        .isEqualTo("bad_framing"));
        assertThat(bench.read(Topic.STEP_EVENTS.deadLetterName()))
                .singleElement()
                .isInstanceOfSatisfying(DeadLetter.class, letter -> assertThat(letter.getCause())
                        .isEqualTo("wrong_type"));
        begin();
        assertThat(steps()).hasSize(1);
    }
}
