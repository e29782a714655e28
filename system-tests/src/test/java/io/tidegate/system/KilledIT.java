package io.tidegate.system;

import static io.tidegate.system.Deployments.DONE;
import static io.tidegate.system.Deployments.ROLLED_BACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.schemas.avro.RegionRollingBack;
import io.tidegate.schemas.avro.StepRequested;
import io.tidegate.schemas.avro.StepSucceeded;
import io.tidegate.system.history.History;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Processes die in the middle of a deployment: they are started again, and it carries on. */
@OnTheLocalSuite
@Order(3)
class KilledIT {
    /** The deployment is under way in {@code busy} when the component of {@code region} is killed. */
    @ParameterizedTest(
            quoteTextArguments = false,
            name = "a deployment goes on after the {0} {1} was killed while {2} was busy")
    @Order(1)
    @CsvSource({
        "planner-service,    us-east-1, us-east-1, 3.0.1",
        "region-coordinator, us-west-2, us-west-2, 3.0.2",
        "executor-service,   us-west-2, us-west-2, 3.0.3",
        "health-service,     us-east-1, us-east-1, 3.0.4",
        "mirror,             '',        us-east-1, 3.0.5"
    })
    void aDeploymentGoesOnAfterAKill(String name, String region, String busy, String version, Suite suite) {
        try (var deployments = Deployments.ofTheShop(suite).broughtIn()) {
            int restarts = suite.component(name, region).path("restarts").asInt();
            var begun = deployments.begin("basket=shop/basket:" + version, "search=shop/search:" + version);
            deployments.await(
                    "a canary gets its first share in " + busy,
                    entry -> entry.region().equals(busy)
                            && entry.field("deploymentId").equals(begun.id())
                            && entry.as(StepRequested.class)
                                    .filter(step -> step.getWeights().containsValue(50))
                                    .isPresent());

            suite.kill(name, region);

            var result = begun.call().result();
            assertThat(result.exit()).as(result.err()).isEqualTo(DONE);
            suite.awaitRestarted(name, region, restarts);
            var reality = deployments.reality();
            for (String each : suite.layout().regions()) {
                assertThat(reality.version(each, "basket")).isEqualTo(version);
                assertThat(reality.version(each, "search")).isEqualTo(version);
                assertThat(suite.sandboxes().answer(each, "search")).isEqualTo("search " + version);
            }
            eachStepTookEffectOnce(deployments.history().of(begun.id()), suite.sandboxes());
        }
    }

    @Test
    @Order(2)
    void aRollbackGoesOnAfterItsExecutorWasKilled(Suite suite) {
        try (var deployments = Deployments.ofTheShop(suite).broughtIn()) {
            var before = deployments.reality();
            var begun = deployments.begin("basket=shop/basket:3.1.0-errors30", "search=shop/search:3.1.0-errors30");
            deployments.await(RegionRollingBack.class, begun.id(), "us-east-1");

            suite.kill("executor-service", "us-east-1");

            var result = begun.call().result();
            assertThat(result.exit()).as(result.err()).isEqualTo(ROLLED_BACK);
            assertThat(deployments.reality().serving()).isEqualTo(before.serving());
            eachStepTookEffectOnce(deployments.history().of(begun.id()), suite.sandboxes());
        }
    }

    /**
     * By the step topics of every region: what was asked for was done, each step once. An executor may do again what it did
     * before it died, so the runtimes are asked whether that changed anything again.
     */
    private static void eachStepTookEffectOnce(History history, Sandboxes sandboxes) {
        var successes = history.entries().stream()
                .filter(entry -> entry.as(StepSucceeded.class).isPresent())
                .collect(Collectors.groupingBy(entry -> entry.field("stepId"), Collectors.counting()));
        assertThat(successes).isNotEmpty().allSatisfy((step, times) -> assertThat(times)
                .as("successes of " + step)
                .isEqualTo(1));
        var effects = sandboxes.effects();
        effects.keySet().retainAll(successes.keySet());
        assertThat(effects).isNotEmpty().allSatisfy((step, times) -> assertThat(times)
                .as("effects of " + step)
                .isLessThanOrEqualTo(1));
    }
}
