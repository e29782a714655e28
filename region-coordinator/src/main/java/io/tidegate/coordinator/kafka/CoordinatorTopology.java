package io.tidegate.coordinator.kafka;

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
 *   deployment-events of the control plane ─┐
 *   step-events ────────────────────────────┼─▶ coordinate ─▶ region-events, step-requests
 *   health-verdicts of this region ─────────┘       │       ─▶ region-status, service-status
 *                                     region-lanes, coordinator-ledger  ─▶ dead letters
 * </pre>
 * All three are keyed by estate and environment, so that what belongs together meets in one task without moving.
 */
public final class CoordinatorTopology implements Supplier<Topology> {
    static final String LANES = "region-lanes";
    static final String LEDGER = "coordinator-ledger";
    private static final String COORDINATE = "coordinate";

    private final RecordCodec codec;
    private final String region;
    private final String controlPlane;
    private final Duration tick;

    /**
     * @param region the region it runs in
     * @param controlPlane the control plane's region
     * @param tick how often deadlines and pauses are looked at
     */
    public CoordinatorTopology(RecordCodec codec, String region, String controlPlane, Duration tick) {
        this.codec = codec;
        this.region = region;
        this.controlPlane = controlPlane;
        this.tick = tick;
    }

    @Override
    public Topology get() {
        var topology = new Topology();
        source(
                topology,
                "deployment-events",
                TopicCatalogue.ofControlPlane(Topic.DEPLOYMENT_EVENTS, region, controlPlane));
        source(topology, "step-events", Topic.STEP_EVENTS.topicName());
        source(topology, "health-verdicts", Topic.HEALTH_VERDICTS.topicName());
        topology.addProcessor(
                COORDINATE,
                () -> new CoordinatingProcessor(codec, region, tick),
                "deployment-events",
                "step-events",
                "health-verdicts");
        topology.addStateStore(JsonState.store(LANES, RegionLane.class), COORDINATE);
        topology.addStateStore(Ledger.store(LEDGER), COORDINATE);
        Sinks.add(
                topology,
                COORDINATE,
                List.of(Topic.REGION_EVENTS, Topic.STEP_REQUESTS, Topic.REGION_STATUS, Topic.SERVICE_STATUS),
                List.of(Topic.DEPLOYMENT_EVENTS, Topic.STEP_EVENTS, Topic.HEALTH_VERDICTS));
        return topology;
    }

    private static void source(Topology topology, String name, String topic) {
        topology.addSource(name, new ByteArrayDeserializer(), new ByteArrayDeserializer(), topic);
    }
}
