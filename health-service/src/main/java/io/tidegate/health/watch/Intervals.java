package io.tidegate.health.watch;

import io.tidegate.judge.Sketch;
import io.tidegate.judge.alert.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The samples of a service, all versions, added up over intervals of event time. An interval is closed once a
 * sample is {@link #GRACE} past its end; until then the order in which its samples come, and how often, makes no difference.
 * What comes later than that is not counted.
 *
 * @param open by their beginnings
 * @param closedUntil what comes from before is late
 */
public record Intervals(Map<Instant, Interval> open, Instant closedUntil) {
    /** From one closed interval to the next. */
    public static final Duration LENGTH = Duration.ofSeconds(10);

    static final Duration GRACE = Duration.ofSeconds(5);

    /** Before any sample. */
    public static final Intervals NONE = new Intervals(Map.of(), Instant.EPOCH);

    /** One sample, as far as it counts here. */
    public record Sample(
            String source,
            String version,
            Instant second,
            long requests,
            long errors,
            Map<Integer, Long> latency,
            Optional<Double> processor,
            Optional<Double> memory) {}

    /** What a source tells of a version's requests. */
    public record Told(String source, String version, long requests, long errors, Map<Integer, Long> latency) {
        public Told {
            latency = Collections.unmodifiableMap(new TreeMap<>(latency));
        }

        Told plus(Sample sample) {
            var counts = new TreeMap<>(latency);
            sample.latency().forEach((bucket, count) -> counts.merge(bucket, count, Long::sum));
            return new Told(source, version, requests + sample.requests(), errors + sample.errors(), counts);
        }
    }

    /**
     * What has come of one interval.
     *
     * @param heard source, version and second of each sample, so that none counts twice
     * @param told by source and version
     * @param processor the largest share in use
     * @param memory the largest share in use
     */
    public record Interval(
            Set<String> heard, Map<String, Told> told, Optional<Double> processor, Optional<Double> memory) {
        static final Interval EMPTY = new Interval(Set.of(), Map.of(), Optional.empty(), Optional.empty());

        public Interval {
            heard = Collections.unmodifiableSet(new TreeSet<>(heard));
            // What is kept may be older than this.
            told = Collections.unmodifiableMap(new TreeMap<>(Objects.requireNonNullElse(told, Map.of())));
        }

        Interval plus(Sample sample) {
            var of = sample.source() + "|" + sample.version();
            var name = of + "|" + sample.second();
            if (heard.contains(name)) {
                return this;
            }
            var names = new TreeSet<>(heard);
            names.add(name);
            var more = new TreeMap<>(told);
            var before = told.getOrDefault(of, new Told(sample.source(), sample.version(), 0, 0, Map.of()));
            more.put(of, before.plus(sample));
            return new Interval(names, more, larger(processor, sample.processor()), larger(memory, sample.memory()));
        }

        /** Of each version what one source tells, for others tell of the same requests. */
        Collection<Told> counted() {
            return told.values().stream()
                    .filter(some -> some.requests() > 0)
                    .collect(Collectors.toMap(
                            Told::version,
                            Function.identity(),
                            BinaryOperator.minBy(Comparator.comparing(Told::source, Sources.PREFERRED_FIRST)),
                            TreeMap::new))
                    .values();
        }

        private static Optional<Double> larger(Optional<Double> one, Optional<Double> other) {
            return one.isPresent() && other.isPresent()
                    ? Optional.of(Math.max(one.get(), other.get()))
                    : one.or(() -> other);
        }
    }

    /**
     * An interval that is over.
     *
     * @param p95Seconds the 95th percentile of its latencies, if there were requests
     */
    public record Closed(Usage usage, Optional<Double> p95Seconds) {}

    /** What is open after a sample, and what it closed, oldest first. */
    public record Step(Intervals intervals, List<Closed> closed) {}

    public Intervals {
        open = Collections.unmodifiableMap(new TreeMap<>(open));
    }

    /** After one more sample. */
    public Step plus(Sample sample) {
        if (sample.second().isBefore(closedUntil)) {
            return new Step(this, List.of());
        }
        var still = new TreeMap<>(open);
        var start = start(sample.second());
        still.put(start, still.getOrDefault(start, Interval.EMPTY).plus(sample));
        var until = later(closedUntil, start(sample.second().minus(GRACE)));
        var closed = new ArrayList<Closed>();
        while (!still.isEmpty() && still.firstKey().isBefore(until)) {
            closed.add(closed(still.pollFirstEntry()));
        }
        return new Step(new Intervals(still, until), closed);
    }

    private static Closed closed(Map.Entry<Instant, Interval> entry) {
        var interval = entry.getValue();
        var told = interval.counted();
        var latency = told.stream().map(some -> Sketch.of(some.latency())).reduce(Sketch.EMPTY, Sketch::plus);
        return new Closed(
                new Usage(
                        entry.getKey(),
                        told.stream().mapToLong(Told::requests).sum(),
                        told.stream().mapToLong(Told::errors).sum(),
                        interval.processor(),
                        interval.memory()),
                latency.total() == 0 ? Optional.empty() : Optional.of(latency.quantile(0.95)));
    }

    private static Instant start(Instant second) {
        long length = LENGTH.toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(second.getEpochSecond(), length) * length);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
