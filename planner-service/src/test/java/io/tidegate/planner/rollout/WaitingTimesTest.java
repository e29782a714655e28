package io.tidegate.planner.rollout;

import static io.tidegate.planner.rollout.LaneOnStage.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.planner.rollout.RegionProgress.State;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How long the planner waits for regions, what becomes of a deployment after that, and what is asked again by a successor. */
final class WaitingTimesTest {
    private static final Duration ROUND =
            Duration.ofSeconds(10 + 20 + 1 + 30); // ready, analysis and pause of a stage, margin

    private static String estate(int concurrency, String services) {
        return """
                apiVersion: tidegate.io/v1
                kind: Estate
                metadata: {name: shop}
                spec:
                  policies:
                    - name: ours
                      concurrency: %d
                      canary: [{setWeight: 100, pause: 1s}]
                      readyTimeout: 10s
                      analysisTimeout: 20s
                  environments: [{name: production, policy: ours}]
                  regions:
                    - {name: east, role: primary, wave: 1, trafficShare: 60, services: [api]}
                    - {name: south, role: regional, wave: 1, trafficShare: 0, services: [api]}
                    - {name: west, role: standby, wave: 2, trafficShare: 40}
                  services:
                    - {name: api, image: 'shop/api:1', port: 80}
                """.formatted(concurrency) + services;
    }

    private static LaneOnStage inTheSecondWave(int concurrency, String services) {
        var stage = begun(concurrency, services);
        stage.completed("d1", "east", 1);
        stage.completed("d1", "south", 1);
        assertThat(stage.deployment().wave()).isEqualTo(2);
        return stage;
    }

    private static LaneOnStage begun(int concurrency, String services) {
        var stage = new LaneOnStage(estate(concurrency, services));
        stage.request("d1");
        stage.prepared("d1", "east");
        stage.prepared("d1", "south");
        stage.prepared("d1", "west");
        return stage;
    }

    private static Duration patience(LaneOnStage stage) {
        return Duration.between(stage.now, stage.deployment().deadline());
    }

    @Test
    void aWaveHasARoundForEachGroupOfServicesThatItBringsInAtOnceAndTheTimeToBeValidated() {
        var three = """
                    - {name: db, image: 'shop/db:1', port: 81}
                    - {name: log, image: 'shop/log:1', port: 82}
                """;
        var validating = Duration.ofSeconds(20 + 30);

        assertThat(patience(begun(1, three))).as("one service").isEqualTo(ROUND.plus(validating));
        assertThat(patience(inTheSecondWave(3, three))).as("three at once").isEqualTo(ROUND.plus(validating));
        assertThat(patience(inTheSecondWave(2, three)))
                .as("two at once")
                .isEqualTo(ROUND.multipliedBy(2).plus(validating));
    }

    @Test
    void aWaveThatIsNotDoneInTimeIsTakenBackAndTheRegionsThatAreLateAreNamed() {
        var stage = begun(1, "");
        stage.completed("d1", "south", 1);
        stage.pass(patience(stage).minusMillis(1));
        assertThat(stage.deployment().stage()).isEqualTo(Stage.IN_PROGRESS);

        stage.pass(Duration.ofMillis(1));

        assertThat(stage.deployment().stage()).isEqualTo(Stage.ROLLING_BACK);
        assertThat(stage.deployment().cause()).hasValueSatisfying(cause -> {
            assertThat(cause.rule()).isEqualTo("wave_overdue");
            assertThat(cause.region()).isEqualTo("east");
        });
    }

    @Test
    void whereARegionDoesNotAnswerBeforeTheFirstWaveItIsNamedAndNothingHasHappened() {
        var stage = new LaneOnStage();
        stage.request("d1");
        stage.prepared("d1", "east");

        stage.pass(Duration.ofSeconds(30));

        assertThat(stage.deployment().stage()).isEqualTo(Stage.FAILED);
        assertThat(stage.deployment().reason()).contains("from west;");
        assertThat(stage.events.getLast())
                .isInstanceOfSatisfying(DeploymentEvent.Failed.class, failed -> assertThat(failed.reason())
                        .isEqualTo("region_silent"));
    }

