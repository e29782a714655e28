package io.tidegate.dashboard.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.dashboard.projection.Actor;
import io.tidegate.dashboard.projection.Fact;
import io.tidegate.dashboard.projection.Facts;
import io.tidegate.dashboard.projection.Intent;
import io.tidegate.dashboard.projection.Intent.IfBusy;
import io.tidegate.dashboard.projection.Intent.Priority;
import io.tidegate.dashboard.projection.Intent.Terms;
import io.tidegate.dashboard.projection.Order;
import io.tidegate.schemas.avro.CommandRefused;
import io.tidegate.schemas.avro.DeploymentFailed;
import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.DeploymentStatus;
import io.tidegate.schemas.avro.HealthVerdict;
import io.tidegate.schemas.avro.LaneFrozen;
import io.tidegate.schemas.avro.RegionStatus;
import io.tidegate.schemas.avro.RollbackStarted;
import io.tidegate.schemas.avro.ServiceStatus;
import io.tidegate.schemas.avro.Verdict;
import io.tidegate.schemas.examples.Examples;
import io.tidegate.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FactMappingTest {
    private static Fact fact(SpecificRecord record) {
        return FactMapping.fromWire("shop/production", record, "event-1").orElseThrow();
    }

    static List<Class<? extends SpecificRecord>> events() {
        return Stream.of(Topic.DEPLOYMENT_EVENTS, Topic.REGION_EVENTS, Topic.HEALTH_VERDICTS)
                .flatMap(topic -> topic.records().stream())
                .filter(type -> SpecificData.get().getSchema(type).getField("deploymentId")
                        != null) // the others are about a lane
                .toList();
    }

    static List<Class<? extends SpecificRecord>> commands() {
        return Topic.DEPLOYMENT_COMMANDS.records();
    }

    static List<Order> orders() {
        return Stream.of(
                        new Intent.Deploy("file", Map.of("a", "a:2"), Facts.AT_ONCE),
                        new Intent.Deploy(
                                "file",
                                Map.of("a", "a:2"),
                                new Terms(
                                        Priority.EMERGENCY,
                                        IfBusy.REPLACE,
                                        Optional.of(Facts.NOON),
                                        Duration.ofHours(1),
                                        true)),
                        new Intent.Cancel(),
                        new Intent.RollBack(),
                        new Intent.Approve(true, List.of("sre")),
                        new Intent.Approve(true, List.of("release-manager")),
                        new Intent.Approve(false, List.of("sre")),
                        new Intent.Hold(Duration.ZERO),
                        new Intent.Hold(Duration.ofHours(1)),
                        new Intent.Resume(),
                        new Intent.Freeze(Optional.empty()),
                        new Intent.Freeze(Optional.of(Facts.NOON)),
                        new Intent.Unfreeze(),
                        new Intent.Drain("east"),
                        new Intent.Drain("west"),
                        new Intent.Undrain("east"))
                .map(intent -> order("c-1", intent))
                .toList();
    }

    /** Which deployment it is about is said only by what is about one. */
    private static Order order(String id, Intent intent) {
        boolean lane = intent instanceof Intent.Freeze
                || intent instanceof Intent.Unfreeze
                || intent instanceof Intent.Drain
                || intent instanceof Intent.Undrain;
        return Facts.order(id, lane ? "" : "d-1", intent);
    }

    @ParameterizedTest
    @MethodSource("events")
    void everyEventIsADecisionOnItsDeploymentOfTheAggregateItsKeyNames(Class<? extends SpecificRecord> type) {
        var event = Examples.of(type);

        assertThat(fact(event)).isInstanceOfSatisfying(Fact.Decided.class, decided -> {
            assertThat(decided.deployment())
                    .isEqualTo(
                            event.get(event.getSchema().getField("deploymentId").pos()));
            assertThat(decided.estate()).isEqualTo("shop");
            assertThat(decided.environment()).isEqualTo("production");
            assertThat(decided.decision().word()).matches("[a-z_]+");
            assertThat(decided.decision().at()).isAfter(Instant.EPOCH);
        });
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandIsAFactWithWhoAskedForIt(Class<? extends SpecificRecord> type) {
        assertThat(fact(Examples.of(type))).isInstanceOfSatisfying(Fact.Command.class, command -> {
            assertThat(command.commandId()).isNotBlank();
            assertThat(command.actor().name()).isNotBlank();
        });
    }

    @Test
    void everyStateIsAFact() {
        assertThat(fact(Examples.of(DeploymentStatus.class))).isInstanceOf(Fact.Deployment.class);
        assertThat(fact(Examples.of(RegionStatus.class))).isInstanceOf(Fact.Region.class);
        assertThat(fact(Examples.of(ServiceStatus.class))).isInstanceOf(Fact.Service.class);
        assertThat(fact(Examples.of(CommandRefused.class))).isInstanceOf(Fact.Refusal.class);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void anOrderReadsAsItWasWrittenAndKeepsItsFingerprint(Order order) {
        var read =
                OrderMapping.fromWire(OrderMapping.toWire(order, 1), "event-1").orElseThrow();

        assertThat(read).isEqualTo(order);
        assertThat(read.fingerprint()).isEqualTo(order.fingerprint());
        assertThat(OrderMapping.key(order)).isEqualTo("shop/production");
    }

    @Test
    void fingerprintsTellOrdersApart() {
        assertThat(orders()).extracting(Order::fingerprint).doesNotHaveDuplicates();
    }

    @Test
    void aCommandWithoutAnIdHasThatOfItsEvent() {
        var order = order("", new Intent.Cancel());

        assertThat(fact(OrderMapping.toWire(order, 1)))
                .isInstanceOfSatisfying(Fact.Command.class, command -> assertThat(command.commandId())
                        .isEqualTo("event-1"));
    }

    @Test
    void whoOrderedSomethingIsNamedWithTheDecision() {
        var actor = io.tidegate.schemas.avro.Actor.newBuilder()
                .setName("ada")
                .setReason("why")
                .setClient("rest")
                .build();
        var started = DeploymentStarted.newBuilder(Examples.of(DeploymentStarted.class))
                .setCommandId("c-1")
                .setActor(actor)
                .build();
        var back = RollbackStarted.newBuilder(Examples.of(RollbackStarted.class))
                .setActor(actor)
                .build();

        for (SpecificRecord record : List.of(started, back)) {
            assertThat(((Fact.Decided) fact(record)).actor()).contains(new Actor("ada", "why", "rest"));
        }
        assertThat(((Fact.Decided) fact(started)).commandId()).contains("c-1");
        assertThat(((Fact.Decided) fact(started)).decision().message()).contains("ada", "why");
    }

    @Test
    void whatFailedSaysItsReason() {
        var failed = DeploymentFailed.newBuilder()
                .setDeploymentId("d-1")
                .setReason("region_silent")
                .setMessage("no answer from eu-west-1")
                .setAt(Facts.NOON)
                .build();

        var decision = ((Fact.Decided) fact(failed)).decision();

        assertThat(decision.word()).isEqualTo("deployment_failed");
        assertThat(decision.rule()).isEqualTo("region_silent");
        assertThat(decision.message()).isEqualTo("no answer from eu-west-1");
    }

    @Test
    void aFreezeIsADecisionThatSaysWhoAndWhyAndHowLong() {
        var decided = (Fact.Decided) fact(Examples.of(LaneFrozen.class));

        assertThat(decided.deployment()).isEmpty();
        assertThat(decided.commandId()).isPresent();
        assertThat(decided.decision().message())
                .isEqualTo("frozen by alice: the payment provider is down, until 2026-01-02T04:05:17Z");
    }

    @Test
    void aVerdictIsNamedByItsWordAlsoWhenItsEvidenceSaysNothing() {
        var verdict = HealthVerdict.newBuilder(Examples.of(HealthVerdict.class))
                .setVerdict(Verdict.no_data)
                .setEvidence(new io.tidegate.schemas.avro.Evidence())
                .build();
        verdict.getEvidence().setRule("");
        verdict.getEvidence().setMetric("");
        verdict.getEvidence().setMessage("");
        verdict.getEvidence().setSeries(List.of());

        var decided = (Fact.Decided) fact(verdict);

        assertThat(decided.decision().word()).isEqualTo("found_no_data");
        assertThat(decided.decision().evidence()).isPresent();
    }
}
