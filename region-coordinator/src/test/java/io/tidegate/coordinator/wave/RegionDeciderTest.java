package io.tidegate.coordinator.wave;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.coordinator.wave.Attempt.Phase;
import io.tidegate.coordinator.wave.Move.Action;
import io.tidegate.coordinator.wave.ServiceWork.Health;
import io.tidegate.estate.Budgets;
import io.tidegate.estate.CanaryStage;
import io.tidegate.estate.HealthSettings;
import io.tidegate.estate.Image;
import io.tidegate.estate.Policy;
import io.tidegate.estate.Resources;
import io.tidegate.estate.SecondsRange;
import io.tidegate.estate.Strategy;
import io.tidegate.estate.Triggers;
import io.tidegate.estate.Validation;
import io.tidegate.estate.Workload;
import io.tidegate.estate.plan.RegionPlan;
import io.tidegate.estate.plan.ServicePlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RegionDeciderTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Policy POLICY = new Policy(
            10,
            false,
            List.of(new CanaryStage(25, Duration.ofSeconds(4)), new CanaryStage(100, Duration.ofSeconds(3))),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Triggers.SPECIFICATION,
            Budgets.SPECIFICATION);

    /** A region with {@code api}, which needs {@code db}; drives the decider and keeps what was said. */
    private static final class Stage {
        private final List<Output> said = new ArrayList<>();
        private RegionLane lane = RegionLane.empty("us-east-1", "shop/production");
        private Instant now = NOON;

        void hear(Input input) {
            var decision = RegionDecider.decide(lane, input, now);
            lane = decision.lane();
            said.addAll(decision.outputs());
        }

        void prepared(String id, String dbTag, String apiTag, Strategy strategy) {
            hear(new Input.Prepare(id, "digest-" + id, 1, plan(dbTag, apiTag, strategy), POLICY));
        }

        void started(String id) {
            hear(new Input.StartWave(id, "digest-" + id, 1));
        }

        /** Answers the open step of a service. */
        Move done(String service) {
            var step = open(service);
            hear(new Input.StepDone(step.stepId()));
            return step.move();
        }

        Output.Step open(String service) {
            return said.stream()
                    .filter(Output.Step.class::isInstance)
                    .map(Output.Step.class::cast)
                    .filter(step -> step.service().equals(service))
                    .filter(step -> attempt()
                            .work(service)
                            .step()
                            .filter(step.stepId()::equals)
                            .isPresent())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no open step for " + service + " in " + lane));
        }

        void finish(String service) {
            while (attempt().work(service).step().isPresent()) {
                done(service);
            }
        }

        void pass(Duration time) {
            now = now.plus(time);
            hear(new Input.TimePassed());
        }

        void verdict(String service, String version, Health health) {
            hear(new Input.Verdict(attempt().deploymentId(), service, version, health, Optional.empty(), "because"));
        }

        /** A canary of {@code api} was found bad; its users have the former version again. */
        void takenBack() {
            install();
            prepared("d2", "1", "2", Strategy.CANARY);
            started("d2");
            done("api");
            done("api");
            done("api");
            verdict("api", "2", Health.UNHEALTHY);
            finish("api");
        }

        List<String> verified() {
            return all(Output.RolledBack.class).getLast().validations().stream()
                    .map(result -> result.name() + " " + result.outcome())
                    .toList();
        }

        Attempt attempt() {
            return lane.attempt().orElseThrow();
        }

        void install() {
            prepared("d1", "1", "1", Strategy.CANARY);
            started("d1");
            finish("db");
            finish("api");
            verdict("db", "1", Health.HEALTHY);
            verdict("api", "1", Health.HEALTHY);
            hear(new Input.Settle("d1", 1));
            said.clear();
        }

        <T extends Output> List<T> all(Class<T> type) {
            return said.stream().filter(type::isInstance).map(type::cast).toList();
        }
    }

    private static RegionPlan plan(String dbTag, String apiTag, Strategy strategy) {
        return new RegionPlan(
                "us-east-1",
                1,
                List.of(Validation.HEALTH),
                Duration.ofMinutes(30),
                List.of(service("db", dbTag, List.of(), strategy), service("api", apiTag, List.of("db"), strategy)),
                List.of(List.of("db"), List.of("api")),
                Map.of());
    }

    private static ServicePlan service(String name, String tag, List<String> needs, Strategy strategy) {
        return new ServicePlan(
                name,
                workload(name + ":" + tag, 1),
                Optional.empty(),
                1,
                needs,
                strategy,
                false,
                new SecondsRange(1, 2),
                needs.isEmpty() ? 4 : 2,
                Optional.empty());
    }

    private static Workload workload(String image, int replicas) {
        return new Workload(new Image(image), replicas, 80, Resources.NONE, HealthSettings.SPECIFICATION);
    }

    @Test
    void aServiceStartsOnlyAfterWhatItDependsOn() {
        var stage = new Stage();
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
        var stage = new Stage();
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
        var stage = new Stage();
        stage.hear(new Input.Prepare("d1", "x", 5, plan("1", "1", Strategy.ROLLING), POLICY));
        var before = stage.lane;
        stage.hear(new Input.StartWave("d1", "x", 4));
        assertThat(stage.lane).isEqualTo(before);
    }

    @Test
    void aWaveIsDoneOnlyOnEvidenceOfHealth() {
        var stage = new Stage();
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
        var stage = new Stage();
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

    /** A deployment of the same images with another number of replicas was once completed without doing anything. */
    @Test
    void anotherNumberOfReplicasIsBroughtInAndTakenBack() {
        var stage = new Stage();
        stage.install();
        stage.hear(new Input.Prepare("d2", "digest-d2", 1, resized(3), POLICY));
        stage.started("d2");
        assertThat(stage.open("db").move()).isEqualTo(Move.apply(workload("db:1", 3)));
        stage.finish("db");
        assertThat(stage.all(Output.Completed.class)).hasSize(1);
        stage.said.clear();

        stage.hear(new Input.TakeBack("d2", 1));

        assertThat(stage.open("db").move()).isEqualTo(Move.apply(workload("db:1", 1)));
        stage.finish("db");
        stage.verdict("db", "1", Health.HEALTHY);
        assertThat(stage.attempt().phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(stage.all(Output.Step.class))
                .extracting(step -> step.move().action())
                .doesNotContain(Action.REMOVE);
    }

    /** As installed, with so many replicas of {@code db}. */
    private static RegionPlan resized(int replicas) {
        var plan = plan("1", "1", Strategy.CANARY);
        var db = plan.services().getFirst();
        var more = new ServicePlan(
                db.service(),
                workload("db:1", replicas),
                db.previous(),
                db.phase(),
                db.dependsOn(),
                db.strategy(),
                db.critical(),
                db.estimate(),
                db.remainingSeconds(),
                db.migration());
        return new RegionPlan(
                plan.region(),
                plan.wave(),
                plan.validations(),
                plan.rollbackWindow(),
                List.of(more, plan.services().getLast()),
                plan.order(),
                Map.of());
    }

    @Test
    void aCanaryGoesOnOnlyAfterItsPauseAndWhileHealthy() {
        var stage = new Stage();
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
    void aBadCanaryGivesTrafficBackAtOnceAndEndsWhereItBegan() {
        var stage = new Stage();
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
        var stage = new Stage();
        stage.takenBack();
        stage.verdict("api", "1", Health.UNHEALTHY);
        assertThat(stage.attempt().phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(stage.verified()).containsExactly("rollback of api failed");
    }

    @Test
    void evidenceOfAWayBackIsAwaitedNoLongerThanItsBudget() {
        var stage = new Stage();
        stage.takenBack();
        stage.pass(POLICY.budgets().verification().minusSeconds(1));
        assertThat(stage.attempt().phase()).isEqualTo(Phase.VERIFYING);
        stage.pass(Duration.ofSeconds(1));
        assertThat(stage.attempt().phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(stage.verified()).containsExactly("rollback of api unknown");
    }

    @Test
    void whatTheEstateNoLongerHasGoesOnceTheDeploymentIsSettled() {
        var stage = new Stage();
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
        var stage = new Stage();
        stage.install();
        stage.hear(new Input.Prepare("d2", "digest-d2", 1, withoutApi(), POLICY));
        stage.started("d2");
        stage.hear(new Input.Settle("d2", 1));
        for (int attempt = 0; attempt < 5; attempt++) {
            stage.hear(new Input.StepFailed(stage.open("api").stepId(), "api", "refused", false, "no"));
            stage.pass(Duration.ofSeconds(2));
        }
        assertThat(RegionDecider.waits(stage.lane)).isFalse();
        assertThat(stage.lane.workloads()).containsKey("api");
    }

    /** As installed, after {@code api} was taken out of the estate. */
    private static RegionPlan withoutApi() {
        var plan = plan("1", "1", Strategy.CANARY);
        return new RegionPlan(
                plan.region(),
                plan.wave(),
                plan.validations(),
                plan.rollbackWindow(),
                List.of(plan.services().getFirst()),
                List.of(List.of("db")),
                Map.of("api", workload("api:1", 1)));
    }

    @Test
    void theWayBackGoesInReverseOrderOfDependencies() {
        var stage = new Stage();
        stage.install();
        stage.prepared("d2", "2", "2", Strategy.ROLLING);
        stage.started("d2");
        for (String service : List.of("db", "api")) {
            stage.finish(service);
            stage.verdict(service, "2", Health.HEALTHY);
            stage.finish(service);
        }
        stage.hear(new Input.TakeBack("d2", 1));
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
        var stage = new Stage();
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
        var stage = new Stage();
        stage.install();
        stage.prepared("d2", "1", "2", Strategy.CANARY);
        stage.started("d2");
        stage.done("api");
        stage.done("api");
        stage.done("api");
        stage.verdict("api", "2", Health.UNHEALTHY);
        stage.now = stage.now.plusSeconds(21);
        stage.hear(new Input.StepFailed(stage.open("api").stepId(), "api", "runtime_unavailable", true, "down"));
        assertThat(stage.all(Output.RollbackFailed.class)).hasSize(1);
        stage.hear(new Input.TakeBack("d2", 1));
        stage.finish("api");
        stage.verdict("api", "1", Health.HEALTHY);
        assertThat(stage.attempt().phase()).isEqualTo(Phase.ROLLED_BACK);
    }

    /** The second service to give up once broke the region's record of the first. */
    @Test
    void aWayBackThatStoppedBearsFurtherFailures() {
        var stage = new Stage();
        stage.install();
        stage.prepared("d2", "2", "2", Strategy.ROLLING);
        stage.started("d2");
        for (String service : List.of("db", "api")) {
            stage.finish(service);
            stage.verdict(service, "2", Health.HEALTHY);
            stage.finish(service);
        }
        stage.hear(new Input.TakeBack("d2", 1));
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
    void aSilentExecutorIsAskedAgain() {
        var stage = new Stage();
        stage.prepared("d1", "1", "1", Strategy.ROLLING);
        stage.started("d1");
        var first = stage.open("db").stepId();
        stage.pass(Duration.ofSeconds(36));
        stage.pass(Duration.ofSeconds(2));
        assertThat(stage.open("db").stepId()).isNotEqualTo(first);
    }
}
