package io.tidegate.health.kafka;

import io.tidegate.estate.Image;
import io.tidegate.eventlog.Journal;
import io.tidegate.eventlog.LogProcessor;
import io.tidegate.eventlog.ParsedStore;
import io.tidegate.eventlog.Received;
import io.tidegate.eventlog.mapping.EvidenceMapping;
import io.tidegate.eventlog.mapping.PlanMapping;
import io.tidegate.health.collect.Target;
import io.tidegate.health.watch.Blame;
import io.tidegate.health.watch.Watch;
import io.tidegate.judge.Judgement;
import io.tidegate.observability.Metric;
import io.tidegate.schemas.avro.DeploymentCancelled;
import io.tidegate.schemas.avro.DeploymentFailed;
import io.tidegate.schemas.avro.DeploymentRolledBack;
import io.tidegate.schemas.avro.DeploymentSettled;
import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.avro.HealthSignal;
import io.tidegate.schemas.avro.HealthVerdict;
import io.tidegate.schemas.avro.RegionReturned;
import io.tidegate.schemas.avro.Verdict;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.RecordCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the watch of every estate's running deployment, and publishes a verdict whenever one changes; and how every service
 * stands, and publishes what is alarming.
 */
final class JudgingProcessor extends LogProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(JudgingProcessor.class);

    private static final String SEPARATOR = "|";

    private final RecordCodec codec;
    private final String region;

    @SuppressWarnings("NullAway.Init") // set by open
    private Known known;

    @SuppressWarnings("NullAway.Init")
    private Alerting alerting;

    @SuppressWarnings("NullAway.Init")
    private Signalling signalling;

    JudgingProcessor(RecordCodec codec, String region, Duration tick) {
        super(codec, region, "health-service", HealthTopology.LEDGER, tick);
        this.codec = codec;
        this.region = region;
    }

    @Override
    protected void open() {
        var journal = new Journal(store(HealthTopology.JOURNAL));
        known = new Known(
                new ParsedStore<>(store(HealthTopology.WATCHES)),
                new ParsedStore<>(store(HealthTopology.INTERVALS)),
                new ParsedStore<>(store(HealthTopology.STANDINGS)),
                journal);
        alerting = new Alerting(known);
        signalling = new Signalling(new ParsedStore<>(store(HealthTopology.SIGNALS)));
        journal.replay(this::heardBefore);
    }

    /** What was said then was said: such a sample led to nothing but what is known since. */
    private void heardBefore(String place, byte[] record, Instant at) {
        var sample = (HealthSample) codec.decode(Topic.HEALTH_SAMPLES.topicName(), record);
        known.watch(place).ifPresent(watch -> known.hold(place, WatchMapping.sampled(watch, sample)));
        alerting.sampled(place, sample, at, alert -> {});
    }

    @Override
    protected void receive(Received received, Instant now) {
        var key = received.key();
        if (Topic.of(received.value().getClass()) == Topic.DEPLOYMENT_EVENTS && isOutdated(received)) {
            Metric.STALE_EVIDENCE.count(received.value().getSchema().getName());
            return;
        }
        switch (received.value()) {
            case DeploymentStarted started -> started(key, started);
            case RegionReturned back -> tookBack(key, back);
            case DeploymentSettled ended -> end(key, ended.getDeploymentId());
            case DeploymentRolledBack ended -> end(key, ended.getDeploymentId());
            case DeploymentCancelled ended -> end(key, ended.getDeploymentId());
            case DeploymentFailed ended -> end(key, ended.getDeploymentId());
            case HealthSample sample -> sampled(key, sample, now);
            case HealthSignal signal -> signalled(key, signal, now);
            default -> {}
        }
    }

    @Override
    protected void timePasses(Instant now) {
        signalling.sweep(now);
        known.watches()
                .forEach((place, watch) -> concerning(aggregate(place), () -> {
                    var after = publish(place, watch, now);
                    if (!after.equals(watch)) {
                        keep(place, after);
                    }
                }));
    }

    private void started(String key, DeploymentStarted started) {
        WatchMapping.begin(started, region).ifPresent(watch -> begin(key, watch));
        double objective = WatchMapping.objective(started);
        PlanMapping.regionFromWire(started.getPlan(), region).stream()
                .flatMap(plan -> plan.services().stream())
                .forEach(service -> alerting.planned(place(key, service.service()), service.service(), objective));
    }

    private void begin(String key, Watch watch) {
        var former = of(key);
        boolean begun =
                former.values().stream().anyMatch(other -> other.deploymentId().equals(watch.deploymentId()));
        if (begun) { // a planner that took over has said it again
            return;
        }
        former.keySet().forEach(known::endWatch);
        watch.split().forEach((service, part) -> keep(place(key, service), part));
    }

    private void keep(String place, Watch watch) {
        known.hold(place, watch);
        known.write(place);
    }

    private void end(String key, String deploymentId) {
        of(key).forEach((place, watch) -> {
            if (watch.deploymentId().equals(deploymentId)) {
                known.endWatch(place);
            }
        });
    }

    private void tookBack(String key, RegionReturned back) {
        if (!back.getRegion().equals(region)) {
            return;
        }
        for (var running : back.getRunning()) {
            var place = place(key, running.getService());
            known.watch(place)
                    .filter(watch -> watch.deploymentId().equals(back.getDeploymentId()))
                    .ifPresent(watch -> {
                        var version = new Image(running.getImage()).version();
                        keep(place, watch.tookBack(running.getService(), version, back.getAt()));
                    });
        }
    }

    private void sampled(String key, HealthSample sample, Instant now) {
        if (!sample.getRegion().equals(region)) {
            return;
        }
        var place = place(key, sample.getService());
        boolean watched = known.watch(place)
                .map(watch -> judged(key, place, watch, sample, now))
                .orElse(false);
        boolean alarmed = alerting.sampled(place, sample, now, alert -> send(key, alert, 0, now));
        if (watched || alarmed) {
            known.write(place);
        } else {
            known.heard(place, bytes(), now);
        }
    }

    /** Whether a sample led to more than what it adds to the watch. */
    private boolean judged(String key, String place, Watch before, HealthSample sample, Instant now) {
        var sampled = WatchMapping.sampled(before, sample);
        var after = publish(place, settled(key, before, sampled, sample), now);
        known.hold(place, after);
        return !after.equals(sampled);
    }

    private void signalled(String key, HealthSignal said, Instant now) {
        SignalMapping.check(key, said);
        var place = place(key, said.getService());
        var signal = SignalMapping.fromWire(said, now);
        var before = signalling.of(place);
        if (!SignalMapping.concerns(said, region) || !before.isNews(signal)) {
            return;
        }
        signalling.heard(place, signal);
        known.watch(place).ifPresent(watch -> {
            var after = watch.signalled(said.getService(), signal, before, signalling.of(place), now);
            keep(place, publish(place, after, now));
        });
    }

    /** What a sample has shown, unless it begins in another service. The others are looked up in that rare case only. */
    private Watch settled(String key, Watch before, Watch after, HealthSample sample) {
        var was = before.subjects().get(sample.getService());
        var is = after.subjects().get(sample.getService());
        if (was == null || is == null || !Blame.isInQuestion(was, is)) {
            return after;
        }
        var all = new HashMap<String, Watch.Subject>();
        of(key).values().stream()
                .filter(other -> other.deploymentId().equals(after.deploymentId()))
                .forEach(other -> all.putAll(other.subjects()));
        return after.with(Blame.settle(was, is, all, sample.getSecond()));
    }

    /** The watch after its words were said that are others than before; the very same where there are none. */
    private Watch publish(String place, Watch watch, Instant now) {
        var key = aggregate(place);
        var saying = watch;
        var signals = signalling.of(place);
        for (Watch.Subject subject : watch.changed(now, signals)) {
            var judgement = subject.judge(signals, now);
            Metric.VERDICTS.count(judgement.word().name().toLowerCase(Locale.ROOT));
            LOG.info("{} {} {}: {}", key, subject.service(), subject.candidate(), judgement.message());
            send(key, verdict(key, watch.deploymentId(), subject, judgement, now), 0, now);
            saying = saying.said(subject.service(), judgement.word());
        }
        return saying;
    }

    private static String aggregate(String place) {
        return place.substring(0, place.indexOf(SEPARATOR));
    }

    private static String place(String key, String service) {
        return key + SEPARATOR + service;
    }

    /** The versions that an entry of the store of watches is about. */
    static Stream<Target.Version> versions(String place, Watch watch, String region) {
        var parts = aggregate(place).split("/", 2);
        return watch.subjects().values().stream()
                .flatMap(subject -> Stream.concat(Stream.of(subject.candidate()), subject.baseline().stream())
                        .map(version -> new Target.Version(parts[0], parts[1], region, subject.service(), version)));
    }

    private SortedMap<String, Watch> of(String key) {
        return known.watches(key + SEPARATOR);
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