    @Test
    void aLaneIsLookedAtForAsLongAsSomethingWaitsInIt() {
        var stage = new LaneOnStage();
        assertThat(stage.lane.waits()).isFalse();
        stage.request("d1");
        assertThat(stage.lane.waits()).isTrue();
        stage.pass(Duration.ofSeconds(30));
        assertThat(stage.lane.waits()).as("it has failed").isFalse();
        stage.request(
                "d2",
                new Terms(
                        Terms.Priority.SCHEDULED, Terms.IfBusy.QUEUE, stage.now.plusSeconds(60), Duration.ofHours(1)));
        assertThat(stage.lane.waits()).as("one waits for its time").isTrue();
    }

    @Test
    void whatIsHeldWaitsForAPersonAndNotForTime() {
        var stage = new LaneOnStage();
        stage.inBothRegions("d1");
        stage.hear(new Input.RollBack("c1", "d1", ALICE));
        stage.report(new RegionReport.RollbackFailed("d1", "west", "api", "not_ready", "not ready"));
        stage.rolledBack("d1", "east");

        assertThat(stage.deployment().stage()).isEqualTo(Stage.HELD);
        assertThat(stage.lane.isHeld()).isTrue();
        assertThat(stage.lane.waits()).isFalse();
    }

    @Test
    void aSourceIsHeardUpToItsLastPosition() {
        var lane = Lane.empty("shop/production").hearing("east", 7).hearing("east", 5);

        assertThat(lane.hasHeard("east", 7)).isTrue();
        assertThat(lane.hasHeard("east", 8)).isFalse();
        assertThat(lane.hasHeard("west", 1)).isFalse();
    }

    @Test
    void whoTakesOverOnTheWayBackAsksTheWavesThatAreOpenTheLastFirst() {
        var stage = new LaneOnStage();
        stage.inBothRegions("d1");
        stage.hear(new Input.FoundUnhealthy("d1", new Cause("errors", "west", "api", "bad", Optional.empty())));
        assertThat(reissued(stage)).containsExactly("2 [west] false");
        stage.returned("d1", "west");
        assertThat(reissued(stage)).containsExactly("2 [west] false", "1 [east] false");
        stage.rolledBack("d1", "west");
        assertThat(reissued(stage)).containsExactly("1 [east] false");
    }

    @Test
    void whoTakesOverSaysThatAPersonOrderedTheWayBack() {
        var stage = new LaneOnStage();
        stage.inBothRegions("d1");
        stage.hear(new Input.RollBack("c1", "d1", ALICE));

        assertThat(reissued(stage)).containsExactly("2 [west] true");
    }

    private static java.util.List<String> reissued(LaneOnStage stage) {
        return Takeover.reissue(stage.deployment(), stage.now).changes().stream()
                .map(DeploymentEvent.WaveRollbackStarted.class::cast)
                .map(back -> back.wave() + " " + back.regions() + " " + back.forced())
                .toList();
    }

    @Test
    void whoTakesOverBeforeTheFirstWaveBeginsWithTheDeploymentAnew() {
        var stage = new LaneOnStage();
        stage.request("d1");
        stage.hear(new Input.Hold("h1", "d1", ALICE, Duration.ofHours(1)));
        stage.prepared("d1", "east");
        stage.prepared("d1", "west");
        assertThat(stage.events.getLast())
                .isInstanceOfSatisfying(DeploymentEvent.Paused.class, paused -> assertThat(paused.reason())
                        .isEqualTo("held"));

        assertThat(Takeover.reissue(stage.deployment(), stage.now).changes())
                .hasOnlyElementsOfType(DeploymentEvent.Started.class);

        stage.hear(new Input.Resume("r1", "d1", ALICE));
        stage.hear(new Input.TimePassed());
        stage.hear(new Input.Hold("h2", "d1", ALICE, Duration.ofHours(1)));
        stage.completed("d1", "east", 1);
        assertThat(stage.state("east")).isEqualTo(State.COMPLETED);
        assertThat(stage.deployment().stage()).isEqualTo(Stage.PAUSED);
        assertThat(Takeover.reissue(stage.deployment(), stage.now).changes())
                .hasOnlyElementsOfType(DeploymentEvent.WaveStarted.class);
    }
}
