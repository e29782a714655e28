package io.tidegate.system;

import static io.tidegate.system.Deployments.CONFLICT;
import static io.tidegate.system.Deployments.DONE;
import static io.tidegate.system.Deployments.NOT_FOUND;
import static io.tidegate.system.Deployments.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.schemas.avro.StepRequested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What a person orders while deployments run, and after. */
@OnTheLocalSuite
@Order(4)
class CommandsIT {
    private static final String[] SERVICES = {"stock", "basket", "search", "storefront"};

    @Test
    @Order(1)
    void aDeploymentIsCancelledInItsMiddleAndASecondOneIsRefusedMeanwhile(Suite suite) {
        try (var deployments = Deployments.ofTheShop(suite).broughtIn("storefront")) {
            var before = suite.sandboxes().reality(SERVICES);
            var known = deployments.known();
            var call = deployments.start(
                    "basket=shop/basket:4.0.0-slowstart25.us-west-2", "storefront=shop/storefront:4.0.0");
            var deployment = deployments.awaitStartAfter(known);
            deployments.await(
                    "the second wave changes something",
                    entry -> entry.region().equals("us-west-2")
                            && entry.field("deploymentId").equals(deployment)
                            && entry.as(StepRequested.class).isPresent());

            var second = deployments.deploy("search=shop/search:4.0.0");
            var cancelled = suite.cli().run("cancel", deployment, "--reason", "wrong version", "-o", "json");

            assertThat(second.exit()).isEqualTo(CONFLICT);
            assertThat(second.err()).contains(deployment).contains("cancel it");
            assertThat(cancelled.exit()).as(cancelled.err()).isEqualTo(DONE);
            assertThat(cancelled.json().path("phase").asText()).isEqualTo("cancelled");
            assertThat(cancelled.json().path("reason").asText()).contains("wrong version");
            assertThat(call.result().exit()).isNotEqualTo(DONE);
            assertThat(suite.sandboxes().reality(SERVICES).serving()).isEqualTo(before.serving());
        }
    }

    @Test
    @Order(2)
    void aCompletedDeploymentIsRolledBackByCommandWithinItsWindowAndOnlyOnce(Suite suite) {
        try (var deployments = Deployments.ofTheShop(suite).broughtIn("storefront")) {
            var before = suite.sandboxes().reality(SERVICES);
            var deployed = deployments.deploy("search=shop/search:4.1.0");
            assertThat(deployed.exit()).as(deployed.err()).isEqualTo(DONE);

            var back = suite.cli().run("rollback", id(deployed), "-o", "json");
            var again = suite.cli().run("rollback", id(deployed));

            assertThat(back.exit()).as(back.err()).isEqualTo(DONE);
            assertThat(back.json().path("phase").asText()).isEqualTo("rolled_back");
            assertThat(again.exit()).isEqualTo(CONFLICT);
            assertThat(again.err()).contains("it has ended");
            assertThat(suite.sandboxes().reality(SERVICES).serving()).isEqualTo(before.serving());
        }
    }

    @Test
    @Order(3)
    void anUnknownDeploymentIsSaidToBeUnknown(Suite suite) {
        for (String command : new String[] {"cancel", "rollback", "explain"}) {
            var result = suite.cli().run(command, "d-nowhere");

            assertThat(result.exit()).as(command).isEqualTo(NOT_FOUND);
            assertThat(result.err()).contains("d-nowhere");
        }
    }
}
