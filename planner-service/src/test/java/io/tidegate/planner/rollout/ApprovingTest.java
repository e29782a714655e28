package io.tidegate.planner.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.planner.rollout.Decision.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ApprovingTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Actor ALICE = new Actor("alice", "release", "test", List.of("sre"));
    private static final Actor BOB = new Actor("bob", "looks good", "test", List.of("sre"));
    private static final Actor CAROL = new Actor("carol", "too risky", "test", List.of("release-manager", "dba"));
    private static final Actor DAVE = new Actor("dave", "", "test", List.of("dba"));
    private static final String ESTATE = """
            apiVersion: tidegate.io/v1
            kind: Estate
            metadata: {name: shop}
            spec:
              regions:
                - {name: east, role: primary, wave: 1, trafficShare: 100}
              services:
                - {name: api, image: 'shop/api:1', port: 80}
              environments:
                - {name: production, approvals: {required: 2, roles: [sre, release-manager], expiry: 1h}}
            """;

    private final List<DeploymentEvent> events = new ArrayList<>();
    private final List<Standing> standings = new ArrayList<>();
    private Lane lane = Lane.empty("shop/production");
    private Instant now = NOON;
    private int commands;

    private Decision hear(Input input) {
        var before = lane;
        var decision = DeploymentDecider.decide(lane, input, now);
        lane = Evolution.evolve(lane, decision.changes());
        decision.changes().stream()
                .filter(DeploymentEvent.class::isInstance)
                .map(DeploymentEvent.class::cast)
                .forEach(events::add);
        standings.addAll(Standing.changed(before, decision.changes(), lane));
        return decision;
    }

    private Decision request(String id, String document, Terms terms) {
        return hear(new Input.Request("c-" + id, id, "shop", "production", document, Map.of(), ALICE, terms));
    }

    private Decision request(String id) {
        return request(id, ESTATE, Terms.NOW);
    }

    private Decision approve(String id, Actor approver) {
        return hear(new Input.Approve("a" + commands++, id, approver, true));
    }

    private Decision reject(String id, Actor approver) {
        return hear(new Input.Approve("a" + commands++, id, approver, false));
    }

    private void tick() {
        hear(new Input.TimePassed());
    }

    private Standing last() {
        return standings.getLast();
    }

    @Test
    void aDeploymentBeginsOnceAllHaveApprovedIt() {
        request("d1");
        tick();
        assertThat(lane.deployment()).isEmpty();
        assertThat(lane.stageOf("d1")).contains(Stage.AWAITING_APPROVAL);
        assertThat(last().reason()).contains("2 approvals by sre or release-manager", "nobody has approved");
        approve("d1", BOB);
        assertThat(last().reason()).contains("approved by bob");
        tick();
        assertThat(lane.deployment()).isEmpty();
        approve("d1", CAROL);
        tick();
        assertThat(lane.stageOf("d1")).contains(Stage.PREPARING);
        assertThat(events)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly(
                        "Queued", "ApprovalRequested", "ApprovalGiven", "ApprovalGiven", "Approved", "Started");
    }

    @Test
    void nobodyApprovesWhatTheyAskedFor() {
        request("d1");
        var refusal = approve("d1", ALICE).refusal().orElseThrow();
        assertThat(refusal.reason()).isEqualTo(Reason.DENIED);
        assertThat(refusal.message()).contains("alice asked for it");
    }

    @Test
    void whoHasNoneOfTheRolesIsDenied() {
        request("d1");
        var refusal = approve("d1", DAVE).refusal().orElseThrow();
        assertThat(refusal.reason()).isEqualTo(Reason.DENIED);
        assertThat(refusal.message()).contains("dba").contains("sre or release-manager");
        assertThat(reject("d1", DAVE).refusal().orElseThrow().reason()).isEqualTo(Reason.DENIED);
    }

    @Test
    void aPersonCountsOnce() {
        request("d1");
        approve("d1", BOB);
        assertThat(approve("d1", BOB).refusal().orElseThrow().reason()).isEqualTo(Reason.DENIED);
        assertThat(lane.stageOf("d1")).contains(Stage.AWAITING_APPROVAL);
    }

    @Test
    void aRejectionEndsItAndSaysWhoseItIs() {
        request("d1");
        approve("d1", BOB);
        reject("d1", CAROL);
        assertThat(last().stage()).isEqualTo(Stage.FAILED);
        assertThat(last().reason()).isEqualTo("rejected by carol: too risky");
        assertThat(lane.queue().isEmpty()).isTrue();
    }

    @Test
    void anApprovalThatIsNotGivenInTimeEndsIt() {
        request("d1");
        now = NOON.plus(Duration.ofHours(1));
        tick();
        assertThat(last().stage()).isEqualTo(Stage.FAILED);
        assertThat(events.getLast())
                .isInstanceOfSatisfying(DeploymentEvent.Failed.class, failed -> assertThat(failed.reason())
                        .isEqualTo("approval_expired"));
    }

    @Test
    void whatAwaitsApprovalCanBeCancelled() {
        request("d1");
        hear(new Input.Cancel("c2", "d1", ALICE));
        assertThat(last().stage()).isEqualTo(Stage.CANCELLED);
    }

    @Test
    void whatAwaitsApprovalDoesNotKeepOthersWaiting() {
        request("d1");
        request("d2");
        approve("d2", BOB);
        approve("d2", CAROL);
        tick();
        assertThat(lane.stageOf("d2")).contains(Stage.PREPARING);
        assertThat(lane.stageOf("d1")).contains(Stage.AWAITING_APPROVAL);
    }

    @Test
    void anApprovedDeploymentWaitsForItsTurn() {
        request("d1");
        request("d2");
        for (String id : List.of("d1", "d2")) {
            approve(id, BOB);
            approve(id, CAROL);
        }
        tick();
        tick();
        assertThat(lane.stageOf("d1")).contains(Stage.PREPARING);
        assertThat(lane.stageOf("d2")).contains(Stage.QUEUED);
        assertThat(approve("d2", BOB).refusal().orElseThrow().reason()).isEqualTo(Reason.TOO_LATE);
        assertThat(approve("d1", BOB).refusal().orElseThrow().reason()).isEqualTo(Reason.TOO_LATE);
    }

    /** Another deployment brought a stricter rule while this one waited for its turn. */
    @Test
    void peopleAreAskedAgainWhereMoreMustAgreeWhenTheTurnComes() {
        request("strict", ESTATE.replace("required: 2", "required: 3"), Terms.NOW);
        approve("strict", BOB);
        approve("strict", CAROL);
        request(
                "release",
                ESTATE,
                new Terms(Terms.Priority.SCHEDULED, Terms.IfBusy.QUEUE, now.plusSeconds(60), Queue.PATIENCE));
        approve("release", BOB);
        approve("release", CAROL);
        assertThat(lane.queue().find("release").orElseThrow().stage()).isEqualTo(Stage.QUEUED);
        approve("strict", new Actor("erin", "fine", "test", List.of("sre")));
        tick();
        assertThat(lane.deployment().orElseThrow().id()).isEqualTo("strict");
        hear(new Input.Cancel("end", "strict", ALICE));
        now = now.plusSeconds(61);
        tick();

        assertThat(last().stage()).isEqualTo(Stage.AWAITING_APPROVAL);
        assertThat(last().reason()).contains("and 3 approvals", "approved by bob, carol");
        approve("release", new Actor("erin", "fine", "test", List.of("sre")));
        tick();
        assertThat(lane.deployment().orElseThrow().id()).isEqualTo("release");
        assertThat(lane.deployment().orElseThrow().order().approvals()).hasSize(3);
    }

    @Test
    void anApprovalOfWhatNobodyAskedForIsRefused() {
        assertThat(approve("d1", BOB).refusal().orElseThrow().reason()).isEqualTo(Reason.UNKNOWN_DEPLOYMENT);
    }

    @Test
    void aFileThatAsksForFewerApprovalsIsItselfApprovedByTheFormerRule() {
        request("d1");
        approve("d1", BOB);
        approve("d1", CAROL);
        tick();
        hear(new Input.Cancel("c2", "d1", ALICE));
        request("d2", ESTATE.replace("required: 2", "required: 0"), Terms.NOW);
        assertThat(lane.stageOf("d2")).contains(Stage.AWAITING_APPROVAL);
        assertThat(last().reason()).contains("2 approvals");
    }

    @Test
    void readingTheEventsAgainGivesTheSameQueue() {
        request("d1");
        request("d2");
        approve("d1", BOB);
        approve("d2", BOB);
        approve("d2", CAROL);
        var again = Lane.empty("shop/production");
        for (DeploymentEvent event : events) {
            again = Evolution.evolve(again, event);
        }
        assertThat(again).isEqualTo(lane);
    }
}
