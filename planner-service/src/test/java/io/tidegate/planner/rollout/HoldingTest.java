package io.tidegate.planner.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.planner.rollout.Decision.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HoldingTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Actor ALICE = new Actor("alice", "lunch", "test");
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
            """;

    private final List<DeploymentEvent> events = new ArrayList<>();
    private Lane lane = Lane.empty("shop/production");
    private Instant now = NOON;
    private int commands;

    private Decision hear(Input input) {
        var decision = DeploymentDecider.decide(lane, input, now);
        lane = Evolution.evolve(lane, decision.changes());
        decision.changes().stream()
                .filter(DeploymentEvent.class::isInstance)
                .map(DeploymentEvent.class::cast)
                .forEach(events::add);
        return decision;
    }

    private void request() {
        hear(new Input.Request("c", "d1", "shop", "production", ESTATE, Map.of(), ALICE, Terms.NOW));
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

    private Decision hold() {
        return hear(new Input.Hold("h" + commands++, "d1", ALICE, Hold.LONGEST));
    }

    private Decision resume() {
        return hear(new Input.Resume("r" + commands++, "d1", ALICE));
    }

    private Decision cancel() {
        return hear(new Input.Cancel("x" + commands++, "d1", ALICE));
    }

    private void tick() {
        hear(new Input.TimePassed());
    }

    private Deployment deployment() {
        return lane.deployment().orElseThrow();
    }

    private static Reason reason(Decision decision) {
        return decision.refusal().orElseThrow().reason();
    }

    private void standsBeforeTheSecondWave() {
        request();
        prepared();
        hold();
        completed("east", 1);
        tick();
    }

    @Test
    void aDeploymentThatIsHeldFinishesItsWaveAndStandsBeforeTheNextUntilItIsResumed() {
        standsBeforeTheSecondWave();
        assertThat(deployment().stage()).isEqualTo(Stage.PAUSED);
        assertThat(deployment().reason()).contains("before wave 2", "held by alice", "lunch", NOON.toString());
        resume();
        tick();
        assertThat(deployment().stage()).isEqualTo(Stage.IN_PROGRESS);
        assertThat(deployment().wave()).isEqualTo(2);
        assertThat(deployment().reason()).isEmpty();
    }

    @Test
    void aDeploymentThatIsHeldWhileItPreparesStandsBeforeItsFirstWaveAndHasChangedNothing() {
        request();
        hold();
        prepared();
        assertThat(deployment().stage()).isEqualTo(Stage.PAUSED);
        assertThat(deployment().reason()).contains("before wave 1");
        cancel();
        assertThat(deployment().stage()).isEqualTo(Stage.CANCELLED);
        assertThat(events).noneMatch(DeploymentEvent.WaveRollbackStarted.class::isInstance);
    }

    @Test
    void aVerdictOnAWaveThatNeverBeganMeansNothing() {
        request();
        hold();
        prepared();
        hear(new Input.FoundUnhealthy("d1", new Cause("errors", "east", "api", "bad", Optional.empty())));
        assertThat(deployment().stage()).isEqualTo(Stage.PAUSED);
        assertThat(reason(hear(new Input.RollBack("b", "d1", ALICE)))).isEqualTo(Reason.TOO_LATE);
    }

    @Test
    void aBadVerdictTakesBackWhatStands() {
        standsBeforeTheSecondWave();
        hear(new Input.FoundUnhealthy("d1", new Cause("errors", "east", "api", "bad", Optional.empty())));
        assertThat(deployment().stage()).isEqualTo(Stage.ROLLING_BACK);
    }

    @Test
    void aDeploymentThatStandsCanBeCancelledAndIsTakenBack() {
        standsBeforeTheSecondWave();
        cancel();
        assertThat(deployment().stage()).isEqualTo(Stage.ROLLING_BACK);
        assertThat(deployment().cancelled()).isTrue();
    }

    @Test
    void whatStandsTooLongIsTakenBack() {
        standsBeforeTheSecondWave();
        now = deployment().deadline();
        tick();
        assertThat(deployment().stage()).isEqualTo(Stage.ROLLING_BACK);
        assertThat(deployment().reason()).contains("nobody let it go on");
    }

    @Test
    void whatStandsTooLongBeforeItsFirstWaveFails() {
        request();
        hear(new Input.Hold("h", "d1", ALICE, Duration.ofMinutes(5)));
        prepared();
        now = NOON.plus(Duration.ofMinutes(5));
        tick();
        assertThat(deployment().stage()).isEqualTo(Stage.FAILED);
    }

    @Test
    void aHoldThatIsTakenBackInTimeStopsNothing() {
        request();
        prepared();
        hold();
        resume();
        completed("east", 1);
        assertThat(deployment().wave()).isEqualTo(2);
    }

    @Test
    void theLastWaveCannotBeHeld() {
        request();
        prepared();
        completed("east", 1);
        assertThat(reason(hold())).isEqualTo(Reason.TOO_LATE);
    }

    @Test
    void whatIsHeldIsNotHeldAgainAndWhatIsNotHeldIsNotResumed() {
        request();
        assertThat(reason(resume())).isEqualTo(Reason.TOO_EARLY);
        hold();
        assertThat(reason(hold())).isEqualTo(Reason.TOO_LATE);
    }

    @Test
    void whatWaitsOrIsUnknownIsNotHeld() {
        assertThat(reason(hold())).isEqualTo(Reason.UNKNOWN_DEPLOYMENT);
        var later = new Terms(Terms.Priority.SCHEDULED, Terms.IfBusy.REFUSE, NOON.plusSeconds(60), Duration.ofHours(1));
        hear(new Input.Request("c", "d1", "shop", "production", ESTATE, Map.of(), ALICE, later));
        assertThat(reason(hold())).isEqualTo(Reason.TOO_EARLY);
        assertThat(reason(resume())).isEqualTo(Reason.TOO_EARLY);
    }

    /** A deployment that stood before a freeze was once held for as long as the freeze may last. */
    @Test
    void aHoldEndsInItsOwnTimeThoughAFreezeWasOnBefore() {
        request();
        hear(new Input.FreezeLane("f", Optional.of(now.plusSeconds(30)), ALICE, Written.at(now)));
        prepared();
        assertThat(deployment().stage()).isEqualTo(Stage.PAUSED);
        hear(new Input.Hold("h", "d1", ALICE, Duration.ofSeconds(40)));
        now = now.plusSeconds(31);
        tick();
        now = now.plusSeconds(41);
        tick();
        assertThat(deployment().stage()).isEqualTo(Stage.FAILED);
    }
}
