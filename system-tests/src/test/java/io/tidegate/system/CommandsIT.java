package io.tidegate.system;

import static io.tidegate.system.Deployments.CONFLICT;
import static io.tidegate.system.Deployments.DONE;
import static io.tidegate.system.Deployments.NOT_FOUND;
import static io.tidegate.system.Deployments.phase;
import static io.tidegate.system.Deployments.reason;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.schemas.avro.StepRequested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What a person orders while deployments run, and after. */
@OnTheLocalSuite
@Order(2)
class CommandsIT {
    @Test
    @Order(1)
    void aDeploymentIsCancelledInItsMiddleAndASecondOneIsRefusedMeanwhile(Suite suite) {
        try (var deployments = Deployments.ofTheShop(suite).broughtIn()) {
            var before = deployments.reality();
            var begun = deployments.begin(
                    "basket=shop/basket:4.0.0-slowstart25.us-west-2", "storefront=shop/storefront:4.0.0");
            deployments.await(
                    "the second wave changes something",
                    entry -> entry.region().equals("us-west-2")
                            && entry.field("deploymentId").equals(begun.id())
                            && entry.as(StepRequested.class).isPresent());

            var second = deployments.deploy("search=shop/search:4.0.0");
            var cancelled = suite.cli().run("cancel", begun.id(), "--reason", "wrong version", "-o", "json");

            assertThat(second.exit()).isEqualTo(CONFLICT);
            assertThat(second.err()).contains(begun.id()).contains("cancel it");
            assertThat(cancelled.exit()).as(cancelled.err()).isEqualTo(DONE);
            assertThat(phase(cancelled)).isEqualTo("cancelled");
            assertThat(reason(cancelled)).contains("wrong version");
            assertThat(begun.call().result().exit()).isNotEqualTo(DONE);
            assertThat(deployments.reality().serving()).isEqualTo(before.serving());
        }
    }

    @Test
    @Order(2)
    void aCompletedDeploymentIsRolledBackByCommandWithinItsWindowAndOnlyOnce(Suite suite) {
        try (var deployments = Deployments.ofTheShop(suite).broughtIn()) {
            var before = deployments.reality();
            var deployment = deployments.completed("search=shop/search:4.1.0");

            var back = suite.cli().run("rollback", deployment, "-o", "json");
            var again = suite.cli().run("rollback", deployment);

            assertThat(back.exit()).as(back.err()).isEqualTo(DONE);
            assertThat(phase(back)).isEqualTo("rolled_back");
            assertThat(again.exit()).isEqualTo(CONFLICT);
            assertThat(again.err()).contains("it has ended");
            assertThat(deployments.reality().serving()).isEqualTo(before.serving());
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
