package io.tidegate.coordinator.kafka;

import io.tidegate.coordinator.attention.Attention;
import io.tidegate.coordinator.wave.RegionLane;
import io.tidegate.eventlog.JsonState;
import io.tidegate.eventlog.Ledger;
import io.tidegate.eventlog.Sinks;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.topics.TopicCatalogue;
import io.tidegate.schemas.wire.RecordCodec;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.Topology;

/**
 * Turns a wave into steps, and takes it back.
 * <pre>
 *   deployment-events of the planners ──────┐
 *   control-plane of the planners ──────────┤
 *   step-events, validation-results ────────┼─▶ coordinate ─▶ region-events, step-requests, validation-requests
 *   health-verdicts of this region ─────────┘       │       ─▶ region-status, service-status, control-plane
 *                          region-lanes, attention, coordinator-ledger  ─▶ dead letters
 * </pre>
 * All of them are keyed by estate and environment, so that what belongs together meets in one task without moving.
 */
public final class CoordinatorTopology implements Supplier<Topology> {
    static final String LANES = "region-lanes";
    static final String ATTENTION = "attention";
    static final String LEDGER = "coordinator-ledger";
    private static final String COORDINATE = "coordinate";

    private final RecordCodec codec;
    private final String region;
    private final List<String> candidates;
    private final Duration patience;
    private final Duration tick;

    /**
     * @param region the region it runs in
     * @param candidates the regions whose planner may lead, the one that leads at first at the beginning
     * @param patience how long the planner that leads may be silent
     * @param tick how often deadlines and pauses are looked at
     */
    public CoordinatorTopology(
            RecordCodec codec, String region, List<String> candidates, Duration patience, Duration tick) {
        this.codec = codec;
        this.region = region;
        this.candidates = List.copyOf(candidates);
        this.patience = patience;
        this.tick = tick;
    }

    @Override
    public Topology get() {
        var topology = new Topology();
        source(
                topology,
                "deployment-events",
                TopicCatalogue.ofControlPlane(Topic.DEPLOYMENT_EVENTS, region, candidates));
        source(topology, "control-plane", TopicCatalogue.ofControlPlane(Topic.CONTROL_PLANE, region, candidates));
        source(topology, "step-events", List.of(Topic.STEP_EVENTS.topicName()));
        source(topology, "validation-results", List.of(Topic.VALIDATION_RESULTS.topicName()));
        source(topology, "health-verdicts", List.of(Topic.HEALTH_VERDICTS.topicName()));
        topology.addProcessor(
                COORDINATE,
                () -> new CoordinatingProcessor(codec, region, candidates, patience, tick),
                "deployment-events",
                "control-plane",
                "step-events",
                "validation-results",
                "health-verdicts");
        topology.addStateStore(JsonState.store(LANES, RegionLane.class), COORDINATE);
        topology.addStateStore(JsonState.store(ATTENTION, Attention.class), COORDINATE);
        topology.addStateStore(Ledger.store(LEDGER), COORDINATE);
        Sinks.add(
                topology,
                COORDINATE,
                List.of(
                        Topic.REGION_EVENTS,
                        Topic.STEP_REQUESTS,
                        Topic.VALIDATION_REQUESTS,
                        Topic.REGION_STATUS,
                        Topic.SERVICE_STATUS,
                        Topic.CONTROL_PLANE),
                List.of(
                        Topic.DEPLOYMENT_EVENTS,
                        Topic.CONTROL_PLANE,
                        Topic.STEP_EVENTS,
                        Topic.VALIDATION_RESULTS,
                        Topic.HEALTH_VERDICTS));
        return topology;
    }

    private static void source(Topology topology, String name, List<String> topics) {
        topology.addSource(
                name, new ByteArrayDeserializer(), new ByteArrayDeserializer(), topics.toArray(String[]::new));
    }
}
