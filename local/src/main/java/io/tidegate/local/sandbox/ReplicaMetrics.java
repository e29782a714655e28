package io.tidegate.local.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a replica counts of itself, in Prometheus' text format. */
final class ReplicaMetrics {
    private static final double[] BOUNDS = {.005, .01, .025, .05, .1, .25, .5, 1, 2, 5, 10};
    private static final long MEBIBYTE = 1024 * 1024;
    private static final long LIMIT = 512 * MEBIBYTE;
    private static final long AT_REST = 96 * MEBIBYTE;

    private final Map<Integer, Long> requests = new TreeMap<>();
    private final long[] buckets = new long[BOUNDS.length + 1];
    private double seconds;
    private Optional<Instant> growingSince = Optional.empty();

    void served(int code, double took) {
        requests.merge(code, 1L, Long::sum);
        int bucket = 0;
        while (bucket < BOUNDS.length && took > BOUNDS[bucket]) {
            bucket++;
        }
        buckets[bucket]++;
        seconds += took;
    }

    String text(Faults faults, Instant now) {
        var text = new StringBuilder(2048);
        if (!faults.mute()) {
            requests(text);
        }
        text.append("# TYPE process_resident_memory_bytes gauge\n");
        text.append("process_resident_memory_bytes ")
                .append(memory(faults, now))
                .append('\n');
        text.append("# TYPE container_memory_limit_bytes gauge\n");
        text.append("container_memory_limit_bytes ").append(LIMIT).append('\n');
        return text.toString();
    }

    private void requests(StringBuilder text) {
        text.append("# TYPE http_requests_total counter\n");
        requests.forEach((code, count) -> text.append("http_requests_total{code=\"")
                .append(code)
                .append("\"} ")
                .append(count)
                .append('\n'));
        text.append("# TYPE http_request_duration_seconds histogram\n");
        long sum = 0;
        for (int index = 0; index < BOUNDS.length; index++) {
            sum += buckets[index];
            text.append("http_request_duration_seconds_bucket{le=\"")
                    .append(BOUNDS[index])
                    .append("\"} ")
                    .append(sum)
                    .append('\n');
        }
        sum += buckets[BOUNDS.length];
        text.append("http_request_duration_seconds_bucket{le=\"+Inf\"} ")
                .append(sum)
                .append('\n');
        text.append(String.format(Locale.ROOT, "http_request_duration_seconds_sum %.6f%n", seconds));
        text.append("http_request_duration_seconds_count ").append(sum).append('\n');
    }

    /** Memory grows from when growth is first asked for, not from the replica's start, and is given back once healed. */
    private long memory(Faults faults, Instant now) {
        if (faults.memoryGrowthMiBPerSecond() == 0) {
            growingSince = Optional.empty();
            return AT_REST;
        }
        var since = growingSince.orElse(now);
        growingSince = Optional.of(since);
        long grown = Duration.between(since, now).toMillis() * faults.memoryGrowthMiBPerSecond() * MEBIBYTE / 1000;
        return Math.min(LIMIT, AT_REST + grown);
    }
}
