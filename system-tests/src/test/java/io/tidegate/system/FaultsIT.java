package io.tidegate.system;

import static io.tidegate.system.Deployments.DONE;
import static io.tidegate.system.Deployments.ROLLED_BACK;
import static io.tidegate.system.Deployments.id;
import static io.tidegate.system.Deployments.reason;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.schemas.avro.DeploymentRolledBack;
import io.tidegate.schemas.avro.RegionRolledBack;
import io.tidegate.schemas.avro.StepFailed;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong with the services that are deployed: each deployment ends as it should. */
@OnTheLocalSuite
@Order(2)
class FaultsIT {
    private static final String[] SERVICES = {"stock", "basket", "search", "storefront"};

    @ParameterizedTest(quoteTextArguments = false, name = "a version that {0} is taken back, because {2}")
    @Order(1)
    @CsvSource({
        "never becomes ready,       basket=shop/basket:2.0.1-neverready, ready in time",
        "crashes on start,          basket=shop/basket:2.0.2-crash,      crashes again and again",
        "answers too slowly,        basket=shop/basket:2.0.3-latency3000, latency",
        "fails its deep check,      search=shop/search:2.0.4-deepfail,   check",
        "fails in bursts,           search=shop/search:2.0.6-errors30-bursts5, error"
    })
    void aBadVersionIsTakenBack(String fault, String image, String why, Suite suite) {
        try (var deployments = Deployments.ofTheShop(suite).broughtIn("storefront")) {
            var before = suite.sandboxes().reality(SERVICES);

            var result = deployments.deploy(image);

            assertThat(result.exit()).as(result.err()).isEqualTo(ROLLED_BACK);
            assertThat(reason(result)).contains(why);
            assertThat(suite.sandboxes().reality(SERVICES).serving()).isEqualTo(before.serving());
        }
    }

    @Test
    @Order(2)
    void aVersionThatStartsSlowlyComesInNevertheless(Suite suite) {
        try (var deployments = Deployments.ofTheShop(suite).broughtIn("storefront")) {
            var result = deployments.deploy("search=shop/search:1.0.1-slowstart4");

            assertThat(result.exit()).as(result.err()).isEqualTo(DONE);
            assertThat(suite.sandboxes().reality(SERVICES).version("eu-west-1", "search"))
                    .isEqualTo("1.0.1-slowstart4");
        }
    }

    @Test
    @Order(3)
    void aFaultInTwoServicesAtOnceTakesBothBack(Suite suite) {
        try (var deployments = Deployments.ofTheShop(suite).broughtIn("storefront")) {
            var before = suite.sandboxes().reality(SERVICES);

            var result = deployments.deploy("basket=shop/basket:2.1.0-errors30", "search=shop/search:2.1.0-errors30");

            assertThat(result.exit()).as(result.err()).isEqualTo(ROLLED_BACK);
            assertThat(suite.sandboxes().reality(SERVICES).serving()).isEqualTo(before.serving());
        }
    }

    @Test
    @Order(4)
    void aRollbackGoesOnUntilTheFormerVersionIsThereAgain(Suite suite) {
        try (var deployments = Deployments.ofTheShop(suite).broughtIn("storefront")) {
            var before = suite.sandboxes().reality(SERVICES);
            var former = before.version("us-east-1", "basket");
            suite.sandboxes().order("us-east-1", "basket", "{\"version\": \"" + former + "\", \"neverReady\": true}");
            var known = deployments.known();

            var call = deployments.start("basket=shop/basket:2.2.0-errors30");
            var deployment = deployments.awaitStartAfter(known);
            deployments.await(
                    "a step of the way back fails",
                    entry -> entry.as(StepFailed.class).isPresent()
                            && entry.field("deploymentId").equals(deployment)
                            && entry.field("stepId").contains("/returning"));
            suite.sandboxes().heal("basket");

            var result = call.result();
            assertThat(result.exit()).as(result.err()).isEqualTo(ROLLED_BACK);
            assertThat(suite.sandboxes().reality(SERVICES).serving()).isEqualTo(before.serving());
        }
    }

    @Test
    @Order(5)
    void aFaultThatShowsAfterCompletionInOneRegionTakesAllRegionsBack(Suite suite) {
        try (var deployments = Deployments.ofTheShop(suite).broughtIn("storefront")) {
            var before = suite.sandboxes().reality(SERVICES);
            var result = deployments.deploy("storefront=shop/storefront:2.3.0");
            assertThat(result.exit()).as(result.err()).isEqualTo(DONE);

            suite.sandboxes().order("eu-west-1", "storefront", "{\"version\": \"2.3.0\", \"errorShare\": 0.5}");

            deployments.await(DeploymentRolledBack.class, id(result));
            suite.sandboxes().heal("storefront");
            for (String region : suite.layout().regions()) {
                deployments.await(RegionRolledBack.class, id(result), region);
            }
            assertThat(suite.sandboxes().reality(SERVICES).serving()).isEqualTo(before.serving());
        }
    }

    @Test
    @Order(6)
    void aVersionThatNeedsMoreAndMoreMemoryIsTakenBackThoughItCameIn(Suite suite) {
        try (var deployments = Deployments.ofTheShop(suite).broughtIn("storefront")) {
            var before = suite.sandboxes().reality(SERVICES);

            var result = deployments.deploy("search=shop/search:2.4.0-leak60");

            deployments.await(DeploymentRolledBack.class, id(result));
            assertThat(deployments.reasonOf(id(result))).contains("memory");
            assertThat(suite.sandboxes().reality(SERVICES).serving()).isEqualTo(before.serving());
        }
    }

    /**
     * It gets no requests any more, so that nothing but its checks can tell. Not {@code crash}: the sandbox no longer lists
     * replicas that crash, and what is not listed is not asked.
     */
    @Test
    @Order(7)
    void aVersionThatIsNoLongerReadyAfterCompletionInOneRegionTakesAllRegionsBack(Suite suite) {
        try (var deployments = Deployments.ofTheShop(suite).broughtIn("storefront")) {
            var before = suite.sandboxes().reality(SERVICES);
            var result = deployments.deploy("storefront=shop/storefront:2.5.0");
            assertThat(result.exit()).as(result.err()).isEqualTo(DONE);

            suite.sandboxes().order("eu-west-1", "storefront", "{\"version\": \"2.5.0\", \"neverReady\": true}");

            deployments.await(DeploymentRolledBack.class, id(result));
            suite.sandboxes().heal("storefront");
            for (String region : suite.layout().regions()) {
                deployments.await(RegionRolledBack.class, id(result), region);
            }
            assertThat(deployments.reasonOf(id(result))).contains("checks");
            assertThat(suite.sandboxes().reality(SERVICES).serving()).isEqualTo(before.serving());
        }
    }
}
