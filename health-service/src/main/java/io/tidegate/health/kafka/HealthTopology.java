package io.tidegate.health.kafka;

import io.tidegate.eventlog.Journal;
import io.tidegate.eventlog.JsonState;
import io.tidegate.eventlog.Ledger;
import io.tidegate.eventlog.Passing;
import io.tidegate.eventlog.Rekeying;
import io.tidegate.eventlog.Sinks;
import io.tidegate.health.watch.Intervals;
import io.tidegate.health.watch.Watch;
import io.tidegate.judge.alert.Standing;
import io.tidegate.judge.signal.Signals;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.topics.KeyShape;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.topics.TopicCatalogue;
import io.tidegate.schemas.wire.RecordCodec;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * Turns telemetry into verdicts and alerts.
 * <pre>
 *   health-samples ─▶ key-by-estate ─▶ (repartition) ─▶ samples ─┐
 *   deployment-events ───────────────────────────────────────────┼─▶ judge ─▶ health-verdicts, alerts
 *   region-events ───────────────────────────────────────────────┤
 *   health-signals ──────────────────────────────────────────────┘
 *                 watches, intervals, standings, journal, signals, ledger  ─▶ dead letters
 * </pre>
 * Samples come keyed by service; they move to where the deployment of their estate is known.
 */
public final class HealthTopology implements Supplier<Topology> {
    static final String WATCHES = "watches";
    static final String LEDGER = "health-ledger";
    static final String INTERVALS = "intervals";
    static final String STANDINGS = "standings";
    static final String JOURNAL = "journal";
    static final String SAMPLES_BY_ESTATE = "samples-by-estate";
    static final String SIGNALS = "signals";
    private static final String JUDGE = "judge";

    private final RecordCodec codec;
    private final String region;
    private final List<String> candidates;
    private final Duration tick;

    /**
     * @param region the region it runs in
     * @param candidates the regions whose planner may lead
     * @param tick how often silence is looked for
     */
    public HealthTopology(RecordCodec codec, String region, List<String> candidates, Duration tick) {
        this.codec = codec;
        this.region = region;
        this.candidates = List.copyOf(candidates);
        this.tick = tick;
    }

    @Override
    public Topology get() {
        var topology = readSamples();
        readDeployments(topology);
        readSignals(topology);
        topology.addProcessor(
                JUDGE,
                () -> new JudgingProcessor(codec, region, tick),
                "samples",
                "deployment-events",
                "region-events",
                "health-signals");
        topology.addStateStore(JsonState.store(WATCHES, Watch.class), JUDGE);
        topology.addStateStore(Ledger.store(LEDGER), JUDGE);
        topology.addStateStore(JsonState.store(INTERVALS, Intervals.class), JUDGE);
        topology.addStateStore(JsonState.store(STANDINGS, Standing.class), JUDGE);
        topology.addStateStore(Journal.store(JOURNAL), JUDGE);
        topology.addStateStore(JsonState.store(SIGNALS, Signals.class), JUDGE);
        Sinks.add(
                topology,
                JUDGE,
                List.of(Topic.HEALTH_VERDICTS, Topic.ALERTS),
                List.of(Topic.HEALTH_SAMPLES, Topic.DEPLOYMENT_EVENTS, Topic.REGION_EVENTS, Topic.HEALTH_SIGNALS));
        return topology;
    }

    private Topology readSamples() {
        var builder = new StreamsBuilder();
        builder.stream(
                        Topic.HEALTH_SAMPLES.topicName(),
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("health-samples"))
                .process(
                        () -> new Rekeying(codec, "health-service", HealthTopology::aggregate),
                        Named.as("key-by-estate"))
                .repartition(Repartitioned.with(Serdes.ByteArray(), Serdes.ByteArray())
                        .withName(SAMPLES_BY_ESTATE)
                        .withNumberOfPartitions(Topic.HEALTH_SAMPLES.partitions()))
                .process(Passing::new, Named.as("samples"));
        return builder.build();
    }

    static String aggregate(SpecificRecord record) {
        var sample = (HealthSample) record;
        return KeyShape.AGGREGATE.of(sample.getEstate(), sample.getEnvironment());
    }

    private void readDeployments(Topology topology) {
        topology.addSource(
                "deployment-events",
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                TopicCatalogue.ofControlPlane(Topic.DEPLOYMENT_EVENTS, region, candidates)
                        .toArray(String[]::new));
        topology.addSource(
                "region-events",
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                Topic.REGION_EVENTS.topicName());
    }

    /** What is said in this region, and what is said where planners are, which may be about every region. */
    private void readSignals(Topology topology) {
        var replicas = candidates.stream()
                .filter(candidate -> !candidate.equals(region))
                .map(Topic.HEALTH_SIGNALS::replicaName);
        topology.addSource(
                "health-signals",
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                Stream.concat(Stream.of(Topic.HEALTH_SIGNALS.topicName()), replicas)
                        .toArray(String[]::new));
    }
}
