package io.tidegate.health.collect.promql;

import io.tidegate.health.collect.Exposition;
import io.tidegate.health.collect.Scrape;
import io.tidegate.health.collect.Seconds;
import io.tidegate.health.collect.Tally;
import io.tidegate.health.collect.Target;
import io.tidegate.health.collect.UnreadableTelemetryException;
import io.tidegate.health.collect.promql.PrometheusServer.Value;
import io.tidegate.observability.Metric;
import io.tidegate.schemas.avro.HealthSample;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a Prometheus server, once a round, what the versions of services did since the round before. A query that fails or gives
 * nothing makes the samples of all versions it is about failed ones, and the next that succeeds tells what was missed.
 */
public final class PromqlCollector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PromqlCollector.class);
    static final String SOURCE = "health-service/promql";

    private final PrometheusServer server;
    private final List<Query> queries;
    private final String region;
    private final Map<Query, Memory> memories = new HashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Instant lastSecond = Instant.MIN;

    /** What is remembered of a query: the counters of each version, and which versions it was about when last answered. */
    private record Memory(Map<Target.Version, Counters> counters, List<Target.Version> present) {}

    /** @param region the region that all series are of */
    public PromqlCollector(URI url, List<Query> queries, String region, Duration timeout, int inFlight) {
        this.server = new PrometheusServer(url, timeout, inFlight);
        this.queries = List.copyOf(queries);
        this.region = region;
    }

    /** One round: a sample for every version of every service. */
    public List<HealthSample> collect(Instant now) throws InterruptedException {
        var second = Seconds.after(lastSecond, now);
        if (second.isEmpty()) {
            return List.of();
        }
        lastSecond = second.get();
        var asked = new LinkedHashMap<Query, Map<String, Future<List<Value>>>>();
        for (Query query : queries) {
            var answers = new LinkedHashMap<String, Future<List<Value>>>();
            query.expressions().forEach((key, text) -> answers.put(key, threads.submit(() -> server.ask(text))));
            asked.put(query, answers);
        }
        var samples = new ArrayList<HealthSample>();
        for (var entry : asked.entrySet()) {
            samples.addAll(heard(entry.getKey(), entry.getValue(), second.get()));
        }
        return samples;
    }

    private List<HealthSample> heard(Query query, Map<String, Future<List<Value>>> answers, Instant second)
            throws InterruptedException {
        var before = memories.get(query);
        try {
            var found = new LinkedHashMap<String, Map<Target.Version, List<Value>>>();
            for (var answer : answers.entrySet()) {
                found.put(answer.getKey(), byVersion(query, answer.getKey(), answer.getValue()));
            }
            return told(query, before, found, second);
        } catch (UnreadableTelemetryException failure) {
            Metric.TELEMETRY.count("query_failed");
            LOG.warn("{}", failure.getMessage());
            return before == null
                    ? List.of()
                    : before.present().stream()
                            .map(version -> new Tally()
                                    .sample(version, second, SOURCE, Optional.of(String.valueOf(failure.getMessage()))))
                            .toList();
        }
    }

    private Map<Target.Version, List<Value>> byVersion(Query query, String key, Future<List<Value>> answer)
            throws InterruptedException {
        var found = new LinkedHashMap<Target.Version, List<Value>>();
        var about = "query '" + key + "' of " + query.service().orElse("services by " + query.serviceLabel()) + ": ";
        try {
            for (Value value : answer.get()) {
                var service = query.service().orElse(value.labels().getOrDefault(query.serviceLabel(), ""));
                var version = value.labels().getOrDefault(query.versionLabel(), "");
                if (service.isEmpty() || version.isEmpty()) {
                    throw new UnreadableTelemetryException(about + "a series lacks the label "
                            + (service.isEmpty() ? query.serviceLabel() : query.versionLabel()) + ": "
                            + value.labels());
                }
                found.computeIfAbsent(
                                new Target.Version(query.estate(), query.environment(), region, service, version),
                                unseen -> new ArrayList<>())
                        .add(value);
            }
            return found;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof UnreadableTelemetryException own
                    ? new UnreadableTelemetryException(about + own.getMessage(), own)
                    : new UnreadableTelemetryException(about + failed.getCause(), failed);
        }
    }

    private List<HealthSample> told(
            Query query, @Nullable Memory before, Map<String, Map<Target.Version, List<Value>>> found, Instant second) {
        var samples = new ArrayList<HealthSample>();
        var counters = new HashMap<Target.Version, Counters>(before == null ? Map.of() : before.counters());
        counters.values().removeIf(old -> old.isForgotten(second));
        var versions = List.copyOf(found.getOrDefault("requests", Map.of()).keySet());
        for (Target.Version version : versions) {
            var now = Counters.of(
                    values(found, "requests", version),
                    values(found, "errors", version),
                    values(found, "latency", version));
            var tally = new Tally();
            tally.read();
            var former = counters.get(version);
            if (former != null) {
                counters.put(version, now.tell(former, query.errors().isPresent(), tally, second));
            } else {
                // Whatever it counted before the first answer is not ours; a version that comes later is ours from its
                // beginning.
                counters.put(
                        version,
                        now.tell(
                                before == null ? now : Counters.NONE,
                                query.errors().isPresent(),
                                tally,
                                second));
            }
            values(found, "memory", version).stream()
                    .map(Value::value)
                    .filter(Double::isFinite)
                    .forEach(tally::memory);
            values(found, "cpu", version).stream()
                    .mapToDouble(Value::value)
                    .filter(Double::isFinite)
                    .average()
                    .ifPresent(tally::processor);
            samples.add(tally.sample(version, second, SOURCE, Optional.empty()));
        }
        Metric.TELEMETRY.count("counted", samples.size());
        memories.put(query, new Memory(counters, versions));
        return samples;
    }

    private static List<Value> values(
            Map<String, Map<Target.Version, List<Value>>> found, String key, Target.Version version) {
        return found.getOrDefault(key, Map.of()).getOrDefault(version, List.of());
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.close();
    }

    /**
     * The counters of a version, as far as they were seen. They are of many replicas, which come and go apart: each series grows
     * or begins anew by itself, and one that is away for a while is not forgotten at once.
     */
    private record Counters(Exposition requests, Exposition errors, Map<String, Instant> seen) {
        private static final Exposition.Names NAMES = new Exposition.Names("requests", "latency", 1);
        private static final Duration FORGOTTEN = Duration.ofHours(1);
        static final Counters NONE = new Counters(Exposition.NOTHING, Exposition.NOTHING, Map.of());

        static Counters of(List<Value> requests, List<Value> errors, List<Value> latency) {
            var samples = new ArrayList<Scrape.Sample>();
            requests.forEach(value -> samples.add(new Scrape.Sample("requests", value.labels(), value.value())));
            latency.forEach(value -> samples.add(new Scrape.Sample("latency_bucket", value.labels(), value.value())));
            var failed = errors.stream()
                    .map(value -> new Scrape.Sample("requests", value.labels(), value.value()))
                    .toList();
            return new Counters(
                    Exposition.of(new Scrape(samples, List.of()), NAMES),
                    Exposition.of(new Scrape(failed, List.of()), NAMES),
                    Map.of());
        }

        /** Tells what grew; returns what is to be remembered. */
        Counters tell(Counters before, boolean hasErrors, Tally tally, Instant second) {
            var now = requests.filling(before.requests());
            var failed = errors.filling(before.errors());
            var grown = new Tally();
            grown.addApart(before.requests(), now);
            var grownErrors = new Tally();
            grownErrors.addApart(before.errors(), failed);
            tally.add(grown.requests(), hasErrors ? grownErrors.requests() : grown.errors());
            tally.add(grown.latency());
            var times = new HashMap<>(before.seen());
            Stream.of(now.counters(), now.latencies(), failed.counters())
                    .forEach(series -> series.keySet().forEach(name -> times.put(name, second)));
            times.values().removeIf(time -> time.isBefore(second.minus(FORGOTTEN)));
            return new Counters(
                    now.over(before.requests(), times.keySet()), failed.over(before.errors(), times.keySet()), times);
        }

        boolean isForgotten(Instant second) {
            return seen.values().stream().allMatch(time -> time.isBefore(second.minus(FORGOTTEN)));
        }
    }
}
