package io.tidegate.planner.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.eventlog.testing.Shop;
import io.tidegate.planner.rollout.Decision.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DeploymentDeciderTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Actor ALICE = new Actor("alice", "release", "test");
    private static final String ESTATE = """
            apiVersion: tidegate.io/v1
            kind: Estate
            metadata: {name: shop}
            spec:
              regions:
                - {name: east, role: primary, wave: 1, trafficShare: 60, rollbackWindow: 60m}
                - {name: west, role: standby, wave: 2, trafficShare: 40, rollbackWindow: 20m}
              services:
                - {name: api, image: 'shop/api:1', port: 80}
            """;

    /** One lane; drives the decider and keeps the events. */
    private static final class Planner {
        private final List<DeploymentEvent> events = new ArrayList<>();
        private Lane lane = Lane.empty("shop/production");
        private Instant now = NOON;

        Decision hear(Input input) {
            var decision = DeploymentDecider.decide(lane, input, now);
            lane = Evolution.evolve(lane, decision.changes());
            if (input instanceof Input.Command command) {
                lane = lane.heeded(command.commandId());
            }
            decision.changes().stream()
                    .filter(DeploymentEvent.class::isInstance)
                    .map(DeploymentEvent.class::cast)
                    .forEach(events::add);
            return decision;
        }

        Decision request(String id) {
            return hear(new Input.Request("c-" + id, id, "shop", "production", ESTATE, Map.of(), ALICE, Terms.NOW));
        }

        void report(RegionReport report) {
            hear(new Input.Reported(report));
        }

        void prepared(String id, String region) {
            report(new RegionReport.Prepared(id, region, deployment().digest(), true, List.of(), Map.of()));
        }

        void completed(String id, String region, int wave) {
            report(new RegionReport.Completed(id, region, deployment().digest(), wave, 1, 1, List.of()));
        }

        void rolledBack(String id, String region) {
            report(new RegionReport.RolledBack(id, region, Map.of("api", Shop.workload("shop/api:0")), List.of()));
        }

        void returned(String id, String region) {
            report(new RegionReport.Returned(id, region, Map.of("api", Shop.workload("shop/api:0"))));
        }

        Deployment deployment() {
            return lane.deployment().orElseThrow();
        }

        void inBothRegions(String id) {
            request(id);
            prepared(id, "east");
            prepared(id, "west");
            completed(id, "east", 1);
            completed(id, "west", 2);
        }

        List<String> said() {
            return events.stream()
                    .map(event -> event.getClass().getSimpleName())
                    .toList();
        }
    }

    private static Cause bad(String region) {
        return new Cause("errors-against-limit", region, "api", "errors 20 %", Optional.empty());
    }

    @Test
    void aWaveStartsOnlyWhenTheOneBeforeIsDoneEverywhere() {
        var planner = new Planner();
        planner.request("d1");
        planner.prepared("d1", "east");
        assertThat(planner.said()).containsExactly("Started");
        planner.prepared("d1", "west");
        planner.completed("d1", "west", 2);
        assertThat(planner.said()).containsExactly("Started", "WaveStarted");
        planner.completed("d1", "east", 1);
        assertThat(planner.said()).containsExactly("Started", "WaveStarted", "WaveCompleted", "WaveStarted");
    }

    @Test
    void evidenceForAnotherPlanOpensNoGate() {
        var planner = new Planner();
        planner.request("d1");
        planner.prepared("d1", "east");
        planner.prepared("d1", "west");
        planner.report(new RegionReport.Completed("d1", "east", "another plan", 1, 1, 1, List.of()));
        planner.report(
                new RegionReport.Completed("d0", "east", planner.deployment().digest(), 1, 1, 1, List.of()));
        assertThat(planner.deployment().wave()).isEqualTo(1);
    }

    @Test
    void aBadVerdictTakesAllWavesBackTheLastFirst() {
        var planner = new Planner();
        planner.inBothRegions("d1");
        planner.events.clear();
        planner.hear(new Input.FoundUnhealthy("d1", bad("west")));
        planner.rolledBack("d1", "west");
        planner.rolledBack("d1", "east");
        assertThat(planner.said())
                .containsExactly(
                        "RollbackStarted",
                        "WaveRollbackStarted",
                        "WaveRolledBack",
                        "WaveRollbackStarted",
                        "WaveRolledBack",
                        "RolledBack");
        assertThat(planner.lane.running()).containsEntry("east", Map.of("api", Shop.workload("shop/api:0")));
    }

    /** An earlier wave once waited for all of the later one's verification, while its users had the bad version. */
    @Test
    void anEarlierWaveGoesBackAsSoonAsTheLaterOnesUsersHaveWhatTheyHad() {
        var planner = new Planner();
        planner.inBothRegions("d1");
        planner.hear(new Input.FoundUnhealthy("d1", bad("west")));
        planner.events.clear();
        planner.returned("d1", "west");
        assertThat(planner.said()).containsExactly("WaveRollbackStarted");
        planner.returned("d1", "east");
        planner.rolledBack("d1", "east");
        assertThat(planner.said()).containsExactly("WaveRollbackStarted", "WaveRolledBack");
        planner.rolledBack("d1", "west");
        assertThat(planner.said())
                .containsExactly("WaveRollbackStarted", "WaveRolledBack", "WaveRolledBack", "RolledBack");
    }

    @Test
    void aRegionThatNeverProvesItsWayBackIsNamedWhenItsDeadlinePasses() {
        var planner = new Planner();
        planner.inBothRegions("d1");
        planner.hear(new Input.FoundUnhealthy("d1", bad("west")));
        planner.returned("d1", "west");
        planner.rolledBack("d1", "east");
        planner.now = planner.deployment().deadline();
        planner.hear(new Input.TimePassed());
        assertThat(planner.deployment().stage()).isEqualTo(Stage.HELD);
        assertThat(planner.deployment().reason()).startsWith("west: ").contains("deadline");
    }

    @Test
    void aRemovedServiceIsNoStaleEvidenceThoughItsDeploymentIsOver() {
        var planner = new Planner();
        planner.request("d1");
        var removed = new Input.Reported(new RegionReport.ServiceRemoved("d0", "east", "api"));
        var completed = new Input.Reported(new RegionReport.Validating("d0", "east"));
        assertThat(DeploymentDecider.isStale(planner.lane, removed)).isFalse();
        assertThat(DeploymentDecider.isStale(planner.lane, completed)).isTrue();
    }

    @Test
    void aCompletedDeploymentIsTakenBackOnlyWithinTheRegionsWindow() {
        var planner = new Planner();
        planner.inBothRegions("d1");
        planner.now = NOON.plusSeconds(31 * 60);
        planner.hear(new Input.TimePassed());
        assertThat(planner.deployment().stage()).isEqualTo(Stage.COMPLETED);
        planner.hear(new Input.FoundUnhealthy("d1", bad("west")));
        assertThat(planner.deployment().stage()).isEqualTo(Stage.COMPLETED);
        planner.hear(new Input.FoundUnhealthy("d1", bad("east")));
        assertThat(planner.deployment().stage()).isEqualTo(Stage.ROLLING_BACK);
    }

    @Test
    void aVerdictDuringTheStabilityWatchCountsEvenAfterTheRegionsWindow() {
        var planner = new Planner();
        planner.inBothRegions("d1");
        planner.now = NOON.plusSeconds(21 * 60);
        planner.hear(new Input.FoundUnhealthy("d1", bad("west")));
        assertThat(planner.deployment().stage()).isEqualTo(Stage.ROLLING_BACK);
    }

    @Test
    void onlyOneDeploymentAtATime() {
        var planner = new Planner();
        planner.request("d1");
        var refusal = planner.request("d2").refusal().orElseThrow();
        assertThat(refusal.reason()).isEqualTo(Reason.CONFLICT);
        assertThat(refusal.message()).contains("d1").contains("cancel");
        assertThat(planner.deployment().id()).isEqualTo("d1");
    }

    @Test
    void aRedeliveredCommandOrReportChangesNothing() {
        var planner = new Planner();
        planner.inBothRegions("d1");
        var before = planner.lane;
        planner.request("d1");
        planner.prepared("d1", "east");
        planner.completed("d1", "east", 1);
        planner.completed("d1", "west", 2);
        assertThat(planner.lane.deployment()).isEqualTo(before.deployment());
    }

    @Test
    void aBrokenEstateIsRefusedWithItsFindings() {
        var planner = new Planner();
        var refusal = planner.hear(new Input.Request(
                        "c1",
                        "d1",
                        "shop",
                        "production",
                        ESTATE.replace("port: 80", "port: 80, dependsOn: [db]"),
                        Map.of(),
                        ALICE,
                        Terms.NOW))
                .refusal()
                .orElseThrow();
        assertThat(refusal.reason()).isEqualTo(Reason.INVALID_ESTATE);
        assertThat(refusal.message()).contains("db");
    }

    @Test
    void ordersForUnknownOrEndedDeploymentsAreRefused() {
        var planner = new Planner();
        assertThat(planner.hear(new Input.Cancel("c1", "nope", ALICE))
                        .refusal()
                        .orElseThrow()
                        .reason())
                .isEqualTo(Reason.UNKNOWN_DEPLOYMENT);
        planner.request("d1");
        planner.hear(new Input.Cancel("c2", "d1", ALICE));
        assertThat(planner.deployment().stage()).isEqualTo(Stage.CANCELLED);
        assertThat(planner.hear(new Input.RollBack("c3", "d1", ALICE))
                        .refusal()
                        .orElseThrow()
                        .reason())
                .isEqualTo(Reason.TOO_LATE);
    }

    @Test
    void aSilentRegionEndsThePreparation() {
        var planner = new Planner();
        planner.request("d1");
        planner.prepared("d1", "east");
        planner.now = NOON.plusSeconds(31);
        planner.hear(new Input.TimePassed());
        assertThat(planner.deployment().stage()).isEqualTo(Stage.FAILED);
        assertThat(planner.deployment().reason()).contains("west");
    }

    @Test
    void aRegionThatCannotGoBackHoldsTheDeploymentAndAPersonCanTryAgain() {
        var planner = new Planner();
        planner.inBothRegions("d1");
        planner.hear(new Input.RollBack("c1", "d1", ALICE));
        planner.report(new RegionReport.RollbackFailed("d1", "west", "api", "runtime_unavailable", "down"));
        planner.rolledBack("d1", "east");
        assertThat(planner.deployment().stage()).isEqualTo(Stage.HELD);
        planner.hear(new Input.RollBack("c2", "d1", ALICE));
        assertThat(planner.deployment().stage()).isEqualTo(Stage.ROLLING_BACK);
        planner.rolledBack("d1", "west");
        assertThat(planner.deployment().stage()).isEqualTo(Stage.ROLLED_BACK);
    }

    @Test
    void readingTheEventsAgainGivesTheSameState() {
        var planner = new Planner();
        var changes = new ArrayList<Change>();
        var lane = Lane.empty("shop/production");
        planner.inBothRegions("d1");
        for (DeploymentEvent event : planner.events) {
            changes.add(event);
        }
        for (Change change : changes) {
            lane = Evolution.evolve(lane, change);
        }
        assertThat(lane.deployment().orElseThrow().stage())
                .isEqualTo(planner.deployment().stage());
        assertThat(lane.deployment().orElseThrow().wave())
                .isEqualTo(planner.deployment().wave());
    }

    @Test
    void terminalStagesAbsorb() {
        assertThat(EnumSet.allOf(Stage.class).stream().filter(Stage::terminal))
                .containsExactlyInAnyOrder(Stage.SETTLED, Stage.ROLLED_BACK, Stage.CANCELLED, Stage.FAILED);
    }
}
