package io.tidegate.judge.alert;

import io.tidegate.judge.Count;
import io.tidegate.judge.alert.Alarm.Name;
import io.tidegate.judge.steady.Gauge;
import io.tidegate.judge.steady.Reading;
import io.tidegate.judge.steady.Steady;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a service stands, all its versions together, whether or not one is under trial: against its objective, against its
 * own recent past, and against what it was given.
 *
 * @param alarmed what is alarming at present, and since when
 */
public record Standing(
        String service, BurnRate budget, ResourceUse resources, Steady steady, Map<Name, Instant> alarmed) {
    /** The specification's availability (S18), as long as no plan says another. */
    private static final double OBJECTIVE = 0.999;

    /** Series of a large estate together, for the mean time between false alarms. */
    private static final int SERIES = 400;

    private static final double LATENCY_GRAIN = 0.01;
    private static final double SHARE_GRAIN = 0.05;

    public Standing {
        alarmed = Collections.unmodifiableMap(new TreeMap<>(alarmed));
    }

    /**
     * Of which nothing is known yet.
     *
     * @param interval from one observation to the next
     */
    public static Standing of(String service, Duration interval) {
        return new Standing(
                service,
                BurnRate.of(OBJECTIVE),
                ResourceUse.unknown(),
                Steady.watching(service, SERIES, interval),
                Map.of());
    }

    /** What was measured, against another objective. */
    public Standing towards(double objective) {
        return new Standing(service, budget.towards(objective), resources, steady, alarmed);
    }

    /**
     * After one more interval.
     *
     * @param p95Seconds the 95th percentile of its latencies, if there were requests
     */
    public Standing observe(Usage usage, Optional<Double> p95Seconds) {
        var gauges = new LinkedHashMap<String, Gauge>();
        p95Seconds
                .filter(value -> value > 0)
                .ifPresent(value -> gauges.put("p95-latency", new Gauge(value, LATENCY_GRAIN)));
        usage.processor()
                .filter(value -> value > 0)
                .ifPresent(value -> gauges.put("processor", new Gauge(value, SHARE_GRAIN)));
        usage.memory()
                .filter(value -> value > 0)
                .ifPresent(value -> gauges.put("memory", new Gauge(value, SHARE_GRAIN)));
        var failures = usage.requests() == 0
                ? Optional.<Count>empty()
                : Optional.of(new Count(usage.requests(), Math.min(usage.errors(), usage.requests())));
        return new Standing(
                service,
                budget.plus(usage),
                resources.plus(usage),
                steady.observe(new Reading(usage.at(), failures, gauges)),
                alarmed);
    }

    /** What is alarming at present. */
    public List<Alarm> alarms() {
        var alarms = new ArrayList<>(budget.alarms(service));
        alarms.addAll(resources.alarms(service));
        steady.alarm()
                .ifPresent(alarm -> alarms.add(
                        new Alarm(Name.WORSE_THAN_ITS_PAST, alarm.evidence().message())));
        return alarms;
    }

    /** After it was said that these are alarming. */
    public Standing alarmed(Map<Name, Instant> now) {
        return new Standing(service, budget, resources, steady, now);
    }
}
