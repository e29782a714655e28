package io.tidegate.planner.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidegate.eventlog.testing.Shop;
import io.tidegate.planner.rollout.Actor;
import io.tidegate.planner.rollout.Deployment;
import io.tidegate.planner.rollout.DeploymentDecider;
import io.tidegate.planner.rollout.Evolution;
import io.tidegate.planner.rollout.Input;
import io.tidegate.planner.rollout.Lane;
import io.tidegate.planner.rollout.Queue;
import io.tidegate.planner.rollout.RegionReport;
import io.tidegate.planner.rollout.Stage;
import io.tidegate.planner.rollout.Terms;
import io.tidegate.planner.rollout.Terms.IfBusy;
import io.tidegate.planner.rollout.Terms.Priority;
import io.tidegate.schemas.avro.Alert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two deployments wait, and an emergency goes before them that brings what neither wants: a person must choose about both. */
final class AlertMappingTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Actor ALICE = new Actor("alice", "release", "test");

    private final List<Alert> alerts = new ArrayList<>();
    private Lane lane = Lane.empty(Shop.KEY);
    private Instant now = NOON;

    private void hear(Input input) {
        var before = lane;
        var decision = DeploymentDecider.decide(lane, input, now);
        lane = Evolution.evolve(lane, decision.changes());
        alerts.addAll(AlertMapping.alerts(before, decision.changes(), lane, "east", now));
    }

    private void request(String id, Priority priority, String image) {
        var terms = new Terms(priority, IfBusy.QUEUE, Instant.EPOCH, Queue.PATIENCE);
        hear(new Input.Request("c-" + id, id, "shop", "production", Shop.DOCUMENT, Map.of("api", image), ALICE, terms));
        now = now.plusSeconds(1);
    }

    private void tick() {
        hear(new Input.TimePassed());
    }

    private Deployment current() {
        return lane.deployment().orElseThrow();
    }

    private void complete() {
        var id = current().id();
        var digest = current().digest();
        hear(new Input.Reported(new RegionReport.Prepared(id, Shop.REGION, digest, true, List.of(), Map.of())));
        hear(new Input.Reported(new RegionReport.Completed(id, Shop.REGION, digest, 1, 1, 1, List.of())));
        now = current().deadline();
        tick();
        assertThat(current().stage()).isEqualTo(Stage.COMPLETED);
    }

    @BeforeEach
    void theFirstOfTwoIsInConflict() {
        request("d1", Priority.SCHEDULED, "shop/api:2");
        request("d2", Priority.SCHEDULED, "shop/api:3");
        request("hotfix", Priority.EMERGENCY, "shop/api:4");
        tick();
        tick();
        assertThat(current().id()).isEqualTo("hotfix");
        complete();
        tick(); // it is settled
        assertThat(alerts).isEmpty();
        tick();
    }

    private Alert last() {
        return alerts.getLast();
    }

    @Test
    void aConflictIsAlarmingFromTheMomentOnWhenItIsFound() {
        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.getName()).isEqualTo("deployment-conflict");
            assertThat(alert.getEstate()).isEqualTo("shop");
            assertThat(alert.getEnvironment()).isEqualTo("production");
            assertThat(alert.getRegion()).isEqualTo("east");
            assertThat(alert.getService()).isEmpty();
            assertThat(alert.getFiring()).isTrue();
            assertThat(alert.getMessage()).startsWith("d1~2: ").contains("shop/api:2", "shop/api:4", "resume");
            assertThat(alert.getSince()).isEqualTo(now);
        });
    }

    @Test
    void itIsOverWhenSomebodyHasChosenAndHadBegunWhenItWasFound() {
        var began = now;
        hear(new Input.Cancel("c-end", "d2", ALICE));
        now = now.plusSeconds(60);
        hear(new Input.Resume("c-go", "d1~2", ALICE));

        assertThat(alerts).hasSize(2);
        assertThat(last().getFiring()).isFalse();
        assertThat(last().getSince()).isEqualTo(began);
        assertThat(last().getAt()).isEqualTo(now);
    }

    @Test
    void aSecondConflictIsSaidWithTheFirstWithWhichItAllBegan() {
        var began = now;
        now = now.plusSeconds(60);
        tick();

        assertThat(alerts).hasSize(2);
        assertThat(last().getFiring()).isTrue();
        assertThat(last().getMessage()).contains("d1~2: ", "d2: ");
        assertThat(last().getSince()).isEqualTo(began);
    }

    @Test
    void whereOneOfTwoIsSettledTheOtherIsAlarmingStill() {
        now = now.plusSeconds(60);
        tick();
        var second = now;
        now = now.plusSeconds(60);
        hear(new Input.Cancel("c-end", "d1~2", ALICE));

        assertThat(last().getFiring()).isTrue();
        assertThat(last().getMessage()).startsWith("d2: ").doesNotContain("d1");
        assertThat(last().getSince()).isEqualTo(second);
    }

    @Test
    void whoTakesOverSaysItAgainAndEndsThatOfTheFormerLeader() {
        var began = now;
        now = now.plusSeconds(60);

        assertThat(AlertMapping.takenOver(lane, "east", "west", now))
                .extracting(Alert::getRegion, Alert::getFiring, Alert::getSince)
                .containsExactly(tuple("east", false, began), tuple("west", true, began));
    }

    @Test
    void whoTakesOverSaysNothingWhereNothingIsInConflict() {
        assertThat(AlertMapping.takenOver(Lane.empty(Shop.KEY), "east", "west", now))
                .isEmpty();
    }
}
