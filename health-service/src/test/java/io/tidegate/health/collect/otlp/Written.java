package io.tidegate.health.collect.otlp;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Metrics as services write them. */
final class Written {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final Map<String, String> CART = Map.of(
            "service.name", "cart",
            "service.version", "2",
            "service.namespace", "shop",
            "deployment.environment.name", "test",
            "service.instance.id", "a");
    static final AggregationTemporality DELTA = AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;
    static final AggregationTemporality CUMULATIVE = AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE;

    private Written() {}

    static long nanos(double second) {
        return TimeUnit.MILLISECONDS.toNanos(
                NOON.plus(Duration.ofMillis(Math.round(second * 1000))).toEpochMilli());
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    static KeyValue status(int code) {
        return KeyValue.newBuilder()
                .setKey("http.response.status_code")
                .setValue(AnyValue.newBuilder().setIntValue(code))
                .build();
    }

    static ExportMetricsServiceRequest request(Map<String, String> resource, Metric... metrics) {
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .setResource(Resource.newBuilder()
                                .addAllAttributes(resource.entrySet().stream()
                                        .map(entry -> attribute(entry.getKey(), entry.getValue()))
                                        .toList()))
                        .addScopeMetrics(io.opentelemetry.proto.metrics.v1.ScopeMetrics.newBuilder()
                                .addAllMetrics(List.of(metrics))))
                .build();
    }

    static Metric sum(AggregationTemporality temporality, double start, double time, int code, long value) {
        var metric = Metric.newBuilder().setName("http.server.requests");
        metric.getSumBuilder()
                .setIsMonotonic(true)
                .setAggregationTemporality(temporality)
                .addDataPoints(NumberDataPoint.newBuilder()
                        .addAttributes(status(code))
                        .setStartTimeUnixNano(nanos(start))
                        .setTimeUnixNano(nanos(time))
                        .setAsInt(value));
        return metric.build();
    }

    static Metric histogram(
            AggregationTemporality temporality,
            double start,
            double time,
            int code,
            List<Double> bounds,
            List<Long> counts) {
        var metric = Metric.newBuilder().setName("http.server.request.duration").setUnit("s");
        metric.getHistogramBuilder()
                .setAggregationTemporality(temporality)
                .addDataPoints(HistogramDataPoint.newBuilder()
                        .addAttributes(status(code))
                        .setStartTimeUnixNano(nanos(start))
                        .setTimeUnixNano(nanos(time))
                        .addAllExplicitBounds(bounds)
                        .addAllBucketCounts(counts)
                        .setCount(counts.stream().mapToLong(Long::longValue).sum()));
        return metric.build();
    }

    static Metric exponential(
            AggregationTemporality temporality, double time, int scale, int offset, List<Long> counts, String unit) {
        var metric = Metric.newBuilder().setName("http.server.request.duration").setUnit(unit);
        var point = ExponentialHistogramDataPoint.newBuilder()
                .setStartTimeUnixNano(nanos(0))
                .setTimeUnixNano(nanos(time))
                .setScale(scale)
                .setZeroCount(0)
                .setCount(counts.stream().mapToLong(Long::longValue).sum());
        point.getPositiveBuilder().setOffset(offset).addAllBucketCounts(counts);
        metric.getExponentialHistogramBuilder()
                .setAggregationTemporality(temporality)
                .addDataPoints(point);
        return metric.build();
    }
}
