package io.tidegate.coordinator.wave;

import static io.tidegate.coordinator.wave.RegionOnStage.POLICY;
import static io.tidegate.coordinator.wave.RegionOnStage.withoutApi;
import static io.tidegate.coordinator.wave.RegionOnStage.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.coordinator.wave.Attempt.Phase;
import io.tidegate.coordinator.wave.ServiceWork.Health;
import io.tidegate.estate.Strategy;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RetirementTest {
    @Test
    void whatTheEstateNoLongerHasGoesOnceTheDeploymentIsSettled() {
        var stage = new RegionOnStage();
        stage.install();
        stage.hear(new Input.Prepare("d2", "digest-d2", 1, withoutApi(), POLICY));
        stage.started("d2");
        assertThat(stage.attempt().phase()).isEqualTo(Phase.COMPLETED);
        assertThat(stage.lane.workloads()).containsKey("api");
        stage.said.clear();

        stage.hear(new Input.Settle("d2", 1));
        stage.finish("api");

        assertThat(stage.all(Output.Step.class))
                .extracting(step -> step.move().action() + " " + step.move().weights())
                .containsExactly("ROUTE {}", "REMOVE {}");
        assertThat(stage.all(Output.ServiceRemoved.class)).hasSize(1);
        assertThat(stage.lane.workloads()).containsOnlyKeys("db");
        assertThat(RegionDecider.waits(stage.lane)).isFalse();
    }

    @Test
    void whatCannotBeTakenAwayIsTriedSomeTimesAndThenRunsOn() {
        var stage = new RegionOnStage();
        leaving(stage);
        for (int attempt = 0; attempt < 5; attempt++) {
            stage.hear(new Input.StepFailed(stage.open("api").stepId(), "api", "refused", false, "no"));
            stage.pass(Duration.ofSeconds(2));
        }
        assertThat(RegionDecider.waits(stage.lane)).isFalse();
        assertThat(stage.lane.workloads()).containsKey("api");
    }

    /** {@code api} was left out of the settled deployment {@code d2}, and the first step of taking it away is open. */
    private static void leaving(RegionOnStage stage) {
        stage.install();
        stage.hear(new Input.Prepare("d2", "digest-d2", 1, withoutApi(), POLICY));
        stage.started("d2");
        stage.hear(new Input.Settle("d2", 1));
    }

    /** The next deployment once ended a retirement in the middle: without traffic, but never removed. */
    @Test
    void aDeploymentThatComesMeanwhileLetsItGoOn() {
        var stage = new RegionOnStage();
        leaving(stage);
        var step = stage.open("api").stepId();

        stage.hear(new Input.Prepare("d3", "digest-d3", 1, withoutApi(), POLICY));
        stage.hear(new Input.StepDone(step));
        stage.finish("api");

        assertThat(stage.all(Output.ServiceRemoved.class)).hasSize(1);
        assertThat(stage.lane.workloads()).containsOnlyKeys("db");
        stage.started("d3");
        assertThat(stage.attempt().phase()).isEqualTo(Phase.COMPLETED);
    }

    @Test
    void whatIsGoneAlreadyWhenADeploymentWithoutItIsSettledIsSaidToBe() {
        var stage = new RegionOnStage();
        leaving(stage);
        stage.finish("api");
        stage.hear(new Input.Prepare("d3", "digest-d3", 1, withoutApi(), POLICY));
        stage.started("d3");
        stage.said.clear();
        stage.hear(new Input.Settle("d3", 1));
        assertThat(stage.said).containsExactly(new Output.ServiceRemoved("api"));
    }

    /** It once ran on without a route, since its image and replicas were those that were wanted. */
    @Test
    void aServiceThatIsPutBackMeanwhileGetsItsTrafficBack() {
        var stage = new RegionOnStage();
        leaving(stage);
        stage.prepared("d3", "1", "1", Strategy.CANARY);
        stage.said.clear();
        stage.started("d3");
        assertThat(stage.attempt().phase()).isEqualTo(Phase.DEPLOYING);
        stage.finish("api");
        assertThat(stage.all(Output.Step.class))
                .extracting(step -> step.move().action() + " " + step.move().weights())
                .containsExactly("APPLY {}", "AWAIT_READY {}", "ROUTE {1=100}");
        assertThat(stage.attempt().phase()).isEqualTo(Phase.COMPLETED);
        assertThat(stage.lane.running().get("api")).isEqualTo(Running.serving(workload("api:1", 1), Optional.empty()));
    }

    /** There may be nothing left of the former version for a canary to share traffic with. */
    @Test
    void aServiceThatIsPutBackAsAnotherVersionSharesNoTraffic() {
        var stage = new RegionOnStage();
        leaving(stage);
        stage.prepared("d3", "1", "2", Strategy.CANARY);
        stage.said.clear();
        stage.started("d3");
        stage.finish("api");
        stage.verdict("api", "2", Health.UNHEALTHY);
        stage.finish("api");
        assertThat(stage.all(Output.Step.class))
                .filteredOn(step -> step.service().equals("api"))
                .extracting(step -> step.move().action() + " "
                        + step.move().image().version() + " " + step.move().weights())
                .startsWith(
                        "APPLY 2 {}",
                        "AWAIT_READY 2 {}",
                        "ROUTE 2 {2=100}",
                        "APPLY 1 {}",
                        "AWAIT_READY 1 {}",
                        "ROUTE 1 {1=100}");
    }
}
