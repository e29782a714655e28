package io.tidegate.coordinator.wave;

import static io.tidegate.coordinator.wave.RegionOnStage.POLICY;
import static io.tidegate.coordinator.wave.RegionOnStage.independent;
import static io.tidegate.coordinator.wave.RegionOnStage.resized;
import static io.tidegate.coordinator.wave.RegionOnStage.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.coordinator.wave.Attempt.Phase;
import io.tidegate.coordinator.wave.Move.Action;
import io.tidegate.coordinator.wave.ServiceWork.Health;
import io.tidegate.estate.Strategy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WayBackTest {
    private static RegionOnStage inCanary() {
        var stage = new RegionOnStage();
        stage.inCanary();
        return stage;
    }

    @Test
    void aBadCanaryGivesTrafficBackAtOnceAndEndsWhereItBegan() {
        var stage = new RegionOnStage();
        stage.install();
        var before = stage.lane.workloads();
        stage.prepared("d2", "1", "2", Strategy.CANARY);
        stage.started("d2");
        stage.done("api");
        stage.done("api");
        stage.done("api");
        stage.verdict("api", "2", Health.UNHEALTHY);
        assertThat(stage.open("api").move().weights()).isEqualTo(Map.of("1", 100));
        stage.finish("api");
        assertThat(stage.all(Output.ServiceRolledBack.class))
                .extracting(Output.ServiceRolledBack::means)
                .containsExactly(Means.TRAFFIC);
        assertThat(stage.attempt().phase()).isEqualTo(Phase.VERIFYING);
        stage.verdict("api", "2", Health.UNHEALTHY);
        stage.verdict("api", "1", Health.INCONCLUSIVE);
        assertThat(stage.attempt().phase()).isEqualTo(Phase.VERIFYING);
        stage.verdict("api", "1", Health.HEALTHY);
        assertThat(stage.attempt().phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(stage.verified()).containsExactly("rollback of api passed");
        assertThat(stage.lane.workloads()).isEqualTo(before);
    }

    /** Whether what serves again is well was once told by its readiness alone. */
    @Test
    void whatServesAgainAndIsUnhealthyAsWellIsSaidToBe() {
        var stage = new RegionOnStage();
        stage.takenBack();
        stage.verdict("api", "1", Health.UNHEALTHY);
        assertThat(stage.attempt().phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(stage.verified()).containsExactly("rollback of api failed");
    }

    @Test
    void evidenceOfAWayBackIsAwaitedNoLongerThanItsBudget() {
        var stage = new RegionOnStage();
        stage.takenBack();
        stage.pass(POLICY.budgets().verification().minusSeconds(1));
        assertThat(stage.attempt().phase()).isEqualTo(Phase.VERIFYING);
        stage.pass(Duration.ofSeconds(1));
        assertThat(stage.attempt().phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(stage.verified()).containsExactly("rollback of api unknown");
    }

    @Test
    void theWayBackGoesInReverseOrderOfDependencies() {
        var stage = new RegionOnStage();
        stage.install();
        stage.prepared("d2", "2", "2", Strategy.ROLLING);
        stage.started("d2");
        for (String service : List.of("db", "api")) {
            stage.finish(service);
            stage.verdict(service, "2", Health.HEALTHY);
            stage.finish(service);
        }
        stage.hear(new Input.TakeBack("d2", false, 1));
        assertThat(stage.attempt().work("db").step()).isEmpty();
        stage.finish("api");
        stage.finish("db");
        stage.finish("api");
        stage.finish("db");
        stage.verdict("api", "1", Health.HEALTHY);
        stage.verdict("db", "1", Health.HEALTHY);
        assertThat(stage.all(Output.ServiceRolledBack.class))
                .extracting(Output.ServiceRolledBack::service)
                .containsExactly("api", "db");
        assertThat(stage.all(Output.RolledBack.class)).hasSize(1);
    }

    @Test
    void whatNeverBecomesReadyIsTakenBack() {
        var stage = new RegionOnStage();
        stage.install();
        stage.prepared("d2", "1", "2", Strategy.CANARY);
        stage.started("d2");
        stage.done("api");
        stage.hear(new Input.StepFailed(stage.open("api").stepId(), "api", "not_ready", false, "0 of 1 ready"));
        stage.finish("api");
        stage.verdict("api", "1", Health.HEALTHY);
        assertThat(stage.attempt().phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(stage.all(Output.Failed.class))
                .extracting(failed -> failed.cause().rule())
                .containsExactly("not_ready");
    }

    @Test
    void aWayBackThatCannotBeFinishedStopsAndCanBeTriedAgain() {
        var stage = inCanary();
        stage.verdict("api", "2", Health.UNHEALTHY);
        stage.now = stage.now.plusSeconds(21);
        stage.hear(new Input.StepFailed(stage.open("api").stepId(), "api", "runtime_unavailable", true, "down"));
        assertThat(stage.all(Output.RollbackFailed.class)).hasSize(1);
        stage.hear(new Input.TakeBack("d2", false, 1));
        stage.finish("api");
        stage.verdict("api", "1", Health.HEALTHY);
        assertThat(stage.attempt().phase()).isEqualTo(Phase.ROLLED_BACK);
    }

    /** The second service to give up once broke the region's record of the first. */
    @Test
    void aWayBackThatStoppedBearsFurtherFailures() {
        var stage = new RegionOnStage();
        stage.install();
        stage.prepared("d2", "2", "2", Strategy.ROLLING);
        stage.started("d2");
        for (String service : List.of("db", "api")) {
            stage.finish(service);
            stage.verdict(service, "2", Health.HEALTHY);
            stage.finish(service);
        }
        stage.hear(new Input.TakeBack("d2", false, 1));
        stage.finish("api");
        stage.done("db");
        stage.done("db");
        stage.done("db");
        assertThat(stage.attempt().phase()).isEqualTo(Phase.VERIFYING);
        stage.now = stage.now.plusSeconds(21);
        for (String service : List.of("db", "api")) {
            stage.hear(new Input.StepFailed(stage.open(service).stepId(), service, "not_ready", false, "down"));
        }
        assertThat(stage.attempt().phase()).isEqualTo(Phase.STUCK);
        assertThat(stage.all(Output.RollbackFailed.class)).hasSize(1);
    }

    @Test
    void whatWouldNotBeUndoneStaysAsItIsUntilThatIsOrdered() {
        var stage = new RegionOnStage();
        stage.install();
        stage.hear(new Input.Prepare("d2", "digest-d2", 1, RegionOnStage.migrating("1"), POLICY));
        stage.started("d2");
        stage.done("api");
        stage.done("api");
        stage.done("api");
        stage.verdict("api", "2", Health.UNHEALTHY);
        assertThat(stage.attempt().phase()).isEqualTo(Phase.FROZEN);
        assertThat(stage.all(Output.Failed.class)).singleElement().matches(Output.Failed::frozen);
        assertThat(stage.all(Output.RollingBack.class)).isEmpty();
        stage.hear(new Input.TakeBack("d2", false, 1));
        assertThat(stage.attempt().phase()).isEqualTo(Phase.FROZEN);
        stage.hear(new Input.TakeBack("d2", true, 1));
        stage.finish("api");
        assertThat(stage.attempt().phase()).isEqualTo(Phase.VERIFYING);
        assertThat(stage.all(Output.ServiceRolledBack.class))
                .extracting(Output.ServiceRolledBack::service)
                .containsExactly("api");
    }

    @Test
    void whatHasNotBegunToChangeDataIsTakenBackByTheRegionItself() {
        var stage = new RegionOnStage();
        stage.install();
        stage.hear(new Input.Prepare("d2", "digest-d2", 1, RegionOnStage.migrating("2"), POLICY));
        stage.started("d2");
        stage.hear(new Input.StepFailed(stage.open("db").stepId(), "db", "refused", false, "no room"));
        assertThat(stage.all(Output.Failed.class)).singleElement().matches(failed -> !failed.frozen());
        assertThat(stage.attempt().phase()).isEqualTo(Phase.RETURNING);
    }

    /** A deployment of the same images with another number of replicas was once completed without doing anything. */
    @Test
    void anotherNumberOfReplicasIsBroughtInAndTakenBack() {
        var stage = new RegionOnStage();
        stage.install();
        stage.hear(new Input.Prepare("d2", "digest-d2", 1, resized(3), POLICY));
        stage.started("d2");
        assertThat(stage.open("db").move()).isEqualTo(Move.apply(workload("db:1", 3)));
        stage.finish("db");
        assertThat(stage.all(Output.Completed.class)).hasSize(1);
        stage.said.clear();

        stage.hear(new Input.TakeBack("d2", false, 1));

        assertThat(stage.open("db").move()).isEqualTo(Move.apply(workload("db:1", 1)));
        stage.finish("db");
        assertThat(stage.attempt().phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(stage.verified()).as("nothing to tell apart by telemetry").isEmpty();
        assertThat(stage.all(Output.Step.class))
                .extracting(step -> step.move().action())
                .doesNotContain(Action.REMOVE);
    }

    /** What was seen before all was back once counted, though what it depends on was still the new version. */
    @Test
    void whatServesAgainIsJudgedOnlyOnceAllIsBack() {
        var stage = new RegionOnStage();
        stage.install();
        stage.prepared("d2", "2", "2", Strategy.ROLLING);
        stage.started("d2");
        for (String service : List.of("db", "api")) {
            stage.finish(service);
            stage.verdict(service, "2", Health.HEALTHY);
            stage.finish(service);
        }
        stage.hear(new Input.TakeBack("d2", false, 1));
        stage.finish("api");
        stage.verdict("api", "1", Health.HEALTHY);
        assertThat(stage.all(Output.Returned.class)).isEmpty();
        stage.finish("db");
        assertThat(stage.all(Output.Returned.class)).containsExactly(new Output.Returned(stage.lane.workloads()));
        stage.finish("api");
        stage.finish("db");
        stage.verdict("db", "1", Health.HEALTHY);
        assertThat(stage.attempt().phase()).isEqualTo(Phase.VERIFYING);
        stage.verdict("api", "1", Health.HEALTHY);
        assertThat(stage.attempt().phase()).isEqualTo(Phase.ROLLED_BACK);
    }

    @Test
    void aServiceThatWasNotReachedIsNotSaidToBeTakenBack() {
        var stage = new RegionOnStage();
        stage.install();
        stage.prepared("d2", "2", "2", Strategy.CANARY);
        stage.started("d2");
        stage.finish("db");
        stage.verdict("db", "2", Health.UNHEALTHY);
        stage.finish("db");
        stage.verdict("db", "1", Health.HEALTHY);
        assertThat(stage.attempt().phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(stage.verified()).containsExactly("rollback of db passed");
    }

    /** The second once ended the decision with an error, and the region stood still. */
    @Test
    void twoCanariesWithoutEvidenceFailTheRegionOnce() {
        var stage = new RegionOnStage();
        stage.install();
        stage.hear(new Input.Prepare("d2", "digest-d2", 1, independent(), POLICY));
        stage.started("d2");
        stage.finish("api");
        stage.finish("db");
        stage.pass(POLICY.analysisTimeout().plusSeconds(10));
        assertThat(stage.all(Output.Failed.class))
                .extracting(failed -> failed.cause().rule())
                .containsExactly("no_evidence");
        assertThat(stage.attempt().phase()).isEqualTo(Phase.RETURNING);
    }

    /** Found by simulation, seed 570: a leader cut off had settled it, and who took over never heard so. */
    @Test
    void whatALeaderSettledThatLeadsNoMoreIsTakenBackByWhoTookOver() {
        var stage = new RegionOnStage();
        stage.install();
        stage.prepared("d2", "1", "2", Strategy.CANARY);
        stage.started("d2");
        stage.finish("api");
        stage.verdict("api", "2", Health.HEALTHY);
        stage.pass(Duration.ofSeconds(5));
        stage.finish("api");
        stage.pass(Duration.ofSeconds(5));
        stage.now = stage.now.plusSeconds(1);
        stage.hear(new Input.Settle("d2", 1));
        stage.finish("api");
        stage.hear(new Input.TakeBack("d2", false, 1));
        assertThat(stage.attempt().phase()).as("by the same leader").isEqualTo(Phase.SETTLED);
        stage.hear(new Input.TakeBack("d2", false, 2));
        assertThat(stage.attempt().work("api").means()).isEqualTo(Means.CONTAINER);
        stage.finish("api");
        stage.verdict("api", "1", Health.HEALTHY);
        assertThat(stage.attempt().phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(stage.lane.workloads()).containsEntry("api", RegionOnStage.workload("api:1", 1));
    }

    /** The wave of a region whose services are not well would be judged by what was bad before. */
    @Test
    void aRegionWhereWhatIsToStayWasFoundUnhealthyIsNotReadyUntilThatIsOldOrReplaced() {
        var stage = new RegionOnStage();
        stage.takenBack();
        stage.verdict("api", "1", Health.UNHEALTHY);
        stage.finish("api");
        stage.pass(Duration.ofMinutes(1));
        assertThat(stage.attempt().phase()).isEqualTo(Phase.ROLLED_BACK);
        stage.prepared("d3", "2", "1", Strategy.CANARY);
        assertThat(stage.all(Output.Prepared.class).getLast().problems())
                .containsExactly("'api' 1, which runs there and is to stay, was found unhealthy; mend it, or deploy"
                        + " another version of it");
        stage.prepared("d4", "1", "3", Strategy.CANARY);
        assertThat(stage.all(Output.Prepared.class).getLast().ready()).isTrue();
    }

    @Test
    void whatWasFoundUnhealthyLongAgoKeepsNobodyFromDeploying() {
        var stage = new RegionOnStage();
        stage.takenBack();
        stage.verdict("api", "1", Health.UNHEALTHY);
        stage.finish("api");
        stage.pass(Duration.ofMinutes(1));
        stage.now = stage.now.plus(Duration.ofHours(1));
        stage.prepared("d3", "2", "1", Strategy.CANARY);
        assertThat(stage.all(Output.Prepared.class).getLast().ready()).isTrue();
    }

    private static void stepFailed(RegionOnStage stage, String reason, boolean passing) {
        stage.hear(new Input.StepFailed(stage.open("api").stepId(), "api", reason, passing, "because"));
    }

    @Test
    void aStepOfTheWayBackThatFailsIsTriedAgainAMomentLater() {
        var stage = inCanary();
        stage.verdict("api", "2", Health.UNHEALTHY);
        var first = stage.open("api");
        stepFailed(stage, "runtime_unavailable", true);
        assertThat(stage.attempt().phase()).isEqualTo(Phase.RETURNING);
        assertThat(stage.attempt().work("api").step()).isEmpty();
        stage.pass(Duration.ofSeconds(1));
        assertThat(stage.open("api").move()).isEqualTo(first.move());
        assertThat(stage.open("api").stepId()).isNotEqualTo(first.stepId());
        assertThat(stage.all(Output.RollbackFailed.class)).isEmpty();
    }

    @Test
    void whereTheVersionBeforeGetsNoTrafficItIsBroughtInAnew() {
        for (String reason : List.of("refused", "not_ready")) {
            var stage = inCanary();
            stage.verdict("api", "2", Health.UNHEALTHY);
            assertThat(stage.open("api").move().action()).isEqualTo(Action.ROUTE);
            stepFailed(stage, reason, false);
            assertThat(stage.open("api").move()).isEqualTo(Move.apply(workload("api:1", 1)));
            stage.finish("api");
            assertThat(stage.all(Output.ServiceRolledBack.class))
                    .extracting(Output.ServiceRolledBack::means)
                    .containsExactly(Means.CONTAINER);
        }
    }

    @Test
    void whatFailsForAnotherReasonIsNotBroughtInAnew() {
        var stage = inCanary();
        stage.verdict("api", "2", Health.UNHEALTHY);
        stepFailed(stage, "fenced", false);
        stage.pass(Duration.ofSeconds(1));
        assertThat(stage.open("api").move().action()).isEqualTo(Action.ROUTE);
    }

    @Test
    void anOrderThatDoesNotSayThatItKnowsTakesNothingBackThatItWouldNotUndo() {
        var stage = new RegionOnStage();
        stage.install();
        stage.hear(new Input.Prepare("d2", "digest-d2", 1, RegionOnStage.migrating("1"), POLICY));
        stage.started("d2");
        stage.done("api");
        stage.hear(new Input.TakeBack("d2", false, 1));
        assertThat(stage.attempt().phase()).isEqualTo(Phase.FROZEN);
        assertThat(stage.all(Output.Failed.class)).singleElement().satisfies(failed -> {
            assertThat(failed.frozen()).isTrue();
            assertThat(failed.cause().rule()).isEqualTo(Cause.ORDERED);
        });
        stage.said.clear();
        stage.hear(new Input.TakeBack("d2", false, 1));
        assertThat(stage.all(Output.Failed.class))
                .as("asked again it says the same again")
                .singleElement()
                .matches(Output.Failed::frozen);
    }

    @Test
    void itIsSaidWhetherAWayBackWasOrdered() {
        var own = inCanary();
        own.verdict("api", "2", Health.UNHEALTHY);
        assertThat(own.all(Output.RollingBack.class)).singleElement().matches(back -> !back.ordered());
        var ordered = inCanary();
        ordered.hear(new Input.TakeBack("d2", false, 1));
        assertThat(ordered.all(Output.RollingBack.class)).singleElement().matches(Output.RollingBack::ordered);
    }

    @Test
    void aWayBackThatIsDoneSaysSoAgainWhenItIsOrderedAgain() {
        var stage = new RegionOnStage();
        stage.takenBack();
        stage.verdict("api", "1", Health.HEALTHY);
        var done = stage.all(Output.RolledBack.class).getLast();
        assertThat(done.validations()).isNotEmpty();
        stage.said.clear();
        stage.hear(new Input.TakeBack("d2", false, 1));
        assertThat(stage.all(Output.RolledBack.class)).containsExactly(done);
    }

    @Test
    void aRegionSaysThatItsWaveHasBegunAndIsNotReadyForAnotherUntilItIsDone() {
        var stage = inCanary();
        assertThat(stage.all(Output.Deploying.class)).hasSize(1);
        stage.prepared("d3", "1", "3", Strategy.CANARY);
        assertThat(stage.all(Output.Prepared.class).getLast().problems())
                .containsExactly("deployment d2 is still under way in us-east-1 (DEPLOYING)");
    }
}
