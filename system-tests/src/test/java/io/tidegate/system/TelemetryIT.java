package io.tidegate.system;

import static io.tidegate.system.Deployments.isAbout;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.schemas.avro.AlertSeverity;
import io.tidegate.schemas.avro.Evidence;
import io.tidegate.schemas.avro.HealthSignal;
import io.tidegate.schemas.avro.HealthVerdict;
import io.tidegate.schemas.avro.RegionRolledBack;
import io.tidegate.schemas.avro.SignalKind;
import io.tidegate.schemas.avro.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Versions whose trouble only one kind of telemetry can see, each in an estate of its own, all deployed at the same time. */
@OnTheLocalSuite
@Order(11)
class TelemetryIT {
    private static final Lane METER = new Lane(Telemetry.METER, "us-east-1", "1.0.0", "2.0.0");
    private static final Lane GAUGE = new Lane(Telemetry.GAUGE, "us-west-2", "1.0.0-mute", "2.0.0-mute");
    private static final Lane TURNSTILE = new Lane(Telemetry.TURNSTILE, "us-east-1", "1.0.0", "2.0.0");
    private static final Lane KETTLE = new Lane(
            "kettle",
            "us-west-2",
            "1.0.0",
            "2.0.0-leak50",
            "        rules: [{name: boils-over, when: memory_share > 0.3, over: 5s, for: 2s, message: it boils}]");

    /** Where no planner is, so that what is said elsewhere has to come a long way. */
    private static final Lane GUARD = new Lane("guard", "eu-west-1", "1.0.0", "2.0.0");

    private static final List<Lane> LANES = List.of(METER, GAUGE, TURNSTILE, KETTLE, GUARD);

    @BeforeAll
    static void bringInGoodVersionsAndBegin(Suite suite, Telemetry telemetry) {
        telemetry.begin(suite, METER.region());
        try (var log = Deployments.ofTheShop(suite)) {
            Lane.broughtIn(suite, log, LANES);
            suite.commands().say(GUARD.key(), orders(true));
            Lane.begin(suite, LANES);
        }
    }

    @AfterAll
    static void end(Telemetry telemetry) {
        telemetry.end();
    }

    /** Analytics in the control plane's region, a monitor of intrusions in the standby's, and the version in a third. */
    @Test
    @Order(1)
    void aBusinessSignalHoldsAVersionAndASecuritySignalTakesItBack(Suite suite) {
        try (var log = Deployments.ofTheShop(suite)) {
            var held = log.await(
                    "it is held by the signal",
                    entry -> isAbout(entry, HealthVerdict.class, GUARD.second())
                            && evidence(entry.as(HealthVerdict.class), Verdict.inconclusive)
                                    .filter(known -> known.getRule().equals("business-signal"))
                                    .isPresent());
            assertThat(held.field("message"))
                    .contains("'orders-a-minute' of analytics (warning): orders fell by a third");

            suite.commands("us-west-2").say(GUARD.key(), escape());

            var evidence = takenBack(suite, log, GUARD);
            assertThat(evidence.getRule()).isEqualTo("security-signal");
            assertThat(evidence.getMessage())
                    .isEqualTo("security signal 'container-escape' of runtime-monitor (critical) about version 2.0.0:"
                            + " it left its container");
            assertThat(log.await(RegionRolledBack.class, GUARD.second())
                            .as(RegionRolledBack.class)
                            .orElseThrow()
                            .getValidationResults())
                    .as("the signal that goes on holds no way back")
                    .anySatisfy(result -> {
                        assertThat(result.getName()).isEqualTo("rollback of guard");
                        assertThat(result.getOutcome()).hasToString("passed");
                    });
            suite.commands().say(GUARD.key(), orders(false));
            assertThat(suite.cli().run("explain", GUARD.second()).out())
                    .contains("found_unhealthy", evidence.getMessage())
                    .contains("found_inconclusive", held.field("message"));
        }
    }

    @Test
    @Order(2)
    void errorsThatOnlyTheCollectorWasToldOfTakeAVersionBack(Suite suite) {
        try (var log = Deployments.ofTheShop(suite)) {
            isOfRequests(takenBack(suite, log, METER));
        }
    }

    @Test
    @Order(3)
    void errorsThatOnlyAPrometheusServerKnowsOfTakeAVersionBack(Suite suite) {
        try (var log = Deployments.ofTheShop(suite)) {
            isOfRequests(takenBack(suite, log, GAUGE));
        }
    }

    @Test
    @Order(4)
    void aJourneyThatFailsAgainAndAgainTakesAVersionBack(Suite suite) {
        try (var log = Deployments.ofTheShop(suite)) {
            var evidence = takenBack(suite, log, TURNSTILE);

            assertThat(evidence.getRule()).isEqualTo("health-checks");
            assertThat(evidence.getMessage()).contains("health-service/journeys/ride");
        }
    }

    @Test
    @Order(5)
    void aRuleOfAnEstatesOwnTakesAVersionBack(Suite suite) {
        try (var log = Deployments.ofTheShop(suite)) {
            var evidence = takenBack(suite, log, KETTLE);

            assertThat(evidence.getRule()).isEqualTo("rule:boils-over");
            assertThat(evidence.getMessage()).contains("it boils", "memory_share");
        }
    }

    /** The replicas answered every request well; three of ten failed by the word of the other source, once it was heeded. */
    private static void isOfRequests(Evidence evidence) {
        assertThat(evidence.getRule()).startsWith("errors-");
        assertThat(evidence.getMetric()).isEqualTo("errors");
        assertThat(evidence.getValue()).isBetween(0.1, 0.4);
    }

    /** Waits for the end of a bad version, and returns on what evidence it was found to be one. */
    private static Evidence takenBack(Suite suite, Deployments log, Lane lane) {
        var found = log.await(
                lane.bad() + " of " + lane.service() + " is found unhealthy",
                entry -> isAbout(entry, HealthVerdict.class, lane.second())
                        && entry.field("version").equals(lane.bad())
                        && evidence(entry.as(HealthVerdict.class), Verdict.unhealthy)
                                .isPresent());
        assertThat(lane.servingAfterwards(suite, log)).isEqualTo("{" + lane.good() + "=100}");
        return evidence(found.as(HealthVerdict.class), Verdict.unhealthy).orElseThrow();
    }

    private static Optional<Evidence> evidence(Optional<HealthVerdict> verdict, Verdict word) {
        return verdict.filter(said -> said.getVerdict() == word)
                .flatMap(said -> Optional.ofNullable(said.getEvidence()));
    }

    private static HealthSignal orders(boolean firing) {
        return signal(SignalKind.business, AlertSeverity.warning, "orders-a-minute", "analytics")
                .setFiring(firing)
                .setMessage("orders fell by a third")
                .build();
    }

    private static HealthSignal escape() {
        return signal(SignalKind.security, AlertSeverity.critical, "container-escape", "runtime-monitor")
                .setVersion(GUARD.bad())
                .setMessage("it left its container")
                .build();
    }

    private static HealthSignal.Builder signal(SignalKind kind, AlertSeverity severity, String name, String source) {
        return HealthSignal.newBuilder()
                .setEstate(GUARD.service())
                .setEnvironment("test")
                .setService(GUARD.service())
                .setKind(kind)
                .setSeverity(severity)
                .setName(name)
                .setSource(source)
                .setAt(Instant.now());
    }
}
