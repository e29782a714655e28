package io.tidegate.planner.rollout;

import static io.tidegate.planner.rollout.LaneOnStage.ALICE;
import static io.tidegate.planner.rollout.LaneOnStage.ESTATE;
import static io.tidegate.planner.rollout.LaneOnStage.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.eventlog.testing.Shop;
import io.tidegate.planner.rollout.Decision.Reason;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DeploymentDeciderTest {
    private static Cause bad(String region) {
        return new Cause("errors-against-limit", region, "api", "errors 20 %", Optional.empty());
    }

    @Test
    void aWaveStartsOnlyWhenTheOneBeforeIsDoneEverywhere() {
        var planner = new LaneOnStage();
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
        var planner = new LaneOnStage();
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
        var planner = new LaneOnStage();
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
        var planner = new LaneOnStage();
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
        var planner = new LaneOnStage();
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
        var planner = new LaneOnStage();
        planner.request("d1");
        var removed = new Input.Reported(new RegionReport.ServiceRemoved("d0", "east", "api"));
        var completed = new Input.Reported(new RegionReport.Validating("d0", "east"));
        assertThat(DeploymentDecider.isStale(planner.lane, removed)).isFalse();
        assertThat(DeploymentDecider.isStale(planner.lane, completed)).isTrue();
    }

    @Test
    void aCompletedDeploymentIsTakenBackOnlyWithinTheRegionsWindow() {
        var planner = new LaneOnStage();
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
        var planner = new LaneOnStage();
        planner.inBothRegions("d1");
        planner.now = NOON.plusSeconds(21 * 60);
        planner.hear(new Input.FoundUnhealthy("d1", bad("west")));
        assertThat(planner.deployment().stage()).isEqualTo(Stage.ROLLING_BACK);
    }

    @Test
    void onlyOneDeploymentAtATime() {
        var planner = new LaneOnStage();
        planner.request("d1");
        var refusal = planner.request("d2").refusal().orElseThrow();
        assertThat(refusal.reason()).isEqualTo(Reason.CONFLICT);
        assertThat(refusal.message()).contains("d1").contains("cancel");
        assertThat(planner.deployment().id()).isEqualTo("d1");
    }

    @Test
    void aRedeliveredCommandOrReportChangesNothing() {
        var planner = new LaneOnStage();
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
        var planner = new LaneOnStage();
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
        var planner = new LaneOnStage();
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
        var planner = new LaneOnStage();
        planner.request("d1");
        planner.prepared("d1", "east");
        planner.now = NOON.plusSeconds(31);
        planner.hear(new Input.TimePassed());
        assertThat(planner.deployment().stage()).isEqualTo(Stage.FAILED);
        assertThat(planner.deployment().reason()).contains("west");
    }

    @Test
    void aRegionThatCannotGoBackHoldsTheDeploymentAndAPersonCanTryAgain() {
        var planner = new LaneOnStage();
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
        var planner = new LaneOnStage();
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

    @Test
    void whatIsWrongWithAnEstateIsListedUpToTwentyTimes() {
        assertThat(refused(wrong(20))).doesNotContain("more");
        assertThat(refused(wrong(23))).endsWith("\nand 3 more");
    }

    private static String wrong(int services) {
        var text = new StringBuilder(ESTATE.substring(0, ESTATE.indexOf("    - {name: api")));
        for (int number = 0; number < services; number++) {
            text.append("    - {name: s").append(number).append(", image: 'shop/s:1', port: 99999}\n");
        }
        return text.toString();
    }

    private static String refused(String estate) {
        return new LaneOnStage(estate).request("d1").refusal().orElseThrow().message();
    }

    @Test
    void aRequestIsForTheEstateThatItsDocumentDescribesAndForImagesThatCanBe() {
        var planner = new LaneOnStage();
        var other =
                planner.hear(new Input.Request("c1", "d1", "desk", "production", ESTATE, Map.of(), ALICE, Terms.NOW));
        var image = planner.hear(new Input.Request(
                "c2", "d1", "shop", "production", ESTATE, Map.of("api", "no image"), ALICE, Terms.NOW));
        var nameless =
                planner.hear(new Input.Request("c3", " ", "shop", "production", ESTATE, Map.of(), ALICE, Terms.NOW));

        assertThat(other.refusal().orElseThrow().message()).contains("'desk'", "'shop'");
        assertThat(image.refusal().orElseThrow().message()).contains("'api'", "unusable");
        assertThat(nameless.refusal().orElseThrow().reason()).isEqualTo(Reason.INVALID_REQUEST);
    }

    @Test
    void theNextDeploymentSettlesTheOneBefore() {
        var planner = new LaneOnStage();
        planner.inBothRegions("d1");
        planner.now = planner.deployment().deadline();
        planner.hear(new Input.TimePassed());
        planner.events.clear();

        planner.request("d2");

        assertThat(planner.said()).containsExactly("Settled", "Started");
    }

    @Test
    void whoNamesADeploymentThatIsNotThereIsToldWhichOneIs() {
        var planner = new LaneOnStage();
        planner.request("d1");

        var refusal =
                planner.hear(new Input.RollBack("c1", "d0", ALICE)).refusal().orElseThrow();

        assertThat(refusal.reason()).isEqualTo(Reason.UNKNOWN_DEPLOYMENT);
        assertThat(refusal.message()).contains("'d0'", "the latest is 'd1'");
    }
}
