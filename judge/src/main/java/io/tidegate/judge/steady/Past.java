package io.tidegate.judge.steady;

import io.tidegate.judge.AgainstLimit;
import io.tidegate.judge.Count;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * A service's recent past, as what the present is compared with. Middle and scatter are robust, so that a past with a
 * fault in it still serves.
 */
final class Past {
    /** Alternatives of a gauge: how many scatters it may have moved. */
    static final List<Double> SHIFTS = List.of(1.0, 2.0, 4.0, 8.0);

    /** Readings without which nothing is said. */
    static final int FEWEST = 5;

    /** A gauge may be this many times its past. */
    private static final double ALLOWED_RATIO = 1.3;

    /** The smallest scatter of a gauge's logarithm that is believed. */
    private static final double SMALLEST_SCATTER = 0.25;

    /** Single readings count as at most so many robust scatters when the scatter is taken. */
    private static final double TAIL = 4;

    /** One reading shows at most so many scatters. */
    private static final double FARTHEST = 12;

    /** Failures may be this many times their past, and this share of all requests on top. */
    private static final double ALLOWED_FAILURES = 1.25;

    private static final double SLACK = 0.002;

    /** The scatter of a normal distribution in units of its median absolute deviation. */
    private static final double NORMAL = 1.4826;

    private static final double FEW = 4;

    private final List<Reading> readings;

    Past(List<Reading> readings) {
        this.readings = readings;
    }

    /** What a present gauge adds to the evidence, for each of {@link #SHIFTS}; empty while too little is known. */
    Optional<List<Double>> gauge(String name, Gauge now) {
        double[] levels = readings.stream()
                .filter(reading -> reading.gauges().containsKey(name))
                .mapToDouble(reading -> reading.gauges().get(name).level())
                .toArray();
        if (levels.length < FEWEST) {
            return Optional.empty();
        }
        double middle = median(levels);
        double[] off =
                Arrays.stream(levels).map(level -> Math.abs(level - middle)).toArray();
        double most = TAIL * Math.max(SMALLEST_SCATTER, NORMAL * median(off));
        double square = Arrays.stream(off)
                .map(far -> Math.min(far, most))
                .map(far -> far * far)
                .average()
                .orElse(0);
        double scatter = Math.max(SMALLEST_SCATTER, Math.sqrt(square)) * Math.sqrt(1 + FEW / levels.length);
        double far = Math.min(FARTHEST, (now.level() - middle - Math.log(ALLOWED_RATIO)) / scatter);
        return Optional.of(
                SHIFTS.stream().map(shift -> shift * far - shift * shift / 2).toList());
    }

    /** What present failures add to the evidence, for each alternative of a test against a limit. */
    Optional<List<Double>> failures(Count now) {
        var counts = readings.stream()
                .flatMap(reading -> reading.failures().stream())
                .filter(count -> count.requests() > 0)
                .toList();
        if (counts.size() < FEWEST || now.requests() == 0) {
            return Optional.empty();
        }
        double usual = median(counts.stream().mapToDouble(Count::share).toArray());
        double allowed = Math.min(0.9, usual * ALLOWED_FAILURES + SLACK);
        double dispersion = counts.stream()
                .mapToDouble(count -> square(count.share() - usual) * count.requests() / (allowed * (1 - allowed)))
                .map(excess -> Math.min(excess, TAIL))
                .average()
                .orElse(1);
        double factor = Math.max(1, dispersion * (1 + FEW / counts.size()));
        return Optional.of(AgainstLimit.increments(allowed, now).stream()
                .map(increment -> increment / factor)
                .toList());
    }

    /** A gauge's usual value. */
    double usual(String name) {
        return median(readings.stream()
                .filter(reading -> reading.gauges().containsKey(name))
                .mapToDouble(reading -> reading.gauges().get(name).value())
                .toArray());
    }

    /** The usual share of failures. */
    double usualFailures() {
        return median(readings.stream()
                .flatMap(reading -> reading.failures().stream())
                .filter(count -> count.requests() > 0)
                .mapToDouble(Count::share)
                .toArray());
    }

    private static double square(double value) {
        return value * value;
    }

    private static double median(double... values) {
        double[] sorted = DoubleStream.of(values).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length == 0
                ? 0
                : sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
