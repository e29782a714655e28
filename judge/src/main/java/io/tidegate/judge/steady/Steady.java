package io.tidegate.judge.steady;

import io.tidegate.judge.AgainstLimit;
import io.tidegate.judge.Evidence;
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
 * A service in full use, with no other version beside it: every series of it is compared with its own recent past by a
 * test that has no end. An alarm lasts until the service has been calm for a while, and then speaks anew; what is measured
 * during an alarm is not learned, unless it lasts so long that it has become the new normal.
 *
 * @param limit natural logarithm of the evidence at which it alarms
 * @param past the last readings that count as normal, oldest first
 * @param tests by series
 */
public record Steady(
        String service, double limit, List<Reading> past, Map<String, Cusum> tests, Optional<Alarm> alarm) {
    /** The series of failed requests; all others are gauges. */
    public static final String FAILURES = "errors";

    /** One false alarm in so long a time, over all series of an estate together. */
    private static final Duration FALSE_ALARM_EVERY = Duration.ofDays(30);

    private static final int REMEMBERED = 30;

    /** So many calm readings end an alarm. */
    private static final int CALM = 3;

    /** After so many readings an alarm's level is taken for the new normal. */
    private static final int LONGEST = 10;

    /** Evidence of a single reading below which it is calm, as a natural logarithm. */
    private static final double CALM_BELOW = 3;

    /**
     * An alarm that is on.
     *
     * @param since when it began
     * @param readings how many there were since
     * @param calm how many of the last were calm
     */
    public record Alarm(Instant since, int readings, int calm, Evidence evidence) {}

    public Steady {
        past = List.copyOf(past);
        tests = Collections.unmodifiableMap(new TreeMap<>(tests));
    }

    /**
     * Before any reading.
     *
     * @param series how many series are watched in the whole estate
     * @param interval from one reading to the next
     */
    public static Steady watching(String service, int series, Duration interval) {
        double slices = (double) FALSE_ALARM_EVERY.toMillis() / interval.toMillis();
        return new Steady(service, Math.log(slices * series), List.of(), Map.of(), Optional.empty());
    }

    /** After one more reading. */
    public Steady observe(Reading reading) {
        if (past.size() < Past.FEWEST) {
            return new Steady(service, limit, remembering(reading), tests, alarm);
        }
        var moved = moved(reading);
        var loudest = moved.entrySet().stream()
                .max(Map.Entry.comparingByValue(java.util.Comparator.comparingDouble(Cusum::logValue)));
        double evidence = loudest.map(entry -> entry.getValue().logValue()).orElse(0.0);
        if (alarm.isPresent()) {
            return during(alarm.get(), evidence < CALM_BELOW, reading);
        }
        if (evidence >= limit) {
            var began = new Alarm(
                    reading.at(), 1, 0, evidence(reading, loudest.orElseThrow().getKey(), evidence));
            return new Steady(service, limit, past, Map.of(), Optional.of(began));
        }
        return new Steady(service, limit, remembering(reading), moved, Optional.empty());
    }

    private Steady during(Alarm before, boolean calm, Reading reading) {
        var now = new Alarm(before.since(), before.readings() + 1, calm ? before.calm() + 1 : 0, before.evidence());
        if (now.calm() >= CALM) {
            return new Steady(service, limit, past, Map.of(), Optional.empty());
        }
        if (now.readings() >= LONGEST) {
            return new Steady(service, limit, List.of(reading), Map.of(), Optional.empty());
        }
        return new Steady(service, limit, past, Map.of(), Optional.of(now));
    }

    private Map<String, Cusum> moved(Reading reading) {
        var known = new Past(past);
        var moved = new LinkedHashMap<>(tests);
        reading.failures()
                .flatMap(known::failures)
                .ifPresent(increments -> moved.put(
                        FAILURES, test(FAILURES, AgainstLimit.ALTERNATIVES).plus(increments)));
        reading.gauges().forEach((name, gauge) -> known.gauge(name, gauge)
                .ifPresent(increments ->
                        moved.put(name, test(name, Past.SHIFTS.size()).plus(increments))));
        return moved;
    }

    private Cusum test(String series, int alternatives) {
        return tests.getOrDefault(series, Cusum.of(alternatives));
    }

    private List<Reading> remembering(Reading reading) {
        var readings = new ArrayList<>(past);
        readings.add(reading);
        return readings.subList(Math.max(0, readings.size() - REMEMBERED), readings.size());
    }

    private Evidence evidence(Reading reading, String series, double logValue) {
        var known = new Past(past);
        boolean failures = series.equals(FAILURES);
        double usual = failures ? known.usualFailures() : known.usual(series);
        double value = failures
                ? reading.failures()
                        .map(count -> (double) count.bad() / Math.max(1, count.requests()))
                        .orElse(0.0)
                : Optional.ofNullable(reading.gauges().get(series))
                        .map(Gauge::value)
                        .orElse(0.0);
        return new Evidence(
                "against-own-past",
                series,
                value,
                usual,
                Optional.of(usual),
                past.size(),
                Optional.empty(),
                Duration.between(past.getFirst().at(), reading.at()),
                Optional.of(reading.at()),
                "%s of %s is %.4g and was %.4g before; evidence e^%.0f, alarm at e^%.0f"
                        .formatted(series, service, value, usual, logValue, limit),
                List.of());
    }
}
