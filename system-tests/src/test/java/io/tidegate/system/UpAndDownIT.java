package io.tidegate.system;

import static io.tidegate.system.Deployments.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The suite comes up, says where it is, and leaves nothing behind. The last class, for it stops what others use. */
@OnTheLocalSuite
@Order(12)
class UpAndDownIT {
    @Test
    @Order(1)
    void aSecondUpSaysWhatIsRunningAlready(Suite suite) {
        var result = suite.cli().run("up", "-o", "json");

        assertThat(result.exit()).isEqualTo(DONE);
        assertThat(result.err()).contains("running already");
        isTheAgreedShape(suite, result.json());
        isTheAgreedShape(suite, suite.cli().run("status", "-o", "json").json());
    }

    @Test
    @Order(2)
    void everythingListensOnLoopbackAlone(Suite suite) {
        for (JsonNode component : suite.document().path("components")) {
            assertThat(component.path("address").asText()).contains("127.0.0.1:");
        }
    }

    @Test
    @Order(3)
    void nothingIsLeftWhenTheSupervisorIsKilledAndDeploymentsAreKnownAfterTheNextUp(Suite suite) {
        try (var deployments = Deployments.ofTheShop(suite)) {
            deployments.broughtIn();
        }
        var before = ids(suite.cli().run("get", "deployments", "-o", "json").json());
        var ports = suite.ports();

        ProcessHandle.of(suite.document().path("supervisor").asLong())
                .orElseThrow()
                .destroyForcibly();
        suite.awaitEnd();
        suite.isGone(ports);
        suite.up();

        assertThat(before).isNotEmpty();
        assertThat(ids(suite.cli().run("get", "deployments", "-o", "json").json()))
                .containsAll(before);
        assertThat(suite.sandboxes().answer("us-west-2", "storefront")).startsWith("storefront ");
        try (var deployments = Deployments.ofTheShop(suite)) {
            var result = deployments.deploy("search=shop/search:6.0.0");
            assertThat(result.exit()).as(result.err()).isEqualTo(DONE);
        }
        SharedSuite.check(suite);
    }

    @Test
    @Order(4)
    void downLeavesNoProcessAndNoPortBehind(Suite suite) {
        var ports = suite.ports();

        var result = suite.cli().run("down");

        assertThat(result.exit()).isEqualTo(DONE);
        suite.isGone(ports);
        assertThat(suite.cli().run("down").err()).contains("nothing was running");
    }

    private static void isTheAgreedShape(Suite suite, JsonNode document) {
        var names = new TreeSet<String>();
        document.path("components").forEach(component -> {
            names.add(component.path("name").asText());
            assertThat(component.path("ready").asBoolean()).isTrue();
            assertThat(component.path("address").asText()).isNotBlank();
            assertThat(component.has("region")).isTrue();
        });
        assertThat(names)
                .contains(
                        "broker",
                        "registry",
                        "mirror",
                        "sandbox",
                        "planner-service",
                        "region-coordinator",
                        "executor-service",
                        "health-service");
        assertThat(suite.layout().regions())
                .allSatisfy(region ->
                        assertThat(document.path("kafka").path(region).asText()).matches("127\\.0\\.0\\.1:\\d+"));
        assertThat(document.path("registry").asText()).startsWith("http://127.0.0.1:");
    }

    private static List<String> ids(JsonNode deployments) {
        return StreamSupport.stream(deployments.spliterator(), false)
                .map(deployment -> deployment.path("id").asText())
                .toList();
    }
}
