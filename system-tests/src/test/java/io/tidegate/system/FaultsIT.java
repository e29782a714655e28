package io.tidegate.system;

import static io.tidegate.system.Deployments.DONE;
import static io.tidegate.system.Deployments.HELD;
import static io.tidegate.system.Deployments.ROLLED_BACK;
import static io.tidegate.system.Deployments.id;
import static io.tidegate.system.Deployments.phase;
import static io.tidegate.system.Deployments.reason;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.schemas.avro.DeploymentHeld;
import io.tidegate.schemas.avro.DeploymentRolledBack;
import io.tidegate.schemas.avro.RegionRolledBack;
import io.tidegate.schemas.avro.StepFailed;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong with the services that are deployed: each deployment ends as it should. */
@OnTheLocalSuite
@Order(1)
class FaultsIT {
    private static final List<Lane> LANES = List.of(
            new Lane("unready", "us-east-1", "1.0.0", "2.0.1-neverready"),
            new Lane("crashing", "us-west-2", "1.0.0", "2.0.2-crash"),
            new Lane("sluggish", "eu-west-1", "1.0.0", "2.0.3-latency3000"),
            new Lane("hollow", "us-east-1", "1.0.0", "2.0.4-deepfail"),
            new Lane("erratic", "us-west-2", "1.0.0", "2.0.6-errors30-bursts5"));

    @BeforeAll
    static void bringInGoodVersionsAndBeginWithBadOnes(Suite suite) {
        try (var log = Deployments.ofTheShop(suite)) {
            Lane.broughtIn(suite, log, LANES);
        }
        Lane.begin(suite, LANES);
    }

    @ParameterizedTest(quoteTextArguments = false, name = "a version that {0} is taken back, because {2}")
    @Order(1)
    @CsvSource({
        "never becomes ready,  unready,  ready in time",
        "crashes on start,     crashing, crashes again and again",
        "answers too slowly,   sluggish, latency",
        "fails its deep check, hollow,   check",
        "fails in bursts,      erratic,  error"
    })
    void aBadVersionIsTakenBack(String fault, String service, String why, Suite suite) {
        var lane = LANES.stream()
                .filter(one -> one.service().equals(service))
                .findFirst()
                .orElseThrow();
        try (var log = Deployments.ofTheShop(suite)) {
            assertThat(lane.servingAfterwards(suite, log)).isEqualTo("{1.0.0=100}");
            assertThat(log.reasonOf(lane.second())).contains(why);
        }
    }

    @Test
    @Order(2)
    void aVersionThatStartsSlowlyComesInNevertheless(Suite suite) {
        try (var deployments = Deployments.ofTheShop(suite).broughtIn()) {
            deployments.completed("search=shop/search:1.0.1-slowstart4");

            assertThat(deployments.reality().version("eu-west-1", "search")).isEqualTo("1.0.1-slowstart4");
        }
    }

    @Test
    @Order(3)
    void aFaultInTwoServicesAtOnceTakesBothBack(Suite suite) {
        try (var deployments = Deployments.ofTheShop(suite).broughtIn()) {
            deployments.takenBack("basket=shop/basket:2.1.0-errors30", "search=shop/search:2.1.0-errors30");
        }
    }

    @Test
    @Order(4)
    void aRollbackGoesOnUntilTheFormerVersionIsThereAgain(Suite suite) {
        try (var deployments = Deployments.ofTheShop(suite).broughtIn()) {
            var before = deployments.reality();
            var former = before.version("us-east-1", "basket");
            suite.sandboxes().order("us-east-1", "basket", "{\"version\": \"" + former + "\", \"neverReady\": true}");

            var begun = deployments.begin("basket=shop/basket:2.2.0-errors30");
            deployments.await(
                    "a step of the way back fails",
                    entry -> entry.as(StepFailed.class).isPresent()
                            && entry.field("deploymentId").equals(begun.id())
                            && entry.field("stepId").contains("/returning"));
            suite.sandboxes().heal("basket");

            var result = begun.call().result();
            assertThat(result.exit()).as(result.err()).isEqualTo(ROLLED_BACK);
            assertThat(deployments.reality().serving()).isEqualTo(before.serving());
        }
    }

    @Test
    @Order(5)
    void aFaultThatShowsAfterCompletionInOneRegionTakesAllRegionsBack(Suite suite) {
        isTakenBackAfterCompletion(suite, "2.3.0", "\"errorShare\": 0.5", "error");
    }

    @Test
    @Order(6)
    void aVersionThatNeedsMoreAndMoreMemoryIsTakenBackThoughItCameIn(Suite suite) {
        try (var deployments = Deployments.ofTheShop(suite).broughtIn()) {
            var before = deployments.reality();

            var result = deployments.deploy("search=shop/search:2.4.0-leak60");

            deployments.await(DeploymentRolledBack.class, id(result));
            assertThat(deployments.reasonOf(id(result))).contains("memory");
            assertThat(deployments.reality().serving()).isEqualTo(before.serving());
        }
    }

    /** It gets no requests any more, so that nothing but its checks can tell. */
    @ParameterizedTest(name = "{1}")
    @Order(7)
    @CsvSource({"2.5.0, neverReady", "2.6.0, crash"})
    void aVersionThatNoLongerAnswersAfterCompletionInOneRegionTakesAllRegionsBack(
            String version, String fault, Suite suite) {
        isTakenBackAfterCompletion(suite, version, "\"" + fault + "\": true", "checks");
    }

    /** The version of the second wave is bad, and the one before it does not come up any more. */
    @Test
    @Order(8)
    void aRollbackThatIsNotDoneInTimeIsHeldUntilItIsMendedAndOrderedAgain(Suite suite) {
        try (var deployments = Deployments.ofTheKiosk(suite).broughtIn()) {
            var before = deployments.reality();
            suite.sandboxes().order("us-west-2", "kiosk", "{\"version\": \"1.0.0\", \"neverReady\": true}");

            var held = deployments.deploy("kiosk=kiosk/kiosk:2.0.0-errors30.us-west-2");

            assertThat(held.exit()).as(held.err()).isEqualTo(HELD);
            assertThat(phase(held)).isEqualTo("held");
            assertThat(reason(held))
                    .contains("cannot take back kiosk in us-west-2 within 3 s")
                    .contains("mend it and order the rollback again");
            assertThat(deployments.await(DeploymentHeld.class, id(held)).field("choices"))
                    .contains("rollback");

            suite.sandboxes().heal("kiosk");
            var back = suite.cli().run("rollback", id(held), "-o", "json");

            assertThat(back.exit()).as(back.err()).isEqualTo(DONE);
            assertThat(phase(back)).isEqualTo("rolled_back");
            assertThat(deployments.reality().serving()).isEqualTo(before.serving());
        }
    }

    private static void isTakenBackAfterCompletion(Suite suite, String version, String fault, String why) {
        try (var deployments = Deployments.ofTheShop(suite).broughtIn()) {
            var before = deployments.reality();
            var deployment = deployments.completed("storefront=shop/storefront:" + version);

            suite.sandboxes().order("eu-west-1", "storefront", "{\"version\": \"" + version + "\", " + fault + "}");

            deployments.await(DeploymentRolledBack.class, deployment);
            suite.sandboxes().heal("storefront");
            for (String region : suite.layout().regions()) {
                deployments.await(RegionRolledBack.class, deployment, region);
            }
            assertThat(deployments.reasonOf(deployment)).contains(why);
            assertThat(deployments.reality().serving()).isEqualTo(before.serving());
        }
    }
}
