package io.tidegate.health.kafka;

import io.tidegate.estate.Image;
import io.tidegate.eventlog.LogProcessor;
import io.tidegate.eventlog.Received;
import io.tidegate.eventlog.mapping.EvidenceMapping;
import io.tidegate.health.watch.Watch;
import io.tidegate.judge.Judgement;
import io.tidegate.observability.Metric;
import io.tidegate.schemas.avro.DeploymentCancelled;
import io.tidegate.schemas.avro.DeploymentFailed;
import io.tidegate.schemas.avro.DeploymentRolledBack;
import io.tidegate.schemas.avro.DeploymentSettled;
import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.avro.HealthVerdict;
import io.tidegate.schemas.avro.RegionReturned;
import io.tidegate.schemas.avro.Verdict;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.RecordCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the watch of every estate's running deployment, and publishes a verdict whenever one changes. The store has an
 * entry for each service, since an entry is written whole with every sample.
 */
final class JudgingProcessor extends LogProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(JudgingProcessor.class);

    private static final String SEPARATOR = "|";

    private final String region;

    @SuppressWarnings("NullAway.Init") // set by open
    private KeyValueStore<String, Watch> watches;

    JudgingProcessor(RecordCodec codec, String region, Duration tick) {
        super(codec, region, "health-service", HealthTopology.LEDGER, tick);
        this.region = region;
    }

    @Override
    protected void open() {
        watches = store(HealthTopology.WATCHES);
    }

    @Override
    protected void receive(Received received, Instant now) {
        var key = received.key();
        if (Topic.of(received.value().getClass()) == Topic.DEPLOYMENT_EVENTS && isOutdated(received)) {
            Metric.STALE_EVIDENCE.count(received.value().getSchema().getName());
            return;
        }
        switch (received.value()) {
            case DeploymentStarted started ->
                WatchMapping.begin(started, region).ifPresent(watch -> begin(key, watch));
            case RegionReturned back -> tookBack(key, back);
            case DeploymentSettled ended -> end(key, ended.getDeploymentId());
            case DeploymentRolledBack ended -> end(key, ended.getDeploymentId());
            case DeploymentCancelled ended -> end(key, ended.getDeploymentId());
            case DeploymentFailed ended -> end(key, ended.getDeploymentId());
            case HealthSample sample -> sampled(key, sample, now);
            default -> {}
        }
    }

    @Override
    protected void timePasses(Instant now) {
        for (var entry : listed(watches.all())) {
            concerning(aggregate(entry.key), () -> publish(entry.key, entry.value, entry.value, now));
        }
    }

    private void begin(String key, Watch watch) {
        boolean begun = listed(of(key)).stream()
                .anyMatch(known -> known.value.deploymentId().equals(watch.deploymentId()));
        if (begun) { // a planner that took over has said it again
            return;
        }
        listed(of(key)).forEach(former -> watches.delete(former.key));
        watch.split().forEach((service, part) -> watches.put(place(key, service), part));
    }

    private void end(String key, String deploymentId) {
        for (var entry : listed(of(key))) {
            if (entry.value.deploymentId().equals(deploymentId)) {
                watches.delete(entry.key);
            }
        }
    }

    private void tookBack(String key, RegionReturned back) {
        if (!back.getRegion().equals(region)) {
            return;
        }
        for (var running : back.getRunning()) {
            var place = place(key, running.getService());
            var watch = watches.get(place);
            if (watch != null && watch.deploymentId().equals(back.getDeploymentId())) {
                var version = new Image(running.getImage()).version();
                watches.put(place, watch.tookBack(running.getService(), version, back.getAt()));
            }
        }
    }

    private void sampled(String key, HealthSample sample, Instant now) {
        var place = place(key, sample.getService());
        var watch = watches.get(place);
        if (watch != null && sample.getRegion().equals(region)) {
            publish(place, watch, WatchMapping.sampled(watch, sample), now);
        }
    }

    private void publish(String place, Watch before, Watch after, Instant now) {
        var key = aggregate(place);
        var saying = after;
        for (Watch.Subject subject : after.changed(now)) {
            var judgement = subject.trial().judge(now);
            Metric.VERDICTS.count(judgement.word().name().toLowerCase(Locale.ROOT));
            LOG.info("{} {} {}: {}", key, subject.service(), subject.candidate(), judgement.message());
            send(key, verdict(key, after.deploymentId(), subject, judgement, now), 0, now);
            saying = saying.said(subject.service(), judgement.word());
        }
        if (!saying.equals(before)) {
            watches.put(place, saying);
        }
    }

    private static String aggregate(String place) {
        return place.substring(0, place.indexOf(SEPARATOR));
    }

    private static String place(String key, String service) {
        return key + SEPARATOR + service;
    }

    private KeyValueIterator<String, Watch> of(String key) {
        return watches.prefixScan(key + SEPARATOR, new StringSerializer());
    }

    private static List<KeyValue<String, Watch>> listed(KeyValueIterator<String, Watch> entries) {
        try (entries) {
            var found = new ArrayList<KeyValue<String, Watch>>();
            entries.forEachRemaining(found::add);
            return found;
        }
    }

    private HealthVerdict verdict(
            String key, String deploymentId, Watch.Subject subject, Judgement judgement, Instant now) {
        var parts = key.split("/", 2);
        return HealthVerdict.newBuilder()
                .setDeploymentId(deploymentId)
                .setEstate(parts[0])
                .setEnvironment(parts[1])
                .setRegion(region)
                .setService(subject.service())
                .setVersion(subject.candidate())
                .setVerdict(Verdict.valueOf(judgement.word().name().toLowerCase(Locale.ROOT)))
                .setEvidence(EvidenceMapping.toWire(judgement.evidence()))
                .setMessage(judgement.message())
                .setAt(now)
                .build();
    }
}
