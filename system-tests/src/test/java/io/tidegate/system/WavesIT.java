package io.tidegate.system;

import static io.tidegate.system.Deployments.DONE;
import static io.tidegate.system.Deployments.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.schemas.avro.RegionRolledBack;
import io.tidegate.schemas.avro.ServiceRolledBack;
import io.tidegate.schemas.avro.StepRequested;
import io.tidegate.schemas.avro.WaveStarted;
import io.tidegate.system.history.History;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The main job: the specification's thirteen services through three waves, forward and back. */
@OnTheLocalSuite
@Order(1)
class WavesIT {
    @Test
    @Order(1)
    void thirteenServicesComeInByThreeWaves(Suite suite) {
        try (var deployments = Deployments.ofTheCodePlatform(suite)) {
            var result = deployments.deploy();

            assertThat(result.exit()).as(result.err()).isEqualTo(DONE);
            assertThat(result.json().path("status").asText()).isEqualTo("completed");
            var reality = deployments.reality();
            assertThat(reality.workloads().stream().filter(one -> one.startsWith("us-east-1 ")))
                    .hasSize(13);
            assertThat(reality.workloads().stream().filter(one -> one.startsWith("us-west-2 ")))
                    .hasSize(8);
            assertThat(reality.workloads().stream().filter(one -> one.startsWith("eu-west-1 ")))
                    .hasSize(10);
            assertThat(suite.sandboxes().answer("eu-west-1", "api-gateway")).isEqualTo("api-gateway 1.0.0");
            assertThat(waves(deployments.history().of(id(result)))).containsExactly("1", "2", "3");
            assertThat(suite.cli().run("get", "regions", "-o", "json").json().findValues("validationResults"))
                    .hasSize(3)
                    .allSatisfy(results ->
                            assertThat(results.findValuesAsText("name")).contains("health"));
        }
    }

    @Test
    @Order(2)
    void aGoodVersionTakesOverByCanaryInEveryRegion(Suite suite) {
        try (var deployments = Deployments.ofTheCodePlatform(suite)) {
            var deployment = deployments.completed("code-base-crawler=code-platform/code-base-crawler:1.1.0");

            for (String region : suite.layout().regions()) {
                assertThat(shares(deployments.history().of(deployment), region, "1.1.0"))
                        .as("shares of the new version in " + region)
                        .containsExactly(25, 50, 100);
                assertThat(suite.sandboxes().answer(region, "code-base-crawler"))
                        .isEqualTo("code-base-crawler 1.1.0");
            }
        }
    }

    @Test
    @Order(3)
    void aBadVersionIsTakenBackInReverseOrderWithWhatCameBeforeIt(Suite suite) {
        try (var deployments = Deployments.ofTheCodePlatform(suite)) {
            var result = deployments.takenBack(
                    "mcp-filesystem=code-platform/mcp-filesystem:1.2.0",
                    "code-base-crawler=code-platform/code-base-crawler:2.0.0-errors20");

            var back = deployments.history().of(id(result)).entries().stream()
                    .filter(entry -> entry.as(ServiceRolledBack.class).isPresent())
                    .map(entry -> entry.field("service"))
                    .toList();
            assertThat(back).containsSubsequence("code-base-crawler", "mcp-filesystem");
            assertThat(waves(deployments.history().of(id(result)))).containsExactly("1");
        }
    }

    @Test
    @Order(4)
    void aVersionThatIsBadInTheSecondWaveIsTakenBackInTheFirstAsWell(Suite suite) {
        try (var deployments = Deployments.ofTheCodePlatform(suite)) {
            var result =
                    deployments.takenBack("code-base-crawler=code-platform/code-base-crawler:2.1.0-errors20.us-west-2");

            assertThat(suite.sandboxes().answer("us-east-1", "code-base-crawler"))
                    .isEqualTo("code-base-crawler 1.1.0");
            var history = deployments.history().of(id(result));
            assertThat(history.entries().stream()
                            .filter(entry -> entry.as(RegionRolledBack.class).isPresent())
                            .map(entry -> entry.region()))
                    .containsExactlyInAnyOrder("us-west-2", "us-east-1");
            assertThat(waves(history)).containsExactly("1", "2");
        }
    }

    private static List<String> waves(History history) {
        return history.entries().stream()
                .filter(entry -> entry.as(WaveStarted.class).isPresent())
                .map(entry -> entry.field("wave"))
                .toList();
    }

    private static List<Integer> shares(History history, String region, String version) {
        return history.entries().stream()
                .filter(entry -> entry.region().equals(region))
                .flatMap(entry -> entry.as(StepRequested.class).stream())
                .map(step -> step.getWeights().get(version))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }
}
