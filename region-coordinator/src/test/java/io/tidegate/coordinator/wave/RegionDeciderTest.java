package io.tidegate.coordinator.wave;

import static io.tidegate.coordinator.wave.RegionOnStage.NOON;
import static io.tidegate.coordinator.wave.RegionOnStage.POLICY;
import static io.tidegate.coordinator.wave.RegionOnStage.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.coordinator.wave.Attempt.Phase;
import io.tidegate.coordinator.wave.Move.Action;
import io.tidegate.coordinator.wave.ServiceWork.Health;
import io.tidegate.estate.Strategy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RegionDeciderTest {
    @Test
    void aServiceStartsOnlyAfterWhatItDependsOn() {
        var stage = new RegionOnStage();
        stage.prepared("d1", "1", "1", Strategy.ROLLING);
        stage.started("d1");
        assertThat(stage.all(Output.Step.class))
                .extracting(Output.Step::service)
                .containsExactly("db");
        stage.finish("db");
        assertThat(stage.open("api").move().action()).isEqualTo(Action.APPLY);
    }

    @Test
    void aRedeliveredOrderChangesNothing() {
        var stage = new RegionOnStage();
        stage.prepared("d1", "1", "1", Strategy.ROLLING);
        stage.started("d1");
        var before = stage.lane;
        int said = stage.said.size();
        stage.prepared("d1", "1", "1", Strategy.ROLLING);
        stage.started("d1");
        assertThat(stage.lane).isEqualTo(before);
        assertThat(stage.said).hasSize(said);
    }

    @Test
    void anOrderUnderAnOlderEpochIsIgnored() {
        var stage = new RegionOnStage();
        stage.hear(new Input.Prepare("d1", "x", 5, plan("1", "1", Strategy.ROLLING), POLICY));
        var before = stage.lane;
        stage.hear(new Input.StartWave("d1", "x", 4));
        assertThat(stage.lane).isEqualTo(before);
    }

    @Test
    void aWaveIsDoneOnlyOnEvidenceOfHealth() {
        var stage = new RegionOnStage();
        stage.prepared("d1", "1", "1", Strategy.ROLLING);
        stage.started("d1");
        stage.finish("db");
        stage.finish("api");
        assertThat(stage.attempt().phase()).isEqualTo(Phase.VALIDATING);
        stage.verdict("db", "1", Health.HEALTHY);
        stage.verdict("api", "1", Health.INCONCLUSIVE);
        assertThat(stage.all(Output.Completed.class)).isEmpty();
        stage.verdict("api", "1", Health.HEALTHY);
        assertThat(stage.all(Output.Completed.class)).hasSize(1);
        assertThat(stage.attempt().validations())
                .containsExactly(new Output.Validated("health", "passed", "every service is healthy", NOON));
    }

    /** The former version was once taken away before anything was known of the new one. */
    @Test
    void aRollingVersionTakesOverOnlyOnceItIsFoundHealthy() {
        var stage = new RegionOnStage();
        stage.install();
        stage.prepared("d2", "1", "2", Strategy.ROLLING);
        stage.started("d2");
        stage.finish("api");
        assertThat(stage.all(Output.Step.class))
                .extracting(step -> step.move().action())
                .doesNotContain(Action.REMOVE);

        stage.verdict("api", "2", Health.UNHEALTHY);

        assertThat(stage.open("api").move().weights()).isEqualTo(Map.of("1", 100));
        stage.finish("api");
        assertThat(stage.all(Output.ServiceRolledBack.class))
                .extracting(Output.ServiceRolledBack::means)
                .containsExactly(Means.TRAFFIC);
    }

    @Test
    void aCanaryGoesOnOnlyAfterItsPauseAndWhileHealthy() {
        var stage = new RegionOnStage();
        stage.install();
        stage.prepared("d2", "1", "2", Strategy.CANARY);
        stage.started("d2");
        stage.done("api");
        stage.done("api");
        assertThat(stage.done("api").weights()).isEqualTo(Map.of("2", 25, "1", 75));
        stage.pass(Duration.ofSeconds(10));
        assertThat(stage.attempt().work("api").step()).isEmpty();
        stage.verdict("api", "2", Health.HEALTHY);
        assertThat(stage.open("api").move().weights()).isEqualTo(Map.of("2", 100));
    }

    @Test
    void aSilentExecutorIsAskedAgain() {
        var stage = new RegionOnStage();
        stage.prepared("d1", "1", "1", Strategy.ROLLING);
        stage.started("d1");
        var first = stage.open("db").stepId();
        stage.pass(Duration.ofSeconds(36));
        stage.pass(Duration.ofSeconds(2));
        assertThat(stage.open("db").stepId()).isNotEqualTo(first);
    }

    /** What the former planner was told may never have reached the one that took over. */
    @Test
    void anOrderThatIsKnownButComesUnderAHigherEpochIsAnsweredByWhereTheRegionStands() {
        var stage = new RegionOnStage();
        stage.prepared("d1", "1", "1", Strategy.ROLLING);
        stage.started("d1");
        stage.finish("db");
        stage.finish("api");
        stage.said.clear();
        stage.hear(new Input.StartWave("d1", "digest-d1", 1));
        assertThat(stage.said).isEmpty();
        stage.hear(new Input.StartWave("d1", "digest-d1", 2));
        assertThat(stage.said)
                .extracting(said -> said.getClass().getSimpleName())
                .containsExactly("Prepared", "Deploying", "Validating");
        stage.said.clear();
        stage.hear(new Input.StartWave("d1", "digest-d1", 2));
        assertThat(stage.said).isEmpty();
    }

    @Test
    void aWayBackThatIsOrderedAgainUnderAHigherEpochGoesOnAndSaysHowFarItIs() {
        var stage = new RegionOnStage();
        stage.takenBack();
        stage.said.clear();
        stage.hear(new Input.TakeBack("d2", false, 2));
        assertThat(stage.attempt().phase()).isEqualTo(Phase.VERIFYING);
        assertThat(stage.said)
                .extracting(said -> said.getClass().getSimpleName())
                .containsExactly("RollingBack", "Returned");
    }
}
