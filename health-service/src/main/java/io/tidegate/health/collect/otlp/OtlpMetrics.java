package io.tidegate.health.collect.otlp;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.tidegate.health.collect.FailedRequests;
import io.tidegate.health.collect.Seconds;
import io.tidegate.health.collect.Tally;
import io.tidegate.health.collect.Target;
import io.tidegate.schemas.avro.HealthSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Adds up what services say that they did, and tells it once a second. Every second tells what was heard since the one
 * before, so that services may say it as rarely or as often as they like, and two of the same version in one second.
 */
final class OtlpMetrics {
    static final String SOURCE = "health-service/otlp";

    /** Counters of requests; where a resource has one, its histograms tell how long they took and not how many. */
    private static final Set<String> COUNTERS =
            Set.of("http.server.requests", "http.server.request.count", "http_requests_total", "http_requests");

    private static final Set<String> HISTOGRAMS = Set.of(
            "http.server.request.duration",
            "http.server.duration",
            "http.server.requests",
            "http_request_duration_seconds",
            "http_server_request_duration_seconds");

    private static final Set<String> MEMORY =
            Set.of("k8s.container.memory_limit_utilization", "k8s.pod.memory_limit_utilization");
    private static final Set<String> PROCESSOR =
            Set.of("k8s.container.cpu_limit_utilization", "k8s.pod.cpu_limit_utilization");

    /** What was counted longer ago than this is no news: it would be told as if it happened now. */
    static final Duration GRACE = Duration.ofMinutes(2);

    private final Series series;
    private final String region;
    private final Optional<String> estate;
    private final Optional<String> environment;
    private final Map<Target.Version, Tally> tallies = new LinkedHashMap<>();

    /** When each resource last told a counter of requests, in whichever record. */
    private final Map<Attributes, Instant> counting = new HashMap<>();

    /** How many requests the histograms of each resource have told since the last second. */
    private final Map<Attributes, Tally> byHistograms = new LinkedHashMap<>();

    private Instant lastSecond = Instant.MIN;

    /** What became of the points of a record that tell requests. */
    record Heard(int counted, int late, List<String> unattributed) {
        Heard {
            unattributed = List.copyOf(unattributed);
        }
    }

    /**
     * @param region where it runs; what is of another region is left to that
     * @param estate of services that do not say theirs
     * @param environment of services that do not say theirs
     * @param since when listening began
     */
    OtlpMetrics(String region, Optional<String> estate, Optional<String> environment, Instant since) {
        this.region = region;
        this.estate = estate;
        this.environment = environment;
        this.series = new Series(since);
    }

    /** One record of the topic. */
    Heard accept(ExportMetricsServiceRequest request, Instant now) {
        var heard = new Hearing();
        for (ResourceMetrics resource : request.getResourceMetricsList()) {
            var attributes = Attributes.of(resource.getResource().getAttributesList());
            var missing = missing(attributes);
            if (resource.getScopeMetricsList().stream()
                    .flatMap(scope -> scope.getMetricsList().stream())
                    .noneMatch(OtlpMetrics::isOurs)) {
                continue;
            } else if (missing.isPresent()) {
                heard.unattributed.add(missing.get());
                continue;
            }
            var version = version(attributes);
            if (version.region().equals(region)) {
                var tally = tallies.computeIfAbsent(version, unseen -> new Tally());
                resource.getScopeMetricsList().forEach(scope -> accept(attributes, scope, tally, heard, now));
            }
        }
        return new Heard(heard.counted, heard.late, heard.unattributed);
    }

    private static final class Hearing {
        private int counted;
        private int late;
        private final List<String> unattributed = new ArrayList<>();
    }

    private void accept(Attributes resource, ScopeMetrics scope, Tally tally, Hearing heard, Instant now) {
        var origin = Series.Origin.of(resource, scope.getScope());
        for (Metric metric : scope.getMetricsList()) {
            if (!isOurs(metric)) {
                continue;
            }
            gauges(metric, tally);
            if (isCounter(metric)) {
                counting.put(resource, now);
            }
            for (Point point : Point.of(metric)) {
                if (add(series.grown(origin, point, now.minus(GRACE)), point, isCounter(metric), resource, tally)) {
                    heard.counted++;
                } else {
                    heard.late++;
                }
            }
        }
    }

