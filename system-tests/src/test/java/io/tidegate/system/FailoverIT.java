package io.tidegate.system;

import static io.tidegate.system.Deployments.DONE;
import static io.tidegate.system.Deployments.phase;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.schemas.avro.ControlPlaneTakenOver;
import io.tidegate.schemas.avro.StepRequested;
import io.tidegate.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The region of the planner that leads is lost, with its Kafka, in the middle of a deployment. */
@OnTheLocalSuite
@Order(8)
class FailoverIT {
    private static final String LEADER = "us-east-1";
    private static final String STANDBY = "us-west-2";

    @Test
    @Order(1)
    void aDeploymentIsCompletedByTheStandbyWhenTheLeadersRegionIsLost(Suite suite) {
        try (var deployments = Deployments.ofTheShop(suite).broughtIn()) {
            var begun = deployments.beginVia(STANDBY, "basket=shop/basket:4.0.0", "search=shop/search:4.0.0");
            deployments.await(
                    "the second wave is in the middle of its canaries",
                    entry -> entry.region().equals(STANDBY)
                            && entry.field("deploymentId").equals(begun.id())
                            && entry.as(StepRequested.class)
                                    .filter(step -> step.getWeights().containsValue(50))
                                    .isPresent());
            var lost = Instant.now();
            suite.freeze(LEADER);
            try {
                var result = begun.call().result();

                assertThat(result.exit()).as(result.err()).isEqualTo(DONE);
                assertThat(phase(result)).isEqualTo("completed");
                assertThat(leaders(suite, STANDBY)).containsOnly(STANDBY);
            } finally {
                suite.thaw(LEADER);
            }
            var taken = deployments
                    .await("the take-over is on the log", entry -> entry.as(ControlPlaneTakenOver.class)
                            .isPresent())
                    .as(ControlPlaneTakenOver.class)
                    .orElseThrow();
            assertThat(taken.getEpoch()).isEqualTo(taken.getFormerEpoch() + 1);
            System.out.printf(
                    "take-over %.1f s after the region was lost; the state taken over was written %.1f s before that; %d"
                            + " commands and reports had not been heeded%n",
                    seconds(lost, taken.getAt()), seconds(taken.getLastStateAt(), lost), taken.getUnheeded());
            followsAgain(suite);
            var reality = deployments.reality();
            for (String region : suite.layout().regions()) {
                assertThat(reality.version(region, "basket")).isEqualTo("4.0.0");
            }
        }
    }

    /** The former leader's Kafka takes commands as before; they are heeded where the planner leads. */
    @Test
    @Order(2)
    void aCommandToTheFormerLeadersRegionIsHeededByTheOneThatLeads(Suite suite) {
        try (var deployments = Deployments.ofTheShop(suite).broughtIn()) {
            deployments.completed("basket=shop/basket:4.1.0");
        }
    }

    @Test
    @Order(3)
    void aPersonHandsTheControlPlaneBack(Suite suite) {
        var back = suite.cli().run("failover", "--to", LEADER, "--reason", "it is mended");
        assertThat(back.exit()).as(back.err()).isEqualTo(DONE);
        assertThat(leaders(suite, LEADER)).containsOnly(LEADER);
        try (var deployments = Deployments.ofTheShop(suite).broughtIn()) {
            deployments.completed("basket=shop/basket:4.2.0");
        }
    }

    private static void followsAgain(Suite suite) {
        Awaitility.await("the former leader knows who leads")
                .atMost(Duration.ofMinutes(2))
                .until(() -> leaders(suite, LEADER).stream().allMatch(STANDBY::equals));
        Awaitility.await("everything is ready again")
                .atMost(Duration.ofMinutes(3))
                .until(() -> StreamSupport.stream(
                                suite.document().path("components").spliterator(), false)
                        .allMatch(component -> component.path("ready").asBoolean()));
    }

    /** Who leads each partition, as it is known in a region. */
    private static List<String> leaders(Suite suite, String via) {
        var answer = suite.cli().run("get", "controlplane", "--via", via, "-o", "json");
        assertThat(answer.exit()).as(answer.err()).isEqualTo(DONE);
        var leaders = StreamSupport.stream(answer.json().spliterator(), false)
                .map((JsonNode row) -> row.path("region").asText())
                .toList();
        assertThat(leaders).hasSize(Topic.CONTROL_PLANE.partitions());
        return leaders;
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }
}
