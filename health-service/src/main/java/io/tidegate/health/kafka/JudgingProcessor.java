package io.tidegate.health.kafka;

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
import io.tidegate.schemas.avro.Verdict;
import io.tidegate.schemas.wire.RecordCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the watch of every estate's running deployment, and publishes a verdict whenever one changes. */
final class JudgingProcessor extends LogProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(JudgingProcessor.class);

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
        switch (received.value()) {
            case DeploymentStarted started ->
                WatchMapping.begin(started, region).ifPresent(watch -> watches.put(key, watch));
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
        var all = new ArrayList<Map.Entry<String, Watch>>();
        try (var entries = watches.all()) {
            entries.forEachRemaining(entry -> all.add(Map.entry(entry.key, entry.value)));
        }
        all.forEach(entry -> publish(entry.getKey(), entry.getValue(), entry.getValue(), now));
    }

    private void end(String key, String deploymentId) {
        var watch = watches.get(key);
        if (watch != null && watch.deploymentId().equals(deploymentId)) {
            watches.delete(key);
        }
    }

    private void sampled(String key, HealthSample sample, Instant now) {
        var watch = watches.get(key);
        if (watch != null && sample.getRegion().equals(region)) {
            publish(key, watch, WatchMapping.sampled(watch, sample), now);
        }
    }

    private void publish(String key, Watch before, Watch after, Instant now) {
        var saying = after;
        for (Watch.Subject subject : after.changed(now)) {
            var judgement = subject.trial().judge(now);
            Metric.VERDICTS.count(judgement.word().name().toLowerCase(Locale.ROOT));
            LOG.info("{} {} {}: {}", key, subject.service(), subject.candidate(), judgement.message());
            send(key, verdict(key, after.deploymentId(), subject, judgement, now), 0, now);
            saying = saying.said(subject.service(), judgement.word());
        }
        if (!saying.equals(before)) {
            watches.put(key, saying);
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
