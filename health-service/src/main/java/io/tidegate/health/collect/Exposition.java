package io.tidegate.health.collect;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a source has counted so far, as far as it is judged.
 *
 * @param names under which names it tells requests; none of a source that tells none yet
 * @param counters requests by series
 * @param latencies how long they took, by series
 * @param started when its process began, in seconds since 1970, if it tells
 * @param memoryBytes memory in use; 0 where it is not exposed
 * @param memoryLimitBytes its limit; 0 where there is none
 */
public record Exposition(
        Names names,
        Map<String, Counter> counters,
        Map<String, Latency> latencies,
        OptionalDouble started,
        double memoryBytes,
        double memoryLimitBytes) {
    /**
     * What requests are called.
     *
     * @param counter a counter of requests; empty where the histogram's count is it
     * @param histogram of how long they took
     * @param unit seconds in one of its units
     */
    public record Names(String counter, String histogram, double unit) {
        static final Names NONE = new Names("", "", 1);

        String requests() {
            return counter.isEmpty() ? histogram + "_count" : counter;
        }

        String created() {
            return counter.isEmpty() ? histogram + "_created" : counter.replaceFirst("_total$", "") + "_created";
        }
    }

    /** A counter of requests; {@code created} is when it began, if that is told. */
    public record Counter(double value, boolean failed, OptionalDouble created) {}

    /** A histogram of requests. */
    public record Latency(Distribution distribution, OptionalDouble created) {}

    /** The first of these that a replica has is read, in this order. */
    static final List<Names> KNOWN = List.of(
            new Names("http_requests_total", "http_request_duration_seconds", 1),
            new Names("", "http_server_request_duration_seconds", 1), // OpenTelemetry
            new Names("", "http_server_requests_seconds", 1), // Micrometer
            new Names("", "http_server_duration_milliseconds", 1e-3), // OpenTelemetry before 1.23
            new Names("", "http_request_duration_seconds", 1));

    private static final String STARTED = "process_start_time_seconds";
    private static final String MEMORY = "process_resident_memory_bytes";
    private static final String MEMORY_LIMIT = "container_memory_limit_bytes";

    /** Names of the samples that are looked at. */
    static final Set<String> WANTED = Stream.concat(
                    Stream.of(STARTED, MEMORY, MEMORY_LIMIT),
                    KNOWN.stream()
                            .flatMap(names -> Stream.of(
                                    names.requests(),
                                    names.created(),
                                    names.histogram() + "_created",
                                    names.histogram() + "_bucket")))
            .collect(Collectors.toUnmodifiableSet());

    /** Clocks that processes compute their start from are not steadier than this. */
    private static final double UNSTEADY = 1;

    /** A source of which nothing was read. */
    public static final Exposition NOTHING =
            new Exposition(Names.NONE, Map.of(), Map.of(), OptionalDouble.empty(), 0, 0);

    public Exposition {
        counters = Collections.unmodifiableMap(new LinkedHashMap<>(counters));
        latencies = Collections.unmodifiableMap(new LinkedHashMap<>(latencies));
    }

    static Exposition of(Scrape scrape) {
        var found = new HashMap<String, Double>();
        scrape.samples().forEach(sample -> found.put(sample.name(), sample.value()));
        scrape.natives().forEach(histogram -> found.put(histogram.name() + "_count", histogram.count()));
        var names = KNOWN.stream()
                .filter(known -> found.containsKey(known.requests()))
                .findFirst()
                .orElse(Names.NONE);
        return of(
                scrape,
                names,
                known(found.get(STARTED)),
                positive(found.get(MEMORY)),
                positive(found.get(MEMORY_LIMIT)));
    }

    /** What is told under these names. */
    public static Exposition of(Scrape scrape, Names names) {
        return of(scrape, names, OptionalDouble.empty(), 0, 0);
    }

    private static Exposition of(Scrape scrape, Names names, OptionalDouble started, double memory, double limit) {
        var created = new HashMap<String, Double>();
        var spans = new HashMap<String, Double>();
        for (Scrape.Sample sample : scrape.samples()) {
            if (sample.name().equals(names.created())) {
                created.put(series(sample.labels()), sample.value());
            }
            if (sample.name().equals(names.histogram() + "_created")) {
                spans.put(series(sample.labels()), sample.value());
            }
        }
        var counters = new LinkedHashMap<String, Counter>();
        for (Scrape.Sample sample : scrape.samples()) {
            if (sample.name().equals(names.requests())) {
                var series = series(sample.labels());
                counters.put(
                        series,
                        new Counter(sample.value(), FailedRequests.isOne(sample.labels()), known(created.get(series))));
            }
        }
        var latencies = new LinkedHashMap<String, Latency>();
        classics(scrape, names)
                .forEach((series, atMost) ->
                        latencies.put(series, new Latency(new Distribution.Classic(atMost), known(spans.get(series)))));
        for (Scrape.Native histogram : scrape.natives()) {
            if (histogram.name().equals(names.histogram())) {
                var series = series(histogram.labels());
                latencies.put(series, new Latency(histogram.distribution(), known(spans.get(series))));
            }
        }
        return new Exposition(names, counters, latencies, started, memory, limit);
    }

    private static Map<String, NavigableMap<Double, Double>> classics(Scrape scrape, Names names) {
        var found = new LinkedHashMap<String, NavigableMap<Double, Double>>();
        for (Scrape.Sample sample : scrape.samples()) {
            var bound = sample.labels().get("le");
            if (bound != null && sample.name().equals(names.histogram() + "_bucket")) {
                var rest = new TreeMap<>(sample.labels());
                rest.remove("le");
                double seconds = bound(bound) * names.unit();
                if (!Double.isNaN(seconds) && sample.value() >= 0 && sample.value() < Double.POSITIVE_INFINITY) {
                    found.computeIfAbsent(series(rest), unseen -> new TreeMap<>())
                            .put(seconds, sample.value());
                }
            }
        }
        return found;
    }

    private static double bound(String text) {
        try {
            return text.endsWith("Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
        } catch (NumberFormatException noBound) {
            return Double.NaN;
        }
    }

    private static String series(Map<String, String> labels) {
        return labels.toString();
    }

    private static OptionalDouble known(@Nullable Double value) {
        return value == null || !Double.isFinite(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static double positive(@Nullable Double value) {
        return Math.max(0, known(value).orElse(0));
    }

    /** The same, with the former value where a counter is no number at present: it has neither grown nor fallen. */
    public Exposition filling(Exposition before) {
        var filled = new LinkedHashMap<String, Counter>();
        counters.forEach((series, counter) -> {
            if (counter.value() >= 0 && counter.value() < Double.POSITIVE_INFINITY) {
                filled.put(series, counter);
            } else if (before.counters.containsKey(series)) {
                filled.put(series, before.counters.get(series));
            }
        });
        return new Exposition(names, filled, latencies, started, memoryBytes, memoryLimitBytes);
    }

    /** The same, and of these series what {@code before} knew of those that are not there now. */
    public Exposition over(Exposition before, Set<String> kept) {
        var series = new LinkedHashMap<>(before.counters);
        series.keySet().retainAll(kept);
        series.putAll(counters);
        var spans = new LinkedHashMap<>(before.latencies);
        spans.keySet().retainAll(kept);
        spans.putAll(latencies);
        return new Exposition(names, series, spans, started, memoryBytes, memoryLimitBytes);
    }

    /**
     * Whether it is that of another process than {@code before}. Where processes do not say when they began, one whose
     * counter fell or is gone has begun anew: then none of them grew on from where it was.
     */
    boolean beganAnewSince(Exposition before) {
        if (started.isPresent() && before.started.isPresent()) {
            return started.getAsDouble() > before.started.getAsDouble() + UNSTEADY;
        }
        return before.counters.entrySet().stream().anyMatch(former -> {
            var now = counters.get(former.getKey());
            return now == null || now.value() < former.getValue().value();
        });
    }

    /** Whether the two can be compared: requests that were told under another name are not told again under this one. */
    boolean isComparableTo(Exposition before) {
        return before.names.equals(names)
                || before.counters.values().stream().allMatch(counter -> counter.value() == 0);
    }

    /** Share of the memory limit in use; 0 where there is no limit. */
    double memoryShare() {
        return memoryLimitBytes > 0 ? memoryBytes / memoryLimitBytes : 0;
    }
}
