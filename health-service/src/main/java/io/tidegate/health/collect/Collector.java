package io.tidegate.health.collect;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.observability.Metric;
import io.tidegate.schemas.avro.CheckOutcome;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.avro.LatencyBucket;
import io.tidegate.schemas.avro.SampleOutcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Asks every replica of the region, once a round, what it did and how it is. Counters only grow, so that what a round does
 * not hear is in the next one.
 */
public final class Collector {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMillis(900);
    private static final Duration LISTING = Duration.ofSeconds(2);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LISTING)
            .build();
    private final Replicas replicas = new Replicas(http, PATIENCE);
    private final DeepChecks deepChecks = new DeepChecks(http, PATIENCE);
    private final URI targets;
    private final Map<String, Exposition> last = new HashMap<>();

    /** Addresses that were there before the first round and were not read since: what they counted is not ours. */
    private final Set<String> older = new HashSet<>();

    private Instant lastSecond = Instant.MIN;

    /** What one replica is asked in each round; all replicas are asked at once. */
    private record Asked(
            Target target,
            CompletableFuture<Optional<HttpResponse<String>>> metrics,
            CompletableFuture<Optional<String>> unready) {}

    /** @param targets where the replicas are listed, in the shape of Prometheus' HTTP service discovery */
    public Collector(URI targets) {
        this.targets = targets;
    }

    /** One round: a sample for every version of every service. */
    public List<HealthSample> collect(Instant now) throws IOException {
        var second = second(lastSecond, now);
        if (second.isEmpty()) {
            return List.of();
        }
        var found = discover();
        var samples = listen(found, second.get());
        var addresses = found.stream().map(Target::address).collect(Collectors.toSet());
        last.keySet().retainAll(addresses);
        older.retainAll(addresses);
        deepChecks.keep(found);
        lastSecond = second.get();
        return samples;
    }

    /**
     * The second that a round is told as. Samples are known by their second, and two of the same would count as one; so a
     * second round within a second is told as the next one, and a third is left to the round after it.
     */
    static Optional<Instant> second(Instant last, Instant now) {
        var present = now.truncatedTo(ChronoUnit.SECONDS);
        if (last.isBefore(present)) {
            return Optional.of(present);
        }
        return last.equals(present) ? Optional.of(present.plusSeconds(1)) : Optional.empty();
    }

    private List<HealthSample> listen(List<Target> found, Instant second) {
        if (lastSecond.equals(Instant.MIN)) {
            found.forEach(target -> older.add(target.address()));
        }
        var tallies = new LinkedHashMap<Target.Version, Tally>();
        var failed = new LinkedHashMap<Target.Version, String>();
        for (Asked asked : found.stream().map(target -> ask(target, second)).toList()) {
            var target = asked.target();
            var tally = tallies.computeIfAbsent(target.ofVersion(), version -> new Tally());
            var metrics = asked.metrics().join().filter(Replicas::isWell);
            metrics.ifPresentOrElse(
                    answer -> read(target, answer.body(), tally),
                    () -> failed.put(target.ofVersion(), target.address() + " does not tell its metrics"));
            tally.check(outcome(asked));
        }
        Metric.COLLECTIONS.count(failed.isEmpty() ? "whole" : "partial");
        return tallies.entrySet().stream()
                .map(entry -> sample(
                        entry.getKey(), entry.getValue(), second, Optional.ofNullable(failed.get(entry.getKey()))))
                .toList();
    }

    private Asked ask(Target target, Instant second) {
        deepChecks.ask(target, second);
        return new Asked(
                target,
                replicas.ask(target, target.health().metrics()),
                replicas.check(target, target.health().ready()));
    }

    private void read(Target target, String text, Tally tally) {
        var now = Exposition.parse(text);
        var before = last.put(target.address(), now);
        boolean isOlder = older.remove(target.address());
        tally.read();
        if (before != null) {
            tally.add(before, now);
        } else if (!isOlder) {
            tally.add(Exposition.NOTHING, now);
        }
    }

    private CheckOutcome outcome(Asked asked) {
        var unready = asked.unready().join();
        var unwell = deepChecks.trouble(asked.target());
        return CheckOutcome.newBuilder()
                .setInstance(asked.target().address())
                .setReady(unready.isEmpty())
                .setDeep(unwell.isEmpty())
                .setMessage(unready.or(() -> unwell).orElse(""))
                .build();
    }

    private List<Target> discover() throws IOException {
        var answer = new Replicas(http, LISTING)
                .ask(targets.toString())
                .join()
                .orElseThrow(() -> new IOException(targets + " does not answer"));
        if (!Replicas.isWell(answer)) {
            throw new IOException(targets + " answers " + answer.statusCode());
        }
        return Target.read(JSON.readTree(answer.body()));
    }

    private static HealthSample sample(Target.Version version, Tally tally, Instant second, Optional<String> failure) {
        return HealthSample.newBuilder()
                .setEstate(version.estate())
                .setEnvironment(version.environment())
                .setRegion(version.region())
                .setService(version.service())
                .setVersion(version.version())
                .setSecond(second)
                .setSource("health-service/prometheus-text")
                .setOutcome(tally.wasRead() ? SampleOutcome.read : SampleOutcome.failed)
                .setMessage(failure.orElse(""))
                .setRequests(tally.requests())
                .setErrors(tally.errors())
                .setLatency(tally.latency().entrySet().stream()
                        .map(entry -> new LatencyBucket(entry.getKey(), entry.getValue()))
                        .toList())
                .setChecks(tally.checks())
                .setMemoryShare(tally.memoryShare())
                .setCpuShare(null)
                .build();
    }
}
