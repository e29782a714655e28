package io.tidegate.benchmarks;

import io.tidegate.estate.plan.RegionPlan;
import io.tidegate.eventlog.Outbox;
import io.tidegate.eventlog.mapping.PlanMapping;
import io.tidegate.eventlog.mapping.WorkloadMapping;
import io.tidegate.planner.kafka.PlannerTopology;
import io.tidegate.planner.lease.Terms;
import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.RegionCompleted;
import io.tidegate.schemas.avro.RegionDeploying;
import io.tidegate.schemas.avro.RegionPrepared;
import io.tidegate.schemas.avro.RegionValidating;
import io.tidegate.schemas.avro.RequestDeployment;
import io.tidegate.schemas.avro.ServiceDeployed;
import io.tidegate.schemas.topics.Installation;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.CatalogueCodec;
import io.tidegate.schemas.wire.RecordCodec;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The planner's topology on one thread, without a broker: bytes in, decisions, stores, bytes out. Regions are played; what
 * they say is written before it is measured how long the planner takes over it.
 */
final class PlannerLoad implements AutoCloseable {
    /** A record and the topic that the planner reads it from, its own or a replica. */
    record Delivered(String topic, ProducerRecord<byte[], byte[]> written) {}

    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final List<String> REGIONS = List.of("us-east-1", "us-west-2", "eu-west-1");
    private static final Duration TICK = Duration.ofMillis(200);
    private static final int SERVICES = 13;

    /** After so many records what was said of them is forgotten: with changelogs it is gigabytes in all. */
    private static final int DRAINED = 100;

    private final RecordCodec codec = new CatalogueCodec();
    private final TopologyTestDriver driver;
    private final List<Delivered> log = new ArrayList<>();
    private final List<Double> millis = new ArrayList<>();
    private final List<Double> requestMillis = new ArrayList<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private long nanos;
    private long said;

    PlannerLoad() {
        var settings = new Properties();
        settings.put("application.id", "bench");
        settings.put("bootstrap.servers", "127.0.0.1:1");
        var terms =
                new Terms(REGIONS.getFirst(), Installation.of(REGIONS), Duration.ofSeconds(2), Duration.ofSeconds(15));
        driver = new TopologyTestDriver(new PlannerTopology(codec, terms, TICK).get(), settings, START);
    }

    /** Deploys so often to each of so many estates, all estates side by side. */
    void deploy(int estates, int times) {
        for (int time = 0; time < times; time++) {
            var begun = new ArrayList<DeploymentStarted>();
            for (int estate = 0; estate < estates; estate++) {
                begun.add(request(estate, time));
            }
            REGIONS.forEach(region -> begun.forEach(started -> prepared(started, region)));
            REGIONS.forEach(region -> begun.forEach(started -> wave(started, region)));
            driver.advanceWallClockTime(Duration.ofSeconds(6)); // the watch is over
            drain();
        }
    }

    private DeploymentStarted request(int estate, int time) {
        var name = "estate-" + estate;
        var document = GrownEstate.text(SERVICES)
                .replace("name: grown\n", "name: " + name + "\n")
                .replace("{name: production}", "{name: production, policy: quick}")
                .replace("  services:\n", "  policies: [{name: quick, stability: 5s}]\n  services:\n")
                .replace(":1.0.0\"", ":1.0." + time + "\"");
        var request = RequestDeployment.newBuilder()
                .setCommandId("c-" + name + "-" + time)
                .setDeploymentId("d-" + name + "-" + time)
                .setEstate(name)
                .setEnvironment("production")
                .setEstateDocument(document)
                .build();
        deliver(REGIONS.getFirst(), name + "/production", request);
        requestMillis.add(millis.getLast());
        return events().stream()
                .filter(DeploymentStarted.class::isInstance)
                .map(DeploymentStarted.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("deployment " + time + " of " + name + " did not start"));
    }

    private void prepared(DeploymentStarted started, String region) {
        var report = RegionPrepared.newBuilder()
                .setDeploymentId(started.getDeploymentId())
                .setRegion(region)
                .setPlanDigest(started.getPlan().getDigest())
                .setHealthy(true)
                .setRunning(WorkloadMapping.toWire(plan(started, region).before()))
                .build();
        deliver(region, key(started), report);
    }

    private void wave(DeploymentStarted started, String region) {
        var id = started.getDeploymentId();
        var digest = started.getPlan().getDigest();
        var plan = plan(started, region);
        deliver(region, key(started), new RegionDeploying(id, region, digest, plan.wave(), START));
        plan.services()
                .forEach(service -> deliver(
                        region,
                        key(started),
                        new ServiceDeployed(
                                id, region, service.service(), service.image().reference(), START)));
        deliver(region, key(started), new RegionValidating(id, region, digest, plan.wave(), START));
        deliver(
                region,
                key(started),
                new RegionCompleted(id, region, digest, plan.wave(), SERVICES, SERVICES, List.of(), START));
    }

    private static RegionPlan plan(DeploymentStarted started, String region) {
        return PlanMapping.regionFromWire(started.getPlan(), region).orElseThrow();
    }

    private static String key(DeploymentStarted started) {
        return started.getPlan().getEstate() + "/" + started.getPlan().getEnvironment();
    }

    /** Writes a record in a region, and lets the planner read it there or as a replica. */
    private void deliver(String region, String key, SpecificRecord record) {
        var topic = Topic.of(record.getClass());
        long sequence = sequences.merge(region + topic + key, 1L, Long::sum);
        var written = new Outbox(codec, "/" + region + "/bench").prepare(key, record, 1, sequence, START);
        var name = region.equals(REGIONS.getFirst()) ? topic.topicName() : topic.replicaName(region);
        deliver(new Delivered(name, written));
    }

    void deliver(Delivered record) {
        if (log.size() % DRAINED == 0) {
            drain();
        }
        log.add(record);
        var input = driver.createInputTopic(record.topic(), new ByteArraySerializer(), new ByteArraySerializer());
        var wire = new TestRecord<>(
                record.written().key(),
                record.written().value(),
                record.written().headers(),
                START);
        long cpu = cpu();
        long begin = System.nanoTime();
        input.pipeInput(wire);
        millis.add((System.nanoTime() - begin) / 1e6);
        nanos += cpu() - cpu;
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private List<SpecificRecord> events() {
        var topic = Topic.DEPLOYMENT_EVENTS.topicName();
        var records = driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readValuesToList();
        said += records.size();
        return records.stream().map(value -> codec.decode(topic, value)).toList();
    }

    /** Forgets what was said, changelogs included, so that memory holds what the planner keeps. */
    private void drain() {
        for (String topic : driver.producedTopicNames()) {
            var records = driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readValuesToList();
            said += topic.equals(Topic.DEPLOYMENT_EVENTS.topicName()) ? records.size() : 0;
        }
    }

    /** What was delivered, to be delivered again elsewhere. */
    List<Delivered> log() {
        return log;
    }

    /** How long each request took until it was started, in milliseconds. */
    Distribution requestMillis() {
        return new Distribution(requestMillis);
    }

    /** The same of every record, requests included. */
    Distribution millis() {
        return new Distribution(millis);
    }

    /** Records read a second of processor time. */
    double recordsPerSecond() {
        return millis.size() * 1e9 / nanos;
    }

    /** Deployment events written a second of processor time. */
    double eventsPerSecond() {
        return said * 1e9 / nanos;
    }

    @Override
    public void close() {
        driver.close();
    }
}
