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

final class FreezingTest {
    /** A Thursday. */
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static final Actor ALICE = new Actor("alice", "an incident", "test");
    private static final Terms QUEUED = new Terms(Priority.SCHEDULED, IfBusy.QUEUE, Instant.EPOCH, Queue.PATIENCE);
    private static final String ESTATE = """
            apiVersion: tidegate.io/v1
            kind: Estate
            metadata: {name: shop}
            spec:
              regions:
                - {name: east, role: primary, wave: 1, trafficShare: 60}
                - {name: west, role: standby, wave: 2, trafficShare: 40}
              services:
                - {name: api, image: 'shop/api:1', port: 80}
              environments:
                - name: production
                  freezes:
                    - {name: afternoons, from: "14:00", to: "18:00", zone: UTC}
                    - {name: lunch, from: "12:00", to: "13:00", zone: UTC, regions: [west]}
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

    private Decision request(String id, Terms terms, Actor actor) {
        return hear(new Input.Request("c-" + id, id, "shop", "production", ESTATE, Map.of(), actor, terms));
    }

    private Decision request(String id, Terms terms) {
        return request(id, terms, ALICE);
    }

    private Decision freeze(Optional<Instant> until) {
        return hear(new Input.FreezeLane("f" + commands++, until, ALICE, Written.at(now)));
    }

    private Decision unfreeze() {
        return hear(new Input.UnfreezeLane("u" + commands++, ALICE, Written.at(now)));
    }

    private void prepared() {
        for (String region : List.of("east", "west")) {
            hear(new Input.Reported(
                    new RegionReport.Prepared("d1", region, deployment().digest(), true, List.of(), Map.of())));
        }
    }

    private void completed(String region, int wave) {
        hear(new Input.Reported(
                new RegionReport.Completed("d1", region, deployment().digest(), wave, 1, 1, List.of())));
    }

    private void tick() {
        hear(new Input.TimePassed());
    }

    private void at(String time) {
        now = Instant.parse("2026-01-01T" + time + ":00Z");
    }

    private Deployment deployment() {
        return lane.deployment().orElseThrow();
    }

    private static Reason reason(Decision decision) {
        return decision.refusal().orElseThrow().reason();
    }

    private static Terms overriding() {
        return new Terms(Priority.SCHEDULED, IfBusy.REFUSE, Instant.EPOCH, Queue.PATIENCE, true);
    }

    @Test
    void nothingStartsInAWindowOfTheCalendar() {
        at("15:00");
        var refusal = request("d1", Terms.NOW).refusal().orElseThrow();
        assertThat(refusal.reason()).isEqualTo(Reason.FROZEN);
        assertThat(refusal.message()).contains("afternoons", "2026-01-01T18:00:00Z", "override");
    }

    @Test
    void whatAsksForItWaitsUntilTheWindowIsOver() {
        at("15:00");
        request("d1", QUEUED);
        tick();
        assertThat(lane.stageOf("d1")).contains(Stage.QUEUED);
        assertThat(events.getFirst())
                .isInstanceOfSatisfying(DeploymentEvent.Queued.class, queued -> assertThat(queued.reason())
                        .isEqualTo("frozen"));
        assertThat(standings.getLast().reason()).contains("afternoons", "2026-01-01T18:00:00Z");
        at("17:59");
        tick();
        assertThat(lane.deployment()).isEmpty();
        at("18:00");
        tick();
        assertThat(lane.stageOf("d1")).contains(Stage.PREPARING);
    }

    @Test
    void aWindowOfOneRegionLetsEarlierWavesGoAndKeepsItsOwn() {
        at("12:00");
        request("d1", Terms.NOW);
        prepared();
        completed("east", 1);
        assertThat(deployment().stage()).isEqualTo(Stage.PAUSED);
        assertThat(deployment().reason()).contains("before wave 2", "lunch");
        at("13:00");
        tick();
        assertThat(deployment().stage()).isEqualTo(Stage.IN_PROGRESS);
        assertThat(deployment().wave()).isEqualTo(2);
    }

    @Test
    void theSwitchStopsWhatIsUnderWayBeforeItsNextWave() {
        at("13:00");
        request("d1", Terms.NOW);
        prepared();
        freeze(Optional.empty());
        completed("east", 1);
        assertThat(deployment().stage()).isEqualTo(Stage.PAUSED);
        assertThat(deployment().reason()).contains("frozen by alice", "an incident");
        unfreeze();
        tick();
        assertThat(deployment().wave()).isEqualTo(2);
    }

    @Test
    void theSwitchGoesOffByItselfWhenItsTimeIsOver() {
        at("13:00");
        freeze(Optional.of(now.plus(Duration.ofMinutes(10))));
        assertThat(reason(request("d1", Terms.NOW))).isEqualTo(Reason.FROZEN);
        request("d2", QUEUED);
        tick();
        assertThat(lane.deployment()).isEmpty();
        at("13:10");
        tick();
        assertThat(lane.stageOf("d2")).contains(Stage.PREPARING);
    }

    @Test
    void aRollbackGoesThoughAllIsFrozen() {
        at("13:00");
        request("d1", Terms.NOW);
        prepared();
        freeze(Optional.empty());
        hear(new Input.RollBack("b", "d1", ALICE));
        assertThat(deployment().stage()).isEqualTo(Stage.ROLLING_BACK);
    }

    @Test
    void anOverrideWithAReasonGoesAheadAndIsOnTheLog() {
        at("15:00");
        freeze(Optional.empty());
        request("d1", overriding());
        prepared();
        completed("east", 1);
        assertThat(deployment().wave()).isEqualTo(2);
        assertThat(events.stream().filter(DeploymentEvent.Started.class::isInstance))
                .singleElement()
                .isInstanceOfSatisfying(DeploymentEvent.Started.class, started -> {
                    assertThat(started.order().request().terms().overridesFreeze())
                            .isTrue();
                    assertThat(started.order().request().actor()).isEqualTo(ALICE);
                });
    }

    @Test
    void anOverrideWithoutAReasonIsRefused() {
        assertThat(reason(request("d1", overriding(), new Actor("alice", "", "test"))))
                .isEqualTo(Reason.INVALID_REQUEST);
    }

    @Test
    void aFreezeWantsAReasonAndAnEndThatIsToCome() {
        assertThat(reason(hear(
                        new Input.FreezeLane("f", Optional.empty(), new Actor("alice", "", "test"), Written.at(now)))))
                .isEqualTo(Reason.INVALID_REQUEST);
        assertThat(reason(freeze(Optional.of(now)))).isEqualTo(Reason.INVALID_REQUEST);
    }

    @Test
    void whatIsNotFrozenIsNotUnfrozen() {
        assertThat(reason(unfreeze())).isEqualTo(Reason.TOO_EARLY);
    }

    @Test
    void aFileWithoutFreezesIsNotBroughtOutInOneOfTheFormerFile() {
        at("13:00");
        request("d1", Terms.NOW);
        hear(new Input.Cancel("x", "d1", ALICE));
        at("15:00");
        var without = ESTATE.substring(0, ESTATE.indexOf("      freezes:"));
        var decision = hear(new Input.Request("c2", "d2", "shop", "production", without, Map.of(), ALICE, Terms.NOW));
        assertThat(reason(decision)).isEqualTo(Reason.FROZEN);
    }

    @Test
    void readingTheEventsAgainGivesTheSameLane() {
        at("15:00");
        request("d1", QUEUED);
        tick();
        freeze(Optional.of(now.plusSeconds(60)));
        var again = Lane.empty("shop/production");
        for (DeploymentEvent event : events) {
            again = Evolution.evolve(again, event);
        }
        assertThat(again).isEqualTo(lane);
    }
}
