package io.tidegate.planner.kafka;

import io.tidegate.eventlog.JsonState;
import io.tidegate.eventlog.Ledger;
import io.tidegate.eventlog.Passing;
import io.tidegate.eventlog.Rekeying;
import io.tidegate.eventlog.Sinks;
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
 * Decides what happens next in the whole estate.
 * <pre>
 *   deployment-commands ─▶ key-by-estate ─▶ (repartition) ─▶ admit ─┐
 *   region-events of all regions ───────────────────────────────────┼─▶ plan ─▶ deployment-events
 *   health-verdicts of all regions ─────────────────────────────────┘    │  ─▶ deployment-status
 *                                                              lanes, planner-ledger  ─▶ dead letters
 * </pre>
 */
public final class PlannerTopology implements Supplier<Topology> {
    static final String LANES = "lanes";
    static final String LEDGER = "planner-ledger";
    private static final String PLAN = "plan";

    private final RecordCodec codec;
    private final String region;
    private final List<String> regions;
    private final long epoch;
    private final Duration tick;

    /**
     * @param region the control plane's region
     * @param regions all regions
     * @param epoch the control plane's epoch
     * @param tick how often deadlines are looked at
     */
    public PlannerTopology(RecordCodec codec, String region, List<String> regions, long epoch, Duration tick) {
        this.codec = codec;
        this.region = region;
        this.regions = List.copyOf(regions);
        this.epoch = epoch;
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
                List.of(Topic.DEPLOYMENT_EVENTS, Topic.DEPLOYMENT_STATUS),
                List.of(Topic.DEPLOYMENT_COMMANDS, Topic.REGION_EVENTS, Topic.HEALTH_VERDICTS));
        return topology;
    }

    /** Commands come from clients of any kind, whose partitioners differ, so they are keyed and placed anew. */
    private Topology readCommands() {
        var builder = new StreamsBuilder();
        builder.stream(
                        Topic.DEPLOYMENT_COMMANDS.topicName(),
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
        for (Topic topic : List.of(Topic.REGION_EVENTS, Topic.HEALTH_VERDICTS)) {
            names.addAll(TopicCatalogue.readable(topic, region, region, regions));
        }
        topology.addSource(
                "reports", new ByteArrayDeserializer(), new ByteArrayDeserializer(), names.toArray(String[]::new));
    }

    private void plan(Topology topology) {
        topology.addProcessor(PLAN, () -> new PlanningProcessor(codec, region, epoch, tick), "admit", "reports");
        topology.addStateStore(JsonState.store(LANES, Lane.class), PLAN);
        topology.addStateStore(Ledger.store(LEDGER), PLAN);
    }
}
