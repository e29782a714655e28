package io.tidegate.planner.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.planner.rollout.Decision.Reason;
import io.tidegate.planner.rollout.Terms.IfBusy;
import io.tidegate.planner.rollout.Terms.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class QueueTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Actor ALICE = new Actor("alice", "release", "test");
    private static final Terms QUEUED = new Terms(Priority.SCHEDULED, IfBusy.QUEUE, Instant.EPOCH, Queue.PATIENCE);
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

    private final List<DeploymentEvent> events = new ArrayList<>();
    private final List<Standing> standings = new ArrayList<>();
    private Lane lane = Lane.empty("shop/production");
    private Instant now = NOON;

    private Decision hear(Input input) {
        var before = lane;
        var decision = DeploymentDecider.decide(lane, input, now);
        lane = Evolution.evolve(lane, decision.changes());
        if (input instanceof Input.Command command) {
            lane = lane.heeded(command.commandId());
        }
        decision.changes().stream()
                .filter(DeploymentEvent.class::isInstance)
                .map(DeploymentEvent.class::cast)
                .forEach(events::add);
        standings.addAll(Standing.changed(before, decision.changes(), lane));
        return decision;
    }

    private Decision request(String id, Terms terms) {
        return request(id, ESTATE, Map.of(), terms);
    }

    private Decision request(String id, String document, Map<String, String> images, Terms terms) {
        return hear(new Input.Request("c-" + id, id, "shop", "production", document, images, ALICE, terms));
    }

    private void end(String id) {
        hear(new Input.Cancel("end-" + id, id, ALICE));
    }

    private void tick() {
        hear(new Input.TimePassed());
    }

    private List<String> waiting() {
        return lane.queue().waiting().stream().map(Waiting::id).toList();
    }

    private String current() {
        return lane.deployment().orElseThrow().id();
    }

    private Standing last() {
        return standings.getLast();
    }

    private static Terms notBefore(Instant time) {
        return new Terms(Priority.SCHEDULED, IfBusy.REFUSE, time, Queue.PATIENCE);
    }

    @Test
    void aRequestThatAsksForItWaitsWhileAnotherIsUnderWayAndThenBeginsByItself() {
        request("d1", Terms.NOW);
        var decision = request("d2", QUEUED);
        assertThat(decision.refusal()).isEmpty();
        assertThat(lane.stageOf("d2")).contains(Stage.QUEUED);
        assertThat(last().reason()).contains("'d1' to end").contains(NOON.toString());
        tick();
        assertThat(current()).isEqualTo("d1");
        end("d1");
        tick();
        assertThat(current()).isEqualTo("d2");
        assertThat(lane.queue().isEmpty()).isTrue();
    }

    @Test
    void aRequestThatDoesNotAskForItIsRefusedAsBefore() {
        request("d1", Terms.NOW);
        assertThat(request("d2", Terms.NOW).refusal().orElseThrow().reason()).isEqualTo(Reason.CONFLICT);
        assertThat(lane.queue().isEmpty()).isTrue();
    }

    @Test
    void aRequestForLaterWaitsThoughNothingIsUnderWay() {
        request("d1", notBefore(NOON.plusSeconds(60)));
        tick();
        assertThat(lane.deployment()).isEmpty();
        assertThat(last().reason()).contains(NOON.plusSeconds(60).toString());
        now = NOON.plusSeconds(60);
        tick();
        assertThat(current()).isEqualTo("d1");
        assertThat(lane.deployment().orElseThrow().startedAt()).isEqualTo(now);
    }

    @Test
    void emergenciesGoFirstThenWhatIsDueFirstThenWhatCameFirst() {
        request("d1", Terms.NOW);
        request("later", new Terms(Priority.SCHEDULED, IfBusy.QUEUE, NOON.plusSeconds(9), Queue.PATIENCE));
        request("first", QUEUED);
        request("second", QUEUED);
        request("urgent", new Terms(Priority.EMERGENCY, IfBusy.QUEUE, Instant.EPOCH, Queue.PATIENCE));
        assertThat(waiting()).containsExactly("urgent", "first", "second", "later");
    }

    @Test
    void whatIsNotDueYetDoesNotKeepOthersWaiting() {
        request("d1", Terms.NOW);
        request("tonight", new Terms(Priority.EMERGENCY, IfBusy.QUEUE, NOON.plusSeconds(3_600), Queue.PATIENCE));
        request("d2", QUEUED);
        end("d1");
        tick();
        assertThat(current()).isEqualTo("d2");
        assertThat(waiting()).containsExactly("tonight");
    }

    @Test
    void whatWaitsCanBeCancelledAndSaysByWhom() {
        request("d1", Terms.NOW);
        request("d2", QUEUED);
        end("d2");
        assertThat(waiting()).isEmpty();
        assertThat(last().stage()).isEqualTo(Stage.CANCELLED);
        assertThat(last().reason()).isEqualTo("cancelled by alice: release");
        assertThat(current()).isEqualTo("d1");
    }

    @Test
    void whatWaitsCannotBeRolledBack() {
        request("d1", Terms.NOW);
        request("d2", QUEUED);
        var refusal = hear(new Input.RollBack("c3", "d2", ALICE)).refusal().orElseThrow();
        assertThat(refusal.reason()).isEqualTo(Reason.TOO_LATE);
        assertThat(refusal.message()).contains("cancel");
    }

    @Test
    void nobodyWaitsForEver() {
        request("d1", Terms.NOW);
        request("d2", QUEUED);
        request("d3", new Terms(Priority.SCHEDULED, IfBusy.QUEUE, Instant.EPOCH, Duration.ofMinutes(1)));
        // The deployment under way ends by its own deadline first; the next one takes its place.
        now = NOON.plus(Duration.ofMinutes(1));
        tick();
        tick();
        assertThat(last().waiting().id()).isEqualTo("d3");
        assertThat(last().stage()).isEqualTo(Stage.FAILED);
        assertThat(last().reason()).contains("ask for it again");
        assertThat(events)
                .filteredOn(DeploymentEvent.Failed.class::isInstance)
                .extracting(event -> ((DeploymentEvent.Failed) event).reason())
                .containsExactly("region_silent", "expired");
    }

    @Test
    void theQueueIsBoundedInNumberAndInText() {
        request("d0", Terms.NOW);
        for (int number = 1; number <= Queue.LONGEST; number++) {
            assertThat(request("d" + number, QUEUED).refusal()).isEmpty();
        }
        var refusal = request("one-more", QUEUED).refusal().orElseThrow();
        assertThat(refusal.reason()).isEqualTo(Reason.QUEUE_FULL);
        assertThat(refusal.message()).contains("20").contains("cancel");
    }

    @Test
    void theTextOfAllEstateFilesThatWaitIsBounded() {
        request("d0", Terms.NOW);
        request("d1", QUEUED);
        request("d2", QUEUED);
        int left = Queue.MOST_TEXT - 2 * ESTATE.length();
        assertThat(lane.queue().hasRoomFor(left)).isTrue();
        assertThat(lane.queue().hasRoomFor(left + 1)).isFalse();
    }

    @Test
    void whatWaitsInAFreezeSaysWhoHasFrozenTheLane() {
        freeze();
        request("d1", QUEUED);
        assertThat(last().reason())
                .isEqualTo("waits since " + NOON + ": the lane is frozen by alice since " + NOON
                        + " (release), until it is unfrozen; it is given up at " + NOON.plus(Queue.PATIENCE));
    }

    @Test
    void whatWaitsBehindAnotherInAFreezeSaysBoth() {
        freeze();
        request("d1", QUEUED);
        request("d2", QUEUED);
        assertThat(last().reason()).contains("until it is unfrozen, with 1 before it; it is given up at");
    }

    /** The freeze is nothing to what goes ahead in spite of it. */
    @Test
    void whatOverridesAFreezeWaitsForItsTurnAlone() {
        request("d1", Terms.NOW);
        freeze();
        request("d2", new Terms(Priority.SCHEDULED, IfBusy.QUEUE, Instant.EPOCH, Queue.PATIENCE, true));
        end("d1");
        assertThat(last().waiting().id()).isEqualTo("d2");
        assertThat(last().reason()).startsWith("waits since " + NOON + " for its turn; it is given up at ");
    }

    private void freeze() {
        hear(new Input.FreezeLane("freeze", Optional.empty(), ALICE, Written.at(now)));
    }

    @Test
    void aBrokenEstateIsRefusedBeforeItWaits() {
        request("d1", Terms.NOW);
        var refusal =
                request("d2", "kind: Nonsense", Map.of(), QUEUED).refusal().orElseThrow();
        assertThat(refusal.reason()).isEqualTo(Reason.INVALID_ESTATE);
    }

    @Test
    void aStartTooFarAheadIsRefused() {
        var refusal = request("d1", notBefore(NOON.plus(Duration.ofDays(31))))
                .refusal()
                .orElseThrow();
        assertThat(refusal.reason()).isEqualTo(Reason.INVALID_REQUEST);
        assertThat(refusal.message()).contains("30 days");
    }

    @Test
    void anIdThatWaitsIsTaken() {
        request("d1", Terms.NOW);
        request("d2", QUEUED);
        var again = hear(new Input.Request("c9", "d2", "shop", "production", ESTATE, Map.of(), ALICE, QUEUED));
        assertThat(again.refusal().orElseThrow().reason()).isEqualTo(Reason.ALREADY_EXISTS);
    }

    @Test
    void aRedeliveredRequestDoesNotQueueTwice() {
        request("d1", Terms.NOW);
        request("d2", QUEUED);
        var before = lane.queue();
        assertThat(request("d2", QUEUED)).isEqualTo(Decision.nothing());
        assertThat(lane.queue()).isEqualTo(before);
    }

    @Test
    void readingTheEventsAgainGivesTheSameQueue() {
        request("d1", Terms.NOW);
        request("d2", QUEUED);
        request("d3", QUEUED);
        end("d2");
        var again = Lane.empty("shop/production");
        for (DeploymentEvent event : events) {
            again = Evolution.evolve(again, event);
        }
        assertThat(again.queue()).isEqualTo(lane.queue());
        assertThat(again.deployment()).isEqualTo(lane.deployment());
    }

    @Test
    void whoStandsBehindIsToldWhenThePlaceBeforeThemIsFree() {
        request("d1", Terms.NOW);
        request("d2", QUEUED);
        request("d3", QUEUED);
        standings.clear();
        end("d2");
        assertThat(standings).extracting(standing -> standing.waiting().id()).containsExactly("d2", "d3");
        assertThat(last().place()).isEqualTo(1);
    }
}
