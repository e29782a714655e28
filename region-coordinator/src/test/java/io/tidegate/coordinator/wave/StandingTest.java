package io.tidegate.coordinator.wave;

import static io.tidegate.coordinator.wave.RegionOnStage.POLICY;
import static io.tidegate.coordinator.wave.RegionOnStage.migrating;
import static io.tidegate.coordinator.wave.RegionOnStage.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.coordinator.wave.Attempt.Phase;
import io.tidegate.coordinator.wave.ServiceWork.Health;
import io.tidegate.estate.Strategy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a region answers to a planner that took over and begins {@code d2} again, wherever the region is with it. */
final class StandingTest {
    private final RegionOnStage stage = new RegionOnStage();

    @BeforeEach
    void something() {
        stage.install();
        stage.prepared("d2", "1", "2", Strategy.CANARY);
    }

    private List<Output> answer() {
        var phase = stage.attempt().phase();
        stage.said.clear();
        stage.hear(new Input.Prepare("d2", "digest-d2", 2, plan("1", "2", Strategy.CANARY), POLICY));
        assertThat(stage.attempt().phase()).as("asking moves nothing").isEqualTo(phase);
        assertThat(stage.lane.epoch()).isEqualTo(2);
        return List.copyOf(stage.said);
    }

    private static List<String> words(List<Output> said) {
        return said.stream().map(output -> output.getClass().getSimpleName()).toList();
    }

    private void inCanary() {
        stage.started("d2");
        stage.done("api");
        stage.done("api");
        stage.done("api");
    }

    private void completed() {
        inCanary();
        stage.verdict("api", "2", Health.HEALTHY);
        for (int times = 0; times < 2; times++) {
            stage.pass(Duration.ofSeconds(5));
            stage.finish("api");
        }
        assertThat(stage.attempt().phase()).isEqualTo(Phase.COMPLETED);
    }

    @Test
    void aRegionThatWaitsForItsWaveIsReady() {
        assertThat(answer()).singleElement().isInstanceOfSatisfying(Output.Prepared.class, prepared -> {
            assertThat(prepared.ready()).isTrue();
            assertThat(prepared.digest()).isEqualTo("digest-d2");
            assertThat(prepared.running()).isEqualTo(stage.lane.workloads());
        });
    }

    @Test
    void aRegionAtWorkSaysThatItIs() {
        inCanary();
        assertThat(words(answer())).containsExactly("Prepared", "Deploying");
    }

    @Test
    void aRegionThatIsDoneSaysWhatCameOfIt() {
        completed();
        var said = answer();
        assertThat(words(said)).containsExactly("Prepared", "Completed");
        assertThat(said.getLast())
                .isEqualTo(new Output.Completed(2, 2, stage.attempt().validations()));
    }

    @Test
    void aRegionThatIsDoneForGoodSaysTheSame() {
        completed();
        stage.hear(new Input.Settle("d2", 1));
        assertThat(stage.attempt().phase()).isEqualTo(Phase.SETTLED);
        assertThat(words(answer())).containsExactly("Prepared", "Completed");
    }

    @Test
    void aRegionThatFailedAndStaysSaysWhy() {
        stage.hear(new Input.Prepare("d2", "another", 1, migrating("1"), POLICY));
        stage.hear(new Input.StartWave("d2", "another", 1));
        stage.done("api");
        stage.done("api");
        stage.done("api");
        stage.verdict("api", "2", Health.UNHEALTHY);
        assertThat(stage.attempt().phase()).isEqualTo(Phase.FROZEN);
        var said = answer();
        assertThat(words(said)).containsExactly("Prepared", "Failed");
        assertThat(said.getLast())
                .isEqualTo(new Output.Failed(
                        stage.attempt().cause().orElseThrow(),
                        true,
                        stage.attempt().validations()));
    }

    @Test
    void aRegionOnItsOwnWayBackSaysWhyAndThatNobodyOrderedIt() {
        inCanary();
        stage.verdict("api", "2", Health.UNHEALTHY);
        assertThat(answer())
                .containsExactly(new Output.RollingBack(stage.attempt().cause().orElseThrow(), false));
    }

    @Test
    void aRegionOnAWayBackThatWasOrderedSaysSo() {
        inCanary();
        stage.hear(new Input.TakeBack("d2", false, 1));
        assertThat(stage.attempt().phase()).isEqualTo(Phase.RETURNING);
        assertThat(answer()).singleElement().isInstanceOfSatisfying(Output.RollingBack.class, back -> {
            assertThat(back.ordered()).isTrue();
            assertThat(back.cause().rule()).isEqualTo("ordered");
        });
    }

    @Test
    void aRegionThatIsStuckSaysThatAPersonMustOrderItAgain() {
        inCanary();
        stage.verdict("api", "2", Health.UNHEALTHY);
        stage.now = stage.now.plus(POLICY.rollbackDeadline()).plusSeconds(1);
        stage.hear(new Input.StepFailed(stage.open("api").stepId(), "api", "runtime_unavailable", true, "down"));
        var said = answer();
        assertThat(words(said)).containsExactly("RollingBack", "RollbackFailed");
        assertThat(((Output.RollbackFailed) said.getLast()).message()).contains("mend it and order it again");
    }

    @Test
    void aRegionWhereAllIsAsBeforeSaysWhatRuns() {
        inCanary();
        stage.verdict("api", "2", Health.UNHEALTHY);
        stage.finish("api");
        stage.verdict("api", "1", Health.HEALTHY);
        assertThat(stage.attempt().phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(answer())
                .containsExactly(new Output.RolledBack(
                        "d2", stage.lane.workloads(), stage.attempt().validations()));
    }

    @Test
    void whatHasNotBegunIsGivenUpAtOnce() {
        stage.said.clear();
        stage.hear(new Input.TakeBack("d2", false, 1));
        assertThat(stage.attempt().phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(stage.said).containsExactly(new Output.RolledBack("d2", stage.lane.workloads(), List.of()));
    }

    @Test
    void whatNeverWasHereIsAsBefore() {
        stage.said.clear();
        stage.hear(new Input.TakeBack("d7", false, 1));
        assertThat(stage.said).containsExactly(new Output.RolledBack("d7", stage.lane.workloads(), List.of()));
        assertThat(stage.attempt().phase()).isEqualTo(Phase.PREPARED);
    }

    /** It is not what runs: another has changed what it had brought. */
    @Test
    void whatOthersFollowedIsNotTakenFromBeneathThem() {
        inCanary();
        stage.said.clear();
        stage.hear(new Input.TakeBack("d1", true, 1));
        assertThat(stage.said).isEmpty();
        assertThat(stage.attempt().deploymentId()).isEqualTo("d2");
    }

    /** The next one had only asked whether the region is ready. */
    @Test
    void theOneBeforeIsTakenBackWhileTheNextHasChangedNothing() {
        completed();
        stage.prepared("d3", "1", "3", Strategy.CANARY);
        stage.hear(new Input.TakeBack("d2", true, 1));
        assertThat(stage.attempt().deploymentId()).isEqualTo("d2");
        assertThat(stage.attempt().phase()).isEqualTo(Phase.RETURNING);
    }

    @Test
    void anOrderBackUnderAnOlderEpochIsIgnored() {
        answer();
        var before = stage.lane;
        stage.said.clear();
        stage.hear(new Input.TakeBack("d2", true, 1));
        assertThat(stage.lane).isEqualTo(before);
        assertThat(stage.said).isEmpty();
    }
}
