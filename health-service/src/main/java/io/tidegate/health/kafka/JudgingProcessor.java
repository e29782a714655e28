package io.tidegate.health.kafka;

import io.tidegate.estate.Image;
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
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the watch of every estate's running deployment, and publishes a verdict whenever one changes; and how every service
 * stands, and publishes what is alarming. The stores have an entry for each service, since an entry is written whole.
 */
final class JudgingProcessor extends LogProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(JudgingProcessor.class);

    private static final String SEPARATOR = "|";

    private final String region;

    @SuppressWarnings("NullAway.Init") // set by open
    private ParsedStore<Watch> watches;

    @SuppressWarnings("NullAway.Init")
    private Alerting alerting;

    @SuppressWarnings("NullAway.Init")
    private Signalling signalling;

    JudgingProcessor(RecordCodec codec, String region, Duration tick) {
        super(codec, region, "health-service", HealthTopology.LEDGER, tick);
        this.region = region;
    }

    @Override
    protected void open() {
        watches = new ParsedStore<>(store(HealthTopology.WATCHES));
        alerting = new Alerting(
                new ParsedStore<>(store(HealthTopology.INTERVALS)), new ParsedStore<>(store(HealthTopology.STANDINGS)));
        signalling = new Signalling(new ParsedStore<>(store(HealthTopology.SIGNALS)));
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
        watches.all().forEach((place, watch) -> concerning(aggregate(place), () -> publish(place, watch, watch, now)));
    }

    private void started(String key, DeploymentStarted started) {
        WatchMapping.begin(started, region).ifPresent(watch -> begin(key, watch));
        double objective = WatchMapping.objective(started);
        PlanMapping.regionFromWire(started.getPlan(), region).stream()
                .flatMap(plan -> plan.services().stream())
                .forEach(service -> alerting.planned(place(key, service.service()), service.service(), objective));
    }

    private void begin(String key, Watch watch) {
        var known = of(key);
        boolean begun =
                known.values().stream().anyMatch(former -> former.deploymentId().equals(watch.deploymentId()));
        if (begun) { // a planner that took over has said it again
            return;
        }
        known.keySet().forEach(watches::delete);
        watch.split().forEach((service, part) -> watches.put(place(key, service), part));
    }

    private void end(String key, String deploymentId) {
        of(key).forEach((place, watch) -> {
            if (watch.deploymentId().equals(deploymentId)) {
                watches.delete(place);
            }
        });
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
        if (!sample.getRegion().equals(region)) {
            return;
        }
        var watch = watches.get(place);
        if (watch != null) {
            publish(place, watch, settled(key, watch, WatchMapping.sampled(watch, sample), sample), now);
        }
        var judged = Optional.ofNullable(watches.get(place));
        alerting.sampled(place, sample, judged, now, alert -> send(key, alert, 0, now));
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
        var watch = watches.get(place);
        if (watch != null) {
            var after = watch.signalled(said.getService(), signal, before, signalling.of(place), now);
            publish(place, watch, after, now);
        }
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
                .filter(known -> known.deploymentId().equals(after.deploymentId()))
                .forEach(known -> all.putAll(known.subjects()));
        return after.with(Blame.settle(was, is, all, sample.getSecond()));
    }

    private void publish(String place, Watch before, Watch after, Instant now) {
        var key = aggregate(place);
        var saying = after;
        var signals = signalling.of(place);
        for (Watch.Subject subject : after.changed(now, signals)) {
            var judgement = subject.judge(signals, now);
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

    /** The versions that an entry of the store of watches is about. */
    static Stream<Target.Version> versions(String place, Watch watch, String region) {
        var parts = aggregate(place).split("/", 2);
        return watch.subjects().values().stream()
                .flatMap(subject -> Stream.concat(Stream.of(subject.candidate()), subject.baseline().stream())
                        .map(version -> new Target.Version(parts[0], parts[1], region, subject.service(), version)));
    }

    private SortedMap<String, Watch> of(String key) {
        return watches.startingWith(key + SEPARATOR);
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
