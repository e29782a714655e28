package io.tidegate.benchmarks;

import java.util.Map;
import java.util.TreeMap;

/** What made-up services have counted since they began, as they would tell it to Prometheus, all on one page. */
final class Exposed {
    /** Lines of each version. */
    static final int SERIES = 2 + Telemetry.BOUNDS.size() + 3 + 2;

    /** One version's counters. */
    private static final class Counters {
        private final String labels;
        private final long[] buckets = new long[Telemetry.BOUNDS.size()];
        private long requests;
        private long errors;
        private double memory;

        Counters(String labels) {
            this.labels = labels;
        }

        void add(Telemetry.Done done) {
            requests += done.requests();
            errors += done.errors();
            memory = done.memoryShare();
            for (int bound = 0; bound < buckets.length; bound++) {
                buckets[bound] += done.buckets().get(bound);
            }
        }

        void write(StringBuilder text) {
            line(text, "http_requests_total", "code=\"200\"", requests - errors);
            line(text, "http_requests_total", "code=\"500\"", errors);
            long sum = 0;
            for (int bound = 0; bound < buckets.length; bound++) {
                sum += buckets[bound];
                line(text, "http_request_duration_seconds_bucket", "le=\"" + Telemetry.BOUNDS.get(bound) + "\"", sum);
            }
            line(text, "http_request_duration_seconds_bucket", "le=\"+Inf\"", sum);
            line(text, "http_request_duration_seconds_sum", "", sum * 0.03);
            line(text, "http_request_duration_seconds_count", "", sum);
            line(text, "memory_share", "", memory);
            line(text, "ready", "", 1);
        }

        private void line(StringBuilder text, String name, String more, Number value) {
            text.append(name)
                    .append('{')
                    .append(labels)
                    .append(more.isEmpty() ? "" : ",")
                    .append(more)
                    .append("} ")
                    .append(value)
                    .append('\n');
        }
    }

    private final Map<String, Counters> versions = new TreeMap<>();

    synchronized void add(int service, String version, Telemetry.Done done) {
        var labels = "estate=\"%s\",service=\"%s\",version=\"%s\""
                .formatted(Estates.estate(service), Estates.name(service), version);
        versions.computeIfAbsent(labels, Counters::new).add(done);
    }

    synchronized String text() {
        var text = new StringBuilder(versions.size() * SERIES * 100);
        versions.values().forEach(counters -> counters.write(text));
        return text.toString();
    }
}
