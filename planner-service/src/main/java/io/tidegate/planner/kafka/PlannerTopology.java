package io.tidegate.planner.kafka;

import io.tidegate.eventlog.JsonState;
import io.tidegate.eventlog.Ledger;
import io.tidegate.eventlog.Passing;
import io.tidegate.eventlog.Rekeying;
import io.tidegate.eventlog.Sinks;
import io.tidegate.planner.lease.Lease;
import io.tidegate.planner.lease.Terms;
import io.tidegate.planner.rollout.Lane;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.topics.TopicCatalogue;
import io.tidegate.schemas.wire.RecordCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * Decides what happens next in the whole estate, where it leads; else keeps what it needs to take over.
 * <pre>
 *   deployment-commands ─▶ key-by-estate ─▶ (repartition) ─▶ admit ─┐
 *   region-events of all regions ───────────────────────────────────┤
 *   health-verdicts of all regions ─────────────────────────────────┼─▶ plan ─▶ deployment-events, deployment-status, alerts
 *   control-plane of all regions ───────────────────────────────────┤    │  ─▶ control-plane, planner-state, global-traffic
 *   planner-state of the other planners ────────────────────────────┘    │  ─▶ dead letters
 *                                              lanes, lease, kept, planner-ledger
 * </pre>
 */
public final class PlannerTopology implements Supplier<Topology> {
    static final String LANES = "lanes";
    static final String LEASE = "lease";
    static final String KEPT = "kept";
    static final String LEDGER = "planner-ledger";
    private static final String PLAN = "plan";
    private static final List<Topic> READ = List.of(
            Topic.DEPLOYMENT_COMMANDS,
            Topic.REGION_EVENTS,
            Topic.HEALTH_VERDICTS,
            Topic.CONTROL_PLANE,
            Topic.PLANNER_STATE);

    private final RecordCodec codec;
    private final Terms terms;
    private final Duration tick;

    /**
     * @param terms who may lead
     * @param tick how often deadlines are looked at
     */
    public PlannerTopology(RecordCodec codec, Terms terms, Duration tick) {
        this.codec = codec;
        this.terms = terms;
        this.tick = tick;
    }

    @Override
    public Topology get() {
        var topology = readCommands();
        readReports(topology);
        plan(topology);
        Sinks.add(
                topology,
                PLAN,
                List.of(
                        Topic.DEPLOYMENT_EVENTS,
                        Topic.DEPLOYMENT_STATUS,
                        Topic.GLOBAL_TRAFFIC,
                        Topic.ALERTS,
                        Topic.CONTROL_PLANE,
                        Topic.PLANNER_STATE),
                READ);
        return topology;
    }

    /** Commands come from clients of any kind, whose partitioners differ, so they are keyed and placed anew. */
    private Topology readCommands() {
        var builder = new StreamsBuilder();
        builder.stream(
                        TopicCatalogue.readable(Topic.DEPLOYMENT_COMMANDS, terms.region(), terms.installation()),
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("deployment-commands"))
                .process(
                        () -> new Rekeying(codec, "planner-service", CommandMapping::aggregateKey),
                        Named.as("key-by-estate"))
                .repartition(Repartitioned.with(Serdes.ByteArray(), Serdes.ByteArray())
                        .withName("commands-by-estate")
                        .withNumberOfPartitions(Topic.DEPLOYMENT_COMMANDS.partitions()))
                .process(Passing::new, Named.as("admit"));
        return builder.build();
    }

    private void readReports(Topology topology) {
        var names = new ArrayList<String>();
        for (Topic topic : List.of(Topic.REGION_EVENTS, Topic.HEALTH_VERDICTS, Topic.CONTROL_PLANE)) {
            names.addAll(TopicCatalogue.readable(topic, terms.region(), terms.installation()));
        }
        TopicCatalogue.origins(Topic.PLANNER_STATE, terms.region(), terms.installation())
                .forEach(other -> names.add(Topic.PLANNER_STATE.replicaName(other)));
        topology.addSource(
                "reports", new ByteArrayDeserializer(), new ByteArrayDeserializer(), names.toArray(String[]::new));
    }

    private void plan(Topology topology) {
        topology.addProcessor(PLAN, () -> new PlanningProcessor(codec, terms, tick), "admit", "reports");
        topology.addStateStore(JsonState.store(LANES, Lane.class), PLAN);
        topology.addStateStore(JsonState.store(LEASE, Lease.class), PLAN);
        topology.addStateStore(JsonState.store(KEPT, Kept.class), PLAN);
        topology.addStateStore(Ledger.store(LEDGER), PLAN);
    }
}
