package io.tidegate.coordinator.wave;

import static io.tidegate.coordinator.wave.RegionOnStage.POLICY;
import static io.tidegate.coordinator.wave.RegionOnStage.independent;
import static io.tidegate.coordinator.wave.RegionOnStage.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.coordinator.wave.Attempt.Phase;
import io.tidegate.coordinator.wave.Move.Action;
import io.tidegate.coordinator.wave.ServiceWork.Health;
import io.tidegate.estate.Policy;
import io.tidegate.estate.SecondsRange;
import io.tidegate.estate.Strategy;
import io.tidegate.estate.Validation;
import io.tidegate.estate.plan.RegionPlan;
import io.tidegate.estate.plan.ServicePlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class WayForwardTest {
    private final RegionOnStage stage = new RegionOnStage();

    private static Policy policy(int concurrency, boolean phaseBarriers) {
        return new Policy(
                concurrency,
                phaseBarriers,
                POLICY.canaryStages(),
                POLICY.readyTimeout(),
                POLICY.analysisTimeout(),
                POLICY.stability(),
                POLICY.rollbackDeadline(),
                POLICY.triggers(),
                POLICY.budgets(),
                POLICY.approvals(),
                POLICY.freezes(),
                false,
                POLICY.objective());
    }

    /** A new service that needs no other. */
    private static ServicePlan service(String name, int phase, int remaining) {
        return new ServicePlan(
                name,
                workload(name + ":1", 1),
                Optional.empty(),
                phase,
                List.of(),
                Strategy.ROLLING,
                false,
                new SecondsRange(1, 2),
                remaining,
                Optional.empty());
    }

    private void started(Policy policy, ServicePlan... services) {
        var plan = new RegionPlan(
                "us-east-1",
                1,
                List.of(Validation.HEALTH),
                List.of(),
                100,
                Duration.ofMinutes(30),
                List.of(services),
                List.of(Stream.of(services).map(ServicePlan::service).toList()),
                Map.of());
        stage.hear(new Input.Prepare("d1", "digest-d1", 1, plan, policy));
        stage.started("d1");
    }

    private List<String> inWork() {
        return stage.attempt().works().values().stream()
                .filter(work -> work.step().isPresent())
                .map(ServiceWork::service)
                .toList();
    }

    @Test
    void noMoreAreInWorkThanThePolicySaysAndThoseWithTheLongestPathFirst() {
        started(policy(2, false), service("a", 1, 1), service("b", 1, 3), service("c", 1, 2), service("d", 1, 3));
        assertThat(inWork()).containsExactly("b", "d");
        stage.finish("d");
        assertThat(inWork()).containsExactly("b", "c");
    }

    @Test
    void withBarriersAPhaseWaitsForTheOneBefore() {
        started(policy(10, true), service("late", 2, 9), service("early", 1, 1));
        assertThat(inWork()).containsExactly("early");
        stage.finish("early");
        assertThat(inWork()).containsExactly("late");
    }

    @Test
    void withoutBarriersItDoesNot() {
        started(policy(10, false), service("late", 2, 9), service("early", 1, 1));
        assertThat(inWork()).containsExactly("late", "early");
    }

    private void failed(String service, String reason, boolean passing) {
        stage.hear(new Input.StepFailed(stage.open(service).stepId(), service, reason, passing, "down"));
    }

    @Test
    void whatMayPassIsTriedFiveTimesASecondApartAndThenFails() {
        started(policy(1, false), service("a", 1, 1));
        for (int attempt = 1; attempt < 5; attempt++) {
            assertThat(stage.open("a").attempt()).isEqualTo(attempt);
            failed("a", "runtime_unavailable", true);
            assertThat(inWork()).isEmpty();
            stage.pass(Duration.ofMillis(999));
            assertThat(inWork()).isEmpty();
            stage.pass(Duration.ofMillis(1));
            assertThat(inWork()).containsExactly("a");
        }
        failed("a", "runtime_unavailable", true);
        assertThat(stage.attempt().phase()).isEqualTo(Phase.RETURNING);
        assertThat(stage.attempt().cause().orElseThrow())
                .isEqualTo(new Cause("runtime_unavailable", "a", "down", Optional.empty()));
    }

    @Test
    void anAnswerIsAwaitedForSomeSecondsMoreThanItMayTake() {
        started(policy(1, false), service("a", 1, 1));
        var first = stage.open("a");
        assertThat(first.deadline()).isEqualTo(stage.now.plusSeconds(30));
        stage.pass(Duration.ofSeconds(35));
        assertThat(stage.open("a")).isEqualTo(first);
        stage.pass(Duration.ofMillis(1));
        assertThat(inWork()).as("it is asked again in a second").isEmpty();
        stage.hear(new Input.StepDone(first.stepId()));
        assertThat(inWork())
                .as("an answer that comes later still means nothing")
                .isEmpty();
    }

    @Test
    void aCanaryThatIsNeitherFoundGoodNorBadIsTakenBackWhenItsTimeIsOver() {
        stage.install();
        stage.hear(new Input.Prepare("d2", "digest-d2", 1, independent(), POLICY));
        stage.started("d2");
        stage.finish("api");
        stage.verdict("api", "2", Health.NO_DATA);
        stage.pass(Duration.ofSeconds(4).plus(POLICY.analysisTimeout()));
        assertThat(stage.attempt().phase()).isEqualTo(Phase.DEPLOYING);
        stage.pass(Duration.ofMillis(1));
        assertThat(stage.attempt().cause().orElseThrow().message())
                .isEqualTo("no evidence that api:2 is healthy within 30 s (it is no_data)");
    }

    @Test
    void aRegionInWhichNotAllIsFoundHealthyIsTakenBackWhenItsTimeIsOver() {
        started(policy(2, false), service("a", 1, 1), service("b", 1, 1));
        stage.finish("a");
        stage.finish("b");
        stage.verdict("a", "1", Health.HEALTHY);
        stage.pass(POLICY.analysisTimeout());
        assertThat(stage.attempt().phase()).isEqualTo(Phase.VALIDATING);
        stage.pass(Duration.ofMillis(1));
        var cause = stage.attempt().cause().orElseThrow();
        assertThat(cause.service()).isEqualTo("b");
        assertThat(cause.message()).isEqualTo("no evidence within 30 s that these are healthy: b");
    }

    private void canaryIsSettled() {
        stage.install();
        stage.prepared("d2", "1", "2", Strategy.CANARY);
        stage.started("d2");
        stage.finish("api");
        stage.verdict("api", "2", Health.HEALTHY);
        for (int times = 0; times < 2; times++) {
            stage.pass(Duration.ofSeconds(5));
            stage.finish("api");
        }
        assertThat(stage.lane.running().get("api"))
                .isEqualTo(Running.serving(
                        workload("api:2", 1), Optional.of(workload("api:1", 1).image())));
        stage.pass(Duration.ofSeconds(1));
        stage.said.clear();
        stage.hear(new Input.Settle("d2", 1));
    }

    @Test
    void theVersionBeforeIsTakenAwayOnceTheDeploymentIsSettled() {
        canaryIsSettled();
        assertThat(stage.open("api").move())
                .isEqualTo(Move.remove(workload("api:1", 1).image()));
        assertThat(RegionDecider.waits(stage.lane)).isTrue();
        stage.finish("api");
        assertThat(stage.lane.running().get("api")).isEqualTo(Running.serving(workload("api:2", 1), Optional.empty()));
        assertThat(RegionDecider.waits(stage.lane)).isFalse();
        assertThat(stage.all(Output.Step.class)).hasSize(1);
    }

    @Test
    void whatCannotBeTakenAwayIsLeftToTheNextDeployment() {
        canaryIsSettled();
        for (int attempt = 1; attempt <= 5; attempt++) {
            assertThat(inWork()).containsExactly("api");
            failed("api", "refused", false);
            stage.pass(Duration.ofSeconds(1));
        }
        assertThat(inWork()).isEmpty();
        assertThat(RegionDecider.waits(stage.lane)).isFalse();

        stage.prepared("d3", "1", "3", Strategy.CANARY);
        stage.started("d3");

        assertThat(stage.open("api").move())
                .isEqualTo(Move.remove(workload("api:1", 1).image()));
        stage.done("api");
        assertThat(stage.open("api").move().action()).isEqualTo(Action.APPLY);
    }
}
