package io.tidegate.planner.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.estate.HealthSettings;
import io.tidegate.estate.Image;
import io.tidegate.estate.Resources;
import io.tidegate.estate.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What cannot be undone wants one more approval, and is not taken back by itself. */
final class MigrationTest {
    private static final Actor ALICE = new Actor("alice", "release", "test");
    private static final Actor BOB = new Actor("bob", "", "test");
    private static final Workload FORMER =
            new Workload(new Image("shop/db:0"), 1, 80, Resources.NONE, HealthSettings.SPECIFICATION);
    private static final Cause BAD = new Cause("errors", "west", "db", "too many errors", Optional.empty());

    private Lane lane = Lane.empty("shop/production");
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");

    private static String estate(String approvals) {
        return """
                apiVersion: tidegate.io/v1
                kind: Estate
                metadata: {name: shop}
                spec:
                  environments: [{name: production%s}]
                  regions:
                    - {name: east, role: primary, wave: 1, trafficShare: 60}
                    - {name: west, role: standby, wave: 2, trafficShare: 40}
                  services:
                    - {name: db, image: 'shop/db:1', port: 80, migration: {kind: contract}}
                """.formatted(approvals);
    }

    private Decision hear(Input input) {
        now = now.plusSeconds(1);
        var decision = DeploymentDecider.decide(lane, input, now);
        lane = Evolution.evolve(lane, decision.changes());
        return decision;
    }

    private void request(String document) {
        lane = lane.running("east", Map.of("db", FORMER)).running("west", Map.of("db", FORMER));
        hear(new Input.Request("c1", "d1", "shop", "production", document, Map.of(), ALICE, Terms.NOW));
    }

    private Deployment current() {
        return lane.deployment().orElseThrow();
    }

    private void prepared() {
        for (String region : List.of("east", "west")) {
            hear(new Input.Reported(new RegionReport.Prepared(
                    "d1", region, current().digest(), true, List.of(), Map.of("db", FORMER))));
        }
    }

    private void inTheSecondWave() {
        request(estate(", approvals: {required: 0, irreversible: 0}"));
        prepared();
        hear(new Input.Reported(
                new RegionReport.Completed("d1", "east", current().digest(), 1, 1, 1, List.of())));
        hear(new Input.Reported(new RegionReport.Deploying("d1", "west")));
        assertThat(current().wave()).isEqualTo(2);
    }

    @Test
    void oneMoreMustApproveWhatCannotBeUndoneAndIsToldWhy() {
        request(estate(""));
        assertThat(lane.stageOf("d1")).contains(Stage.AWAITING_APPROVAL);
        assertThat(Standing.all(lane).getFirst().reason())
                .contains("needs 1 approval", "it cannot be undone", "'db' brings a contract migration");
        hear(new Input.Approve("a1", "d1", BOB, true));
        hear(new Input.TimePassed());
        assertThat(lane.stageOf("d1")).contains(Stage.PREPARING);
    }

    @Test
    void itComesOnTopOfThoseWhoMustApproveEverything() {
        request(estate(", approvals: {required: 2}"));
        assertThat(Standing.all(lane).getFirst().reason()).contains("needs 3 approvals");
    }

    @Test
    void aBadVerdictHoldsItForAPersonWhoMayStillTakeItBack() {
        inTheSecondWave();
        hear(new Input.FoundUnhealthy("d1", BAD));
        assertThat(current().stage()).as("the region at work judges first").isEqualTo(Stage.IN_PROGRESS);
        hear(new Input.FoundUnhealthy("d1", new Cause("errors", "east", "db", "too many errors", Optional.empty())));
        assertThat(current().stage()).isEqualTo(Stage.HELD);
        assertThat(current().reason())
                .contains("too many errors", "db in east", "db in west", "cannot be reversed", "not the data");
        hear(new Input.TimePassed());
        assertThat(current().stage()).isEqualTo(Stage.HELD);
        hear(new Input.RollBack("r1", "d1", BOB));
        assertThat(current().stage()).isEqualTo(Stage.ROLLING_BACK);
    }

    @Test
    void aRegionThatStaysAsItIsHoldsTheWholeDeployment() {
        inTheSecondWave();
        hear(new Input.Reported(new RegionReport.Failed("d1", "west", BAD, true, List.of())));
        assertThat(current().stage()).isEqualTo(Stage.HELD);
        assertThat(current().progress("west").state()).isEqualTo(RegionProgress.State.FROZEN);
    }

    @Test
    void whereItHasNotBegunItIsTakenBackAsEver() {
        request(estate(", approvals: {required: 0, irreversible: 0}"));
        prepared();
        hear(new Input.Reported(new RegionReport.Failed("d1", "east", BAD, false, List.of())));
        assertThat(current().stage()).isEqualTo(Stage.ROLLING_BACK);
    }

    @Test
    void anEmergencyDoesNotTakeItBackEither() {
        inTheSecondWave();
        var terms = new Terms(Terms.Priority.EMERGENCY, Terms.IfBusy.QUEUE, Instant.EPOCH, Queue.PATIENCE);
        hear(new Input.Request(
                "c2",
                "hotfix",
                "shop",
                "production",
                estate(", approvals: {required: 0, irreversible: 0}"),
                Map.of(),
                BOB,
                terms));
        hear(new Input.TimePassed());
        assertThat(current().id()).isEqualTo("d1");
        assertThat(current().stage()).isEqualTo(Stage.IN_PROGRESS);
    }

    @Test
    void aPersonMayLeaveItAsItIs() {
        inTheSecondWave();
        hear(new Input.Reported(new RegionReport.Failed("d1", "west", BAD, true, List.of())));
        hear(new Input.Cancel("x1", "d1", BOB));
        assertThat(current().stage()).isEqualTo(Stage.CANCELLED);
        assertThat(current().reason()).contains("left as it is by bob");
    }

    /** A planner that took over once ended its thread again and again at this. */
    @Test
    void whatIsInDoubtIsHeldAsWell() {
        request(estate(", approvals: {required: 0, irreversible: 0}"));
        Takeover.reissue(current(), now).changes().forEach(change -> lane = Evolution.evolve(lane, change));
        hear(new Input.Reported(
                new RegionReport.Prepared("d1", "east", current().digest(), true, List.of(), Map.of("db", FORMER))));
        hear(new Input.Reported(new RegionReport.Deploying("d1", "east")));
        now = now.plusSeconds(60);
        hear(new Input.TimePassed());
        assertThat(current().stage()).isEqualTo(Stage.HELD);
    }

    /** What the planner has not heard of yet once went back beneath changed data. */
    @Test
    void aRegionThatStaysAsItIsOnTheWayBackHoldsItToo() {
        request(estate(", approvals: {required: 0, irreversible: 0}"));
        prepared();
        hear(new Input.FoundUnhealthy("d1", new Cause("errors", "east", "db", "bad", Optional.empty())));
        assertThat(current().stage()).isEqualTo(Stage.ROLLING_BACK);
        hear(new Input.Reported(new RegionReport.Failed("d1", "east", BAD, true, List.of())));
        assertThat(current().stage()).isEqualTo(Stage.HELD);
        hear(new Input.RollBack("r1", "d1", BOB));
        assertThat(current().isForced()).isTrue();
        assertThat(current().progress("east").state()).isEqualTo(RegionProgress.State.ROLLING_BACK);
    }
}
