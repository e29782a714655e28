package io.tidegate.health.collect.otlp;

import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.DataPointFlags;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.tidegate.health.collect.Distribution;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * One point of a series that counts requests.
 *
 * @param isDelta whether it counts since the point before, and not since the series began
 * @param start when the series began, or this delta, in nanoseconds since 1970; 0 if it does not say
 * @param time until when it counts
 */
record Point(
        String metric,
        Attributes attributes,
        boolean isDelta,
        long start,
        long time,
        double count,
        Distribution latency) {
    private static final Distribution NONE = new Distribution.Classic(new TreeMap<>());

    /** The points of a sum or a histogram that have a value; a gauge, or a sum that may fall, has none. */
    static List<Point> of(Metric metric) {
        return switch (metric.getDataCase()) {
            case SUM -> metric.getSum().getIsMonotonic() ? sums(metric) : List.of();
            case HISTOGRAM -> histograms(metric);
            case EXPONENTIAL_HISTOGRAM -> exponentials(metric);
            default -> List.of();
        };
    }

    private static <P> List<Point> recorded(List<P> points, ToIntFunction<P> flags, Function<P, Point> read) {
        return points.stream()
                .filter(point -> isRecorded(flags.applyAsInt(point)))
                .map(read)
                .filter(point -> point.count() >= 0 && point.count() < Double.POSITIVE_INFINITY)
                .toList();
    }

    private static boolean isDelta(AggregationTemporality temporality) {
        return temporality == AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;
    }

    private static boolean isRecorded(int flags) {
        return (flags & DataPointFlags.DATA_POINT_FLAGS_NO_RECORDED_VALUE_MASK_VALUE) == 0;
    }

    private static List<Point> sums(Metric metric) {
        boolean delta = isDelta(metric.getSum().getAggregationTemporality());
        return recorded(
                metric.getSum().getDataPointsList(),
                NumberDataPoint::getFlags,
                point -> new Point(
                        metric.getName(),
                        Attributes.of(point.getAttributesList()),
                        delta,
                        point.getStartTimeUnixNano(),
                        point.getTimeUnixNano(),
                        point.hasAsDouble() ? point.getAsDouble() : point.getAsInt(),
                        NONE));
    }

    private static List<Point> histograms(Metric metric) {
        boolean delta = isDelta(metric.getHistogram().getAggregationTemporality());
        return recorded(
                metric.getHistogram().getDataPointsList(),
                HistogramDataPoint::getFlags,
                point -> new Point(
                        metric.getName(),
                        Attributes.of(point.getAttributesList()),
                        delta,
                        point.getStartTimeUnixNano(),
                        point.getTimeUnixNano(),
                        point.getCount(),
                        classic(point, unit(metric))));
    }

    private static List<Point> exponentials(Metric metric) {
        var histogram = metric.getExponentialHistogram();
        boolean delta = isDelta(histogram.getAggregationTemporality());
        return recorded(
                histogram.getDataPointsList(),
                ExponentialHistogramDataPoint::getFlags,
                point -> new Point(
                        metric.getName(),
                        Attributes.of(point.getAttributesList()),
                        delta,
                        point.getStartTimeUnixNano(),
                        point.getTimeUnixNano(),
                        point.getCount(),
                        exponential(point, unit(metric))));
    }

    private static Distribution classic(HistogramDataPoint point, double unit) {
        var atMost = new TreeMap<Double, Double>();
        double count = 0;
        for (int bucket = 0; bucket < point.getBucketCountsCount(); bucket++) {
            count += point.getBucketCounts(bucket);
            double bound = bucket < point.getExplicitBoundsCount()
                    ? point.getExplicitBounds(bucket)
                    : Double.POSITIVE_INFINITY;
            atMost.put(bound * unit, count);
        }
        return new Distribution.Classic(atMost);
    }

    private static Distribution exponential(ExponentialHistogramDataPoint point, double unit) {
        var counts = new TreeMap<Integer, Double>();
        int index = point.getPositive().getOffset();
        for (long count : point.getPositive().getBucketCountsList()) {
            if (count > 0) {
                counts.put(index, (double) count);
            }
            index++;
        }
        return new Distribution.Exponential(point.getScale(), counts, point.getZeroCount(), unit);
    }

    /** Seconds in one of the metric's units. */
    private static double unit(Metric metric) {
        return switch (metric.getUnit()) {
            case "ns" -> 1e-9;
            case "us" -> 1e-6;
            case "ms", "milliseconds" -> 1e-3;
            case "" -> metric.getName().equals("http.server.duration") ? 1e-3 : 1;
            default -> 1;
        };
    }
}
