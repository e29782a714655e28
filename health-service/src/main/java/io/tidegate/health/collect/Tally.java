package io.tidegate.health.collect;

import io.tidegate.health.collect.Exposition.Counter;
import io.tidegate.health.collect.Exposition.Latency;
import io.tidegate.schemas.avro.CheckOutcome;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.avro.LatencyBucket;
import io.tidegate.schemas.avro.SampleOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the replicas of one version did since they were last asked, added up. */
public final class Tally {
    private boolean read;
    private boolean measured = true;
    private long requests;
    private long errors;
    private final Map<Integer, Long> latency = new TreeMap<>();
    private Optional<Double> memoryShare = Optional.empty();
    private Optional<Double> cpuShare = Optional.empty();
    private final List<CheckOutcome> checks = new ArrayList<>();

    /** A replica told its metrics, though nothing may have grown. */
    public void read() {
        read = true;
    }

    /** Nobody counts requests here, which is not the same as that there were none. */
    public void checksAlone() {
        measured = false;
    }

    /** Adds what grew between two looks at one process; if one of its counters fell, all of them began anew. */
    public void add(Exposition before, Exposition now) {
        if (now.isComparableTo(before)) {
            boolean isOther = !now.names().equals(before.names()) || now.beganAnewSince(before);
            addApart(isOther ? Exposition.NOTHING : before, now);
        }
        if (now.memoryLimitBytes() > 0) {
            memory(now.memoryShare());
        }
    }

    /** Adds what grew of series that are each for itself; one that fell, or was not there, began anew. */
    public void addApart(Exposition before, Exposition now) {
        now.counters().forEach((series, counter) -> {
            long grown = Math.round(grown(before.counters().get(series), counter));
            requests += grown;
            errors += counter.failed() ? grown : 0;
        });
        now.latencies()
                .forEach((series, distribution) ->
                        add(grown(before.latencies().get(series), distribution).sketch()));
    }

    private static double grown(@Nullable Counter before, Counter now) {
        if (before == null || now.value() < before.value() || isOther(before.created(), now.created())) {
            return now.value();
        }
        return now.value() - before.value();
    }

    private static Distribution grown(@Nullable Latency before, Latency now) {
        if (before == null
                || now.distribution().total() < before.distribution().total()
                || isOther(before.created(), now.created())) {
            return now.distribution();
        }
        return now.distribution().since(before.distribution());
    }

    private static boolean isOther(OptionalDouble before, OptionalDouble now) {
        return before.isPresent() && now.isPresent() && now.getAsDouble() > before.getAsDouble();
    }

    /** Adds requests, some of which failed. */
    public void add(long more, long ofThemFailed) {
        requests += more;
        errors += ofThemFailed;
    }

    /** Adds how long requests took, by buckets of the sketch. */
    public void add(Map<Integer, Long> sketch) {
        sketch.forEach((index, count) -> latency.merge(index, count, Long::sum));
    }

    /** A replica uses this share of its memory; the fullest counts. */
    public void memory(double share) {
        memoryShare = Optional.of(Math.max(memoryShare.orElse(share), share));
    }

    /** The share of the processor that replicas use. */
    public void processor(double share) {
        cpuShare = Optional.of(share);
    }

    /** Whether any replica told its metrics. */
    public boolean wasRead() {
        return read;
    }

    public void check(CheckOutcome outcome) {
        checks.add(outcome);
    }

    public long requests() {
        return requests;
    }

    public long errors() {
        return Math.min(errors, requests);
    }

    public Map<Integer, Long> latency() {
        return latency;
    }

    Optional<Double> memoryShare() {
        return memoryShare;
    }

    /**
     * The sample that it makes.
     *
     * @param source who collected it
     * @param trouble what could not be read, if something could not
     */
    public HealthSample sample(Target.Version version, Instant second, String source, Optional<String> trouble) {
        return HealthSample.newBuilder()
                .setEstate(version.estate())
                .setEnvironment(version.environment())
                .setRegion(version.region())
                .setService(version.service())
                .setVersion(version.version())
                .setSecond(second)
                .setSource(source)
                .setOutcome(read ? SampleOutcome.read : SampleOutcome.failed)
                .setMessage(trouble.orElse(""))
                .setRequests(requests)
                .setErrors(errors())
                .setLatency(latency.entrySet().stream()
                        .map(entry -> new LatencyBucket(entry.getKey(), entry.getValue()))
                        .toList())
                .setChecks(checks)
                .setMemoryShare(memoryShare.orElse(null))
                .setCpuShare(cpuShare.orElse(null))
                .setMeasured(measured)
                .build();
    }
}
