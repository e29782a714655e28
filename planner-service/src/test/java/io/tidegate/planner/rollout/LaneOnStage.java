package io.tidegate.planner.rollout;

import io.tidegate.eventlog.testing.Shop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One lane, of one service in two regions and waves unless another estate is given: drives the decider, and keeps the events. */
final class LaneOnStage {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final Actor ALICE = new Actor("alice", "release", "test");
    static final String ESTATE = """
            apiVersion: tidegate.io/v1
            kind: Estate
            metadata: {name: shop}
            spec:
              regions:
                - {name: east, role: primary, wave: 1, trafficShare: 60, rollbackWindow: 60m}
                - {name: west, role: standby, wave: 2, trafficShare: 40, rollbackWindow: 20m}
              services:
                - {name: api, image: 'shop/api:1', port: 80}
            """;

    final List<DeploymentEvent> events = new ArrayList<>();
    Lane lane = Lane.empty("shop/production");
    Instant now = NOON;
    private final String estate;

    LaneOnStage() {
        this(ESTATE);
    }

    LaneOnStage(String estate) {
        this.estate = estate;
    }

    Decision hear(Input input) {
        var decision = DeploymentDecider.decide(lane, input, now);
        lane = Evolution.evolve(lane, decision.changes());
        if (input instanceof Input.Command command) {
            lane = lane.heeded(command.commandId());
        }
        decision.changes().stream()
                .filter(DeploymentEvent.class::isInstance)
                .map(DeploymentEvent.class::cast)
                .forEach(events::add);
        return decision;
    }

    Decision request(String id) {
        return request(id, Terms.NOW);
    }

    Decision request(String id, Terms terms) {
        return hear(new Input.Request("c-" + id, id, "shop", "production", estate, Map.of(), ALICE, terms));
    }

    void report(RegionReport report) {
        hear(new Input.Reported(report));
    }

    void prepared(String id, String region) {
        report(new RegionReport.Prepared(id, region, deployment().digest(), true, List.of(), Map.of()));
    }

    void completed(String id, String region, int wave) {
        report(new RegionReport.Completed(id, region, deployment().digest(), wave, 1, 1, List.of()));
    }

    void rolledBack(String id, String region) {
        report(new RegionReport.RolledBack(id, region, Map.of("api", Shop.workload("shop/api:0")), List.of()));
    }

    void returned(String id, String region) {
        report(new RegionReport.Returned(id, region, Map.of("api", Shop.workload("shop/api:0"))));
    }

    Deployment deployment() {
        return lane.deployment().orElseThrow();
    }

    void inBothRegions(String id) {
        request(id);
        prepared(id, "east");
        prepared(id, "west");
        completed(id, "east", 1);
        completed(id, "west", 2);
    }

    List<String> said() {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    /** Lets so much time pass, and then look what that leads to. */
    void pass(Duration time) {
        now = now.plus(time);
        hear(new Input.TimePassed());
    }

    RegionProgress.State state(String region) {
        return deployment().progress(region).state();
    }

    /** Reports that do not speak of the present deployment have no effect. */
    boolean isIgnored(RegionReport report) {
        var before = lane;
        int said = events.size();
        report(report);
        return lane.equals(before) && events.size() == said;
    }
}
