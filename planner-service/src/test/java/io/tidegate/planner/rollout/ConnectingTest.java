package io.tidegate.planner.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.planner.rollout.RegionProgress.Validated;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ConnectingTest {
    private static final String UNBOUND = """
            apiVersion: tidegate.io/v1
            kind: Estate
            metadata: {name: shop}
            spec:
              regions:
                - {name: east, role: primary, wave: 1, trafficShare: 60}
                - {name: west, role: standby, wave: 2, trafficShare: 40}
              services:
                - {name: api, image: 'shop/api:1', port: 80}
            """;
    private static final String BOUND = UNBOUND + """
              validators:
                - {validates: connectivity, http: [{name: reached, service: api, path: /}]}
            """;

    private final List<DeploymentEvent> events = new ArrayList<>();
    private Lane lane = Lane.empty("shop/production");
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");

    private void hear(Input input) {
        var decision = DeploymentDecider.decide(lane, input, now);
        lane = Evolution.evolve(lane, decision.changes());
        decision.changes().stream()
                .filter(DeploymentEvent.class::isInstance)
                .map(DeploymentEvent.class::cast)
                .forEach(events::add);
    }

    private void afterTheLastWave(String estate) {
        hear(new Input.Request(
                "c1", "d1", "shop", "production", estate, Map.of(), new Actor("alice", "", "test"), Terms.NOW));
        for (String region : List.of("east", "west")) {
            hear(new Input.Reported(
                    new RegionReport.Prepared("d1", region, deployment().digest(), true, List.of(), Map.of())));
        }
        completed("east", 1);
        events.clear();
        completed("west", 2);
    }

    private void completed(String region, int wave) {
        hear(new Input.Reported(
                new RegionReport.Completed("d1", region, deployment().digest(), wave, 1, 1, List.of())));
    }

    private void connected(String region, String outcome) {
        hear(new Input.Reported(new RegionReport.Connected(
                "d1", region, deployment().digest(), new Validated("connectivity", outcome, "because", now))));
    }

    private Deployment deployment() {
        return lane.deployment().orElseThrow();
    }

    private List<String> said() {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    @BeforeEach
    void nothingWasSaid() {
        events.clear();
    }

    @Test
    void whereNothingIsBoundToConnectivityTrafficIsSharedOutAtOnceAndItIsSaid() {
        afterTheLastWave(UNBOUND);
        assertThat(said()).containsExactly("WaveCompleted", "GlobalTrafficUpdated", "StabilityWatchStarted");
        assertThat(events.get(1)).isInstanceOfSatisfying(DeploymentEvent.GlobalTrafficUpdated.class, traffic -> {
            assertThat(traffic.shares()).isEqualTo(Map.of("east", 60, "west", 40));
            assertThat(traffic.message()).contains("was not validated");
        });
    }

    @Test
    void trafficIsSharedOutOnlyOnceEveryRegionReachesTheOthers() {
        afterTheLastWave(BOUND);
        assertThat(said()).containsExactly("WaveCompleted", "ConnectivityCheckStarted");
        assertThat(deployment().stage()).isEqualTo(Stage.CONNECTING);
        connected("east", "passed");
        connected("east", "passed");
        assertThat(deployment().stage()).isEqualTo(Stage.CONNECTING);
        connected("west", "passed");
        assertThat(said())
                .containsExactly(
                        "WaveCompleted", "ConnectivityCheckStarted", "GlobalTrafficUpdated", "StabilityWatchStarted");
        assertThat(deployment().regions().values())
                .allMatch(progress -> progress.validations().getLast().name().equals("connectivity"));
        connected("west", "failed");
        assertThat(deployment().stage()).isEqualTo(Stage.STABILISING);
    }

    @Test
    void whereOneRegionDoesNotReachAnotherTheDeploymentIsTakenBackAndNoTrafficIsShifted() {
        afterTheLastWave(BOUND);
        connected("east", "passed");
        connected("west", "failed");
        assertThat(deployment().stage()).isEqualTo(Stage.ROLLING_BACK);
        assertThat(deployment().reason()).isEqualTo("connectivity from west: because");
        assertThat(said()).contains("ValidationFailed", "RollbackStarted").doesNotContain("GlobalTrafficUpdated");
    }

    @Test
    void unknownIsNotPassedAndNeitherIsSilence() {
        afterTheLastWave(BOUND);
        connected("east", "unknown");
        assertThat(deployment().cause().orElseThrow().rule()).isEqualTo("not_validated");
    }

    @Test
    void aRegionThatSaysNothingByTheDeadlineTakesTheDeploymentBack() {
        afterTheLastWave(BOUND);
        connected("east", "passed");
        now = now.plus(deployment().plan().policy().analysisTimeout()).plus(Duration.ofSeconds(31));
        hear(new Input.TimePassed());
        assertThat(deployment().stage()).isEqualTo(Stage.ROLLING_BACK);
        assertThat(deployment().cause().orElseThrow().region()).isEqualTo("west");
    }

    @Test
    void whoTakesOverAsksAgain() {
        afterTheLastWave(BOUND);
        assertThat(Takeover.reissue(deployment(), now).changes())
                .hasOnlyElementsOfType(DeploymentEvent.ConnectivityCheckStarted.class)
                .hasSize(1);
    }
}