    /** Adds what a point adds, and whether it was in time. */
    private boolean add(Series.Growth growth, Point point, boolean counter, Attributes resource, Tally tally) {
        return switch (growth) {
            case Series.Growth.Late late -> false;
            case Series.Growth.Unknown first -> {
                tally.read();
                yield true;
            }
            case Series.Growth.Counted(var more, var latency) -> {
                long whole = Math.round(more);
                tally.read();
                (counter ? tally : byHistograms(resource))
                        .add(whole, FailedRequests.isOne(point.attributes().values()) ? whole : 0);
                tally.add(latency.sketch());
                yield true;
            }
        };
    }

    private Tally byHistograms(Attributes resource) {
        return byHistograms.computeIfAbsent(resource, unseen -> new Tally());
    }

    private static boolean isCounter(Metric metric) {
        return metric.hasSum() && metric.getSum().getIsMonotonic() && COUNTERS.contains(metric.getName());
    }

    private static boolean isOurs(Metric metric) {
        return switch (metric.getDataCase()) {
            case SUM -> isCounter(metric);
            case HISTOGRAM, EXPONENTIAL_HISTOGRAM -> HISTOGRAMS.contains(metric.getName());
            case GAUGE -> MEMORY.contains(metric.getName()) || PROCESSOR.contains(metric.getName());
            default -> false;
        };
    }

    private static void gauges(Metric metric, Tally tally) {
        for (NumberDataPoint point : metric.getGauge().getDataPointsList()) {
            double share = point.hasAsDouble() ? point.getAsDouble() : point.getAsInt();
            if (share >= 0 && share < Double.POSITIVE_INFINITY) {
                tally.read();
                if (MEMORY.contains(metric.getName())) {
                    tally.memory(share);
                } else {
                    tally.processor(share);
                }
            }
        }
    }

    /** What a resource lacks to be somebody's, if it lacks something. */
    private Optional<String> missing(Attributes resource) {
        var missing = new ArrayList<String>();
        if (resource.first("service.name").isEmpty()) {
            missing.add("service.name");
        }
        if (resource.first("service.version").isEmpty()) {
            missing.add("service.version");
        }
        if (estate(resource).isEmpty()) {
            missing.add("tidegate.estate");
        }
        if (environment(resource).isEmpty()) {
            missing.add("deployment.environment.name");
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("requests of '" + resource.first("service.name").orElse("?")
                        + "' are nobody's, since its resource lacks " + String.join(", ", missing));
    }

    private Optional<String> estate(Attributes resource) {
        return resource.first("tidegate.estate", "service.namespace").or(() -> estate);
    }

    private Optional<String> environment(Attributes resource) {
        return resource.first("tidegate.environment", "deployment.environment.name", "deployment.environment")
                .or(() -> environment);
    }

    private Target.Version version(Attributes resource) {
        return new Target.Version(
                estate(resource).orElse(""),
                environment(resource).orElse(""),
                resource.first("tidegate.region").orElse(region),
                resource.first("service.name").orElse(""),
                resource.first("service.version").orElse(""));
    }

    /** A sample of every version that was heard of since the last second; none if it is not time for one. */
    List<HealthSample> round(Instant now) {
        var second = Seconds.after(lastSecond, now);
        if (second.isEmpty() || tallies.isEmpty()) {
            return List.of();
        }
        lastSecond = second.get();
        byHistograms.forEach((resource, tally) -> {
            if (!counting.containsKey(resource)) {
                tallies.computeIfAbsent(version(resource), unseen -> new Tally())
                        .add(tally.requests(), tally.errors());
            }
        });
        byHistograms.clear();
        var samples = new ArrayList<HealthSample>();
        tallies.forEach((version, tally) -> {
            if (tally.wasRead()) {
                samples.add(tally.sample(version, second.get(), SOURCE, Optional.empty()));
            }
        });
        tallies.clear();
        series.forgetBefore(now);
        counting.values().removeIf(at -> at.isBefore(now.minus(Series.FORGOTTEN)));
        return samples;
    }
}
