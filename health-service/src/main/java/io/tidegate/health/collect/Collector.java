package io.tidegate.health.collect;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.observability.Metric;
import io.tidegate.schemas.avro.CheckOutcome;
import io.tidegate.schemas.avro.HealthSample;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
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
    private static final String SOURCE = "health-service/prometheus-text";
    private static final CompletableFuture<Optional<HttpResponse<byte[]>>> NOT_ASKED =
            CompletableFuture.completedFuture(Optional.empty());

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LISTING)
            .build();
    private final Replicas replicas;
    private final DeepChecks deepChecks;
    private final URI targets;
    private final boolean wantsMetrics;
    private final Map<String, Exposition> last = new HashMap<>();

    /** Addresses that were there before the first round and were not read since: what they counted is not ours. */
    private final Set<String> older = new HashSet<>();

    private Instant lastSecond = Instant.MIN;

    /** What one replica is asked in each round; all replicas are asked at once. */
    private record Asked(
            Target target,
            CompletableFuture<Optional<HttpResponse<byte[]>>> metrics,
            CompletableFuture<Optional<String>> unready) {}

    /**
     * @param targets where the replicas are listed, in the shape of Prometheus' HTTP service discovery
     * @param wantsMetrics whether replicas are asked for their metrics, and not for their health alone
     * @param inFlight how many questions may be open at once
     */
    public Collector(URI targets, boolean wantsMetrics, int inFlight) {
        this.targets = targets;
        this.wantsMetrics = wantsMetrics;
        this.replicas = new Replicas(http, PATIENCE, new InFlight(inFlight));
        this.deepChecks = new DeepChecks(http, PATIENCE, new InFlight(inFlight)); // they may take longer
    }

    /** One round: a sample for every version of every service. */
    public List<HealthSample> collect(Instant now) throws IOException {
        var second = Seconds.after(lastSecond, now);
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

    private List<HealthSample> listen(List<Target> found, Instant second) {
        if (lastSecond.equals(Instant.MIN)) {
            found.forEach(target -> older.add(target.address()));
        }
        var tallies = new LinkedHashMap<Target.Version, Tally>();
        var failed = new LinkedHashMap<Target.Version, String>();
        for (Asked asked : found.stream().map(target -> ask(target, second)).toList()) {
            var target = asked.target();
            var tally = tallies.computeIfAbsent(target.ofVersion(), version -> new Tally());
            read(target, asked.metrics().join(), tally).ifPresent(why -> failed.put(target.ofVersion(), why));
            tally.check(outcome(asked));
        }
        Metric.COLLECTIONS.count(failed.isEmpty() ? "whole" : "partial");
        return tallies.entrySet().stream()
                .map(entry -> entry.getValue()
                        .sample(entry.getKey(), second, SOURCE, Optional.ofNullable(failed.get(entry.getKey()))))
                .toList();
    }

    private Asked ask(Target target, Instant second) {
        deepChecks.ask(target, second);
        return new Asked(
                target,
                wantsMetrics ? replicas.ask(target, target.health().metrics()) : NOT_ASKED,
                replicas.check(target, target.health().ready()));
    }

    /** Reads what a replica answered to the question for its metrics; says why where it cannot. */
    private Optional<String> read(Target target, Optional<HttpResponse<byte[]>> answer, Tally tally) {
        if (!wantsMetrics) {
            tally.read();
            return Optional.empty();
        }
        if (answer.filter(Replicas::isWell).isEmpty()) {
            return Optional.of(target.address() + " does not tell its metrics");
        }
        var type = answer.get().headers().firstValue("Content-Type").orElse("");
        try {
            read(target, Exposition.of(Scrape.read(type, answer.get().body())), tally);
            return Optional.empty();
        } catch (UnreadableTelemetryException unreadable) {
            return Optional.of(
                    target.address() + target.health().metrics() + " is no exposition: " + unreadable.getMessage());
        }
    }

    private void read(Target target, Exposition told, Tally tally) {
        var before = last.get(target.address());
        var now = told.filling(before == null ? Exposition.NOTHING : before);
        last.put(target.address(), now);
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
        var answer = new Replicas(http, LISTING, new InFlight(1))
                .ask(targets.toString())
                .join()
                .orElseThrow(() -> new IOException(targets + " does not answer"));
        if (!Replicas.isWell(answer)) {
            throw new IOException(targets + " answers " + answer.statusCode());
        }
        return Target.read(JSON.readTree(answer.body()));
    }
}
