package io.tidegate.system;

import static io.tidegate.system.Deployments.DONE;
import static io.tidegate.system.Deployments.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.schemas.avro.ServiceRolledBack;
import io.tidegate.schemas.avro.WaveStarted;
import io.tidegate.system.history.History;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * The main job: the specification's thirteen services through three waves, forward and back. What a good version looks like in
 * every region, and one that is bad in the second wave, is checked by the demo itself.
 */
@OnTheLocalSuite
@Order(10)
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
            assertThat(result.json().path("regions").findValues("validationResults"))
                    .hasSize(3)
                    .allSatisfy(results ->
                            assertThat(results.findValuesAsText("name")).contains("health"));
        }
    }

    @Test
    @Order(2)
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

    private static List<String> waves(History history) {
        return history.entries().stream()
                .filter(entry -> entry.as(WaveStarted.class).isPresent())
                .map(entry -> entry.field("wave"))
                .toList();
    }
}
