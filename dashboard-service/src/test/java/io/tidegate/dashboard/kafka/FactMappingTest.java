package io.tidegate.dashboard.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.dashboard.projection.Actor;
import io.tidegate.dashboard.projection.Fact;
import io.tidegate.dashboard.projection.Facts;
import io.tidegate.dashboard.projection.Order;
import io.tidegate.schemas.avro.CommandRefused;
import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.DeploymentStatus;
import io.tidegate.schemas.avro.HealthVerdict;
import io.tidegate.schemas.avro.RegionStatus;
import io.tidegate.schemas.avro.RollbackStarted;
import io.tidegate.schemas.avro.ServiceStatus;
import io.tidegate.schemas.avro.Verdict;
import io.tidegate.schemas.examples.Examples;
import io.tidegate.schemas.topics.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
        return List.of(
                new Order.Deploy("c-1", "d-1", "shop", "production", "file", Map.of("a", "a:2"), Facts.ADA, Facts.NOON),
                new Order.Cancel("c-2", "d-1", "shop", "production", Facts.ADA, Facts.NOON),
                new Order.RollBack("c-3", "d-1", "shop", "production", Facts.ADA, Facts.NOON));
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
        var read = OrderMapping.fromWire(OrderMapping.toWire(order), "event-1").orElseThrow();

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
        var order = new Order.Cancel("", "d-1", "shop", "production", Facts.ADA, Facts.NOON);

        assertThat(fact(OrderMapping.toWire(order)))
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
