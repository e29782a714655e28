package io.tidegate.planner.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.planner.rollout.Decision.Reason;
import io.tidegate.planner.rollout.RegionProgress.State;
import io.tidegate.planner.rollout.RegionProgress.Validated;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DrainingTest {
    private static final Actor ALICE = new Actor("alice", "works on the lines", "test");
    private static final List<String> REGIONS = List.of("east", "west", "south");

    private static final String CONNECTIVITY = """
              validators:
                - {validates: connectivity, http: [{name: reached, service: api, path: /}]}
            """;

    private final List<DeploymentEvent> events = new ArrayList<>();
    private Lane lane = Lane.empty("shop/production");
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");
    private int commands;

    private static String estate(String drained) {
        return """
                apiVersion: tidegate.io/v1
                kind: Estate
                metadata: {name: shop}
                spec:
                  policies: [{name: ours, drained: %s, stability: 5s}]
                  environments: [{name: production, policy: ours}]
                  regions:
                    - {name: east, role: primary, wave: 1, trafficShare: 60}
                    - {name: west, role: standby, wave: 2, trafficShare: 20}
                    - {name: south, role: regional, wave: 3, trafficShare: 20}
                  services:
                    - {name: api, image: 'shop/api:1', port: 80}
                """.formatted(drained);
    }

    private Decision hear(Input input) {
        now = now.plusSeconds(1);
        var decision = DeploymentDecider.decide(lane, input, now);
        lane = Evolution.evolve(lane, decision.changes());
        decision.changes().stream()
                .filter(DeploymentEvent.class::isInstance)
                .map(DeploymentEvent.class::cast)
                .forEach(events::add);
        return decision;
    }

    private void started(String drained) {
        started(drained, "");
    }

    private void started(String drained, String more) {
        hear(new Input.Request("c", "d1", "shop", "production", estate(drained) + more, Map.of(), ALICE, Terms.NOW));
    }

    private void connected(String region) {
        hear(new Input.Reported(new RegionReport.Connected(
                "d1", region, current().digest(), new Validated("connectivity", "passed", "reached", now))));
    }

    private void prepared() {
        for (String region : REGIONS) {
            hear(new Input.Reported(
                    new RegionReport.Prepared("d1", region, current().digest(), true, List.of(), Map.of())));
        }
    }

    private void completed(String region, int wave) {
        hear(new Input.Reported(
                new RegionReport.Completed("d1", region, current().digest(), wave, 1, 1, List.of())));
    }

    private Decision drain(String region) {
        return hear(new Input.Drain("x" + commands++, region, ALICE, Written.at(now)));
    }

    private Input undrain(String id) {
        return new Input.Undrain(id, "west", ALICE, Written.at(now));
    }

    private void tick() {
        hear(new Input.TimePassed());
    }

    private Deployment current() {
        return lane.deployment().orElseThrow();
    }

    private State state(String region) {
        return current().progress(region).state();
    }

    @Test
    void aWaveWaitsForARegionThatIsDrained() {
        started("hold");
        prepared();
        drain("west");
        completed("east", 1);
        assertThat(current().stage()).isEqualTo(Stage.PAUSED);
        assertThat(current().reason()).contains("before wave 2", "west is drained by alice", "works on the lines");
        hear(undrain("back"));
        tick();
        assertThat(current().stage()).isEqualTo(Stage.IN_PROGRESS);
        assertThat(current().wave()).isEqualTo(2);
    }

    @Test
    void whereThePolicySaysSoTheDeploymentGoesOnWithoutIt() {
        started("skip");
        prepared();
        drain("west");
        completed("east", 1);
        assertThat(state("west")).isEqualTo(State.SKIPPED);
        assertThat(current().wave()).isEqualTo(3);
        completed("south", 3);
        now = now.plus(Duration.ofSeconds(10));
        tick();
        assertThat(current().stage()).isEqualTo(Stage.COMPLETED);
        assertThat(current().reason()).contains("without west", "deploy again");
    }

    /** It was not asked at all once, where one region was out. */
    @Test
    void theRegionsThatAreInFindOutWhetherTheyReachEachOther() {
        started("skip", CONNECTIVITY);
        prepared();
        drain("west");
        completed("east", 1);
        completed("south", 3);
        assertThat(events.getLast()).isInstanceOfSatisfying(DeploymentEvent.ConnectivityCheckStarted.class, check -> {
            assertThat(check.regions()).containsExactly("east", "south");
            assertThat(check.without()).containsExactly("west");
        });
        connected("east");
        assertThat(current().stage()).isEqualTo(Stage.CONNECTING);
        connected("south");
        assertThat(current().stage()).isEqualTo(Stage.STABILISING);
        assertThat(traffic()).contains("east, south reach", "without west");
    }

    private String traffic() {
        return events.stream()
                .filter(DeploymentEvent.GlobalTrafficUpdated.class::isInstance)
                .map(event -> ((DeploymentEvent.GlobalTrafficUpdated) event).message())
                .reduce("", (first, second) -> second);
    }

    @Test
    void aRegionThatIsLeftAloneHasNobodyToReach() {
        var ofTwo = (estate("skip") + CONNECTIVITY)
                .replaceAll("(?m)^ *- \\{name: south.*\n", "")
                .replace("trafficShare: 60", "trafficShare: 80");
        hear(new Input.Request("c", "d1", "shop", "production", ofTwo, Map.of(), ALICE, Terms.NOW));
        for (String region : List.of("east", "west")) {
            hear(new Input.Reported(
                    new RegionReport.Prepared("d1", region, current().digest(), true, List.of(), Map.of())));
        }
        drain("west");
        completed("east", 1);
        assertThat(current().stage()).isEqualTo(Stage.STABILISING);
        assertThat(traffic()).contains("without west", "connectivity was not validated");
    }

    /** Another deployment begins when a region is out that an earlier one, which is gone, was for. */
    private void startedWithout(String region, String estate) {
        started("skip");
        prepared();
        hear(new Input.Cancel("no", "d1", ALICE));
        for (String back : REGIONS) {
            hear(new Input.Reported(new RegionReport.RolledBack("d1", back, Map.of(), List.of())));
        }
        drain(region);
        hear(new Input.Request("c2", "d2", "shop", "production", estate, Map.of(), ALICE, Terms.NOW));
        assertThat(current().id()).isEqualTo("d2");
    }

    @Test
    void aRegionThatIsOutWhenADeploymentBeginsIsNotWaitedFor() {
        startedWithout("east", estate("skip"));
        for (String region : List.of("west", "south")) {
            hear(new Input.Reported(
                    new RegionReport.Prepared("d2", region, current().digest(), true, List.of(), Map.of())));
        }
        assertThat(state("east")).isEqualTo(State.SKIPPED);
        assertThat(current().wave()).isEqualTo(2);
    }

    @Test
    void aRegionThatIsOutWhenADeploymentBeginsIsAskedWhereThePolicyIsToWait() {
        startedWithout("east", estate("hold"));
        assertThat(state("east")).isEqualTo(State.PENDING);
        assertThat(events).noneMatch(DeploymentEvent.RegionSkipped.class::isInstance);
    }

    @Test
    void aDeploymentThatIsNotForTheRegionThatIsOutSkipsNothing() {
        startedWithout(
                "south",
                estate("skip")
                        .replaceAll("(?m)^ *- \\{name: south.*\n", "")
                        .replace("trafficShare: 60", "trafficShare: 80"));
        assertThat(events).noneMatch(DeploymentEvent.RegionSkipped.class::isInstance);
        assertThat(current().regions().keySet()).containsExactly("east", "west");
    }

    @Test
    void whoTakesOverAtTheBeginningSkipsWhatWasSkippedAndAsksTheOthers() {
        startedWithout("east", estate("skip"));
        hear(new Input.Reported(
                new RegionReport.Prepared("d2", "west", current().digest(), true, List.of(), Map.of())));
        var skipped = current().progress("east");

        Takeover.reissue(current(), now).changes().forEach(change -> lane = Evolution.evolve(lane, change));

        assertThat(current().progress("east")).isEqualTo(skipped);
        assertThat(skipped.note()).contains("east is drained by alice");
        assertThat(state("west")).isEqualTo(State.PENDING);
        assertThat(current().doubtful()).isTrue();
    }

    @Test
    void whatWentOnWithoutARegionIsTakenBackWithoutIt() {
        started("skip");
        prepared();
        drain("west");
        completed("east", 1);
        hear(new Input.Reported(new RegionReport.Deploying("d1", "south")));
        hear(new Input.FoundUnhealthy("d1", new Cause("errors", "south", "api", "bad", Optional.empty())));
        for (String region : List.of("south", "east")) {
            hear(new Input.Reported(new RegionReport.RolledBack("d1", region, Map.of(), List.of())));
        }
        assertThat(current().stage()).isEqualTo(Stage.ROLLED_BACK);
        assertThat(events.stream()
                        .filter(DeploymentEvent.WaveRollbackStarted.class::isInstance)
                        .map(DeploymentEvent.WaveRollbackStarted.class::cast)
                        .flatMap(wave -> wave.regions().stream()))
                .containsExactly("south", "east");
    }

    @Test
    void whereEveryRegionIsSkippedThereIsNothingToDo() {
        hear(new Input.Request(
                "c",
                "d1",
                "shop",
                "production",
                estate("skip")
                        .replaceAll("(?m)^ *- \\{name: (west|south).*\n", "")
                        .replace("trafficShare: 60", "trafficShare: 100"),
                Map.of(),
                ALICE,
                Terms.NOW));
        drain("east");
        hear(new Input.Reported(
                new RegionReport.Prepared("d1", "east", current().digest(), true, List.of(), Map.of())));

        assertThat(current().stage()).isEqualTo(Stage.FAILED);
        assertThat(current().reason()).contains("every region", "drained");
    }

    @Test
    void trafficIsSharedOutByWhatWasCarriedThroughNotByWhatIsUnderWay() {
        started("hold");
        assertThat(drain("west").changes()).as("nothing shares yet").hasSize(1);
        hear(undrain("in"));
        prepared();
        completed("east", 1);
        completed("west", 2);
        completed("south", 3);
        assertThat(shares()).isEqualTo(Map.of("east", 60, "west", 20, "south", 20));

        drain("west");
        assertThat(shares()).isEqualTo(Map.of("east", 75, "west", 0, "south", 25));
        hear(undrain("in again"));
        assertThat(shares()).isEqualTo(Map.of("east", 60, "west", 20, "south", 20));
    }

    @Test
    void whatIsTakenBackLeavesTrafficAsItWasBefore() {
        started("hold");
        prepared();
        completed("east", 1);
        completed("west", 2);
        completed("south", 3);
        now = now.plusSeconds(60);
        tick();
        assertThat(current().stage()).isEqualTo(Stage.COMPLETED);
        var other = estate("hold")
                .replace("trafficShare: 60", "trafficShare: 40")
                .replace("wave: 2, trafficShare: 20", "wave: 2, trafficShare: 40");
        hear(new Input.Request("c2", "d2", "shop", "production", other, Map.of("api", "shop/api:2"), ALICE, Terms.NOW));
        var running = lane.running();
        for (String region : REGIONS) {
            hear(new Input.Reported(new RegionReport.Prepared(
                    "d2", region, current().digest(), true, List.of(), running.getOrDefault(region, Map.of()))));
        }
        for (int wave = 1; wave <= 3; wave++) {
            hear(new Input.Reported(new RegionReport.Completed(
                    "d2", REGIONS.get(wave - 1), current().digest(), wave, 1, 1, List.of())));
        }
        assertThat(shares()).isEqualTo(Map.of("east", 40, "west", 40, "south", 20));

        hear(new Input.RollBack("back", "d2", ALICE));
        for (String region : REGIONS) {
            hear(new Input.Reported(
                    new RegionReport.RolledBack("d2", region, running.getOrDefault(region, Map.of()), List.of())));
        }

        assertThat(current().stage()).isEqualTo(Stage.ROLLED_BACK);
        assertThat(shares()).isEqualTo(Map.of("east", 60, "west", 20, "south", 20));
    }

    private Map<String, Integer> shares() {
        return events.reversed().stream()
                .filter(DeploymentEvent.GlobalTrafficUpdated.class::isInstance)
                .map(DeploymentEvent.GlobalTrafficUpdated.class::cast)
                .findFirst()
                .orElseThrow()
                .shares();
    }

    @Test
    void neverAreTwoRegionsOutAtOnce() {
        started("hold");
        drain("west");
        var refusal = drain("south").refusal().orElseThrow();
        assertThat(refusal.reason()).isEqualTo(Reason.CONFLICT);
        assertThat(refusal.message()).contains("west is drained by alice", "undrain west first");
        assertThat(lane.drained().map(Drained::region)).contains("west");
    }

    @Test
    void onlyWhatIsKnownIsDrainedAndOnlyWithAReason() {
        started("hold");
        assertThat(drain("nort").refusal().orElseThrow().message()).contains("'nort'", "it has east, south, west");
        var silent = hear(new Input.Drain("s", "west", new Actor("bob", " ", "test"), Written.at(now)));
        assertThat(silent.refusal().orElseThrow().message()).contains("say why");
        assertThat(hear(undrain("u")).refusal().orElseThrow().reason()).isEqualTo(Reason.TOO_EARLY);
    }

    /** Who took over once waited for the region that is skipped, and for regions of a wave that has none. */
    @Test
    void whoTakesOverSkipsWhatWasSkipped() {
        started("skip");
        prepared();
        drain("west");
        completed("east", 1);
        assertThat(state("west")).isEqualTo(State.SKIPPED);
        hear(new Input.Hold("h", "d1", ALICE, Duration.ofHours(1)));
        Takeover.reissue(current(), now).changes().forEach(change -> lane = Evolution.evolve(lane, change));
        assertThat(state("west")).isEqualTo(State.SKIPPED);
        assertThat(current().wave()).isEqualTo(3);
    }
}
