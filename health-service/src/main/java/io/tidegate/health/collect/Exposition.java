package io.tidegate.health.collect;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a replica exposes in Prometheus' text format, as far as it is judged.
 *
 * @param requests all requests since the replica began
 * @param errors those of them answered with 5xx
 * @param buckets by upper bound in seconds, how many requests took that long at most
 * @param memoryBytes memory in use; 0 where it is not exposed
 * @param memoryLimitBytes its limit; 0 where there is none
 */
record Exposition(long requests, long errors, Map<Double, Long> buckets, double memoryBytes, double memoryLimitBytes) {
    /** A replica of which nothing was read. */
    static final Exposition NOTHING = new Exposition(0, 0, Map.of(), 0, 0);

    /** Labels' values may hold braces, as in {@code uri="/carts/{id}"}. */
    private static final Pattern LINE =
            Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{((?:[^}\"]++|\"(?:[^\"\\\\]|\\\\.)*+\")*+)})?\\s+(\\S+).*");

    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    Exposition {
        buckets = java.util.Collections.unmodifiableMap(new TreeMap<>(buckets));
    }

    static Exposition parse(String text) {
        long requests = 0;
        long errors = 0;
        double memory = 0;
        double limit = 0;
        var buckets = new HashMap<Double, Long>();
        for (String line : text.split("\n", -1)) {
            var matcher = LINE.matcher(line);
            if (line.startsWith("#") || !matcher.matches()) {
                continue;
            }
            double value = number(matcher.group(3));
            if (!Double.isFinite(value)) {
                continue;
            }
            var labels = labels(matcher.group(2) == null ? "" : matcher.group(2));
            switch (matcher.group(1)) {
                case "http_requests_total" -> {
                    requests += (long) value;
                    errors += labels.getOrDefault("code", "").startsWith("5") ? (long) value : 0;
                }
                case "http_request_duration_seconds_bucket" -> {
                    double bound = number(labels.getOrDefault("le", "+Inf"));
                    if (!Double.isNaN(bound)) {
                        buckets.merge(bound, (long) value, Long::sum);
                    }
                }
                case "process_resident_memory_bytes" -> memory = value;
                case "container_memory_limit_bytes" -> limit = value;
                default -> {}
            }
        }
        return new Exposition(requests, errors, buckets, memory, limit);
    }

    private static Map<String, String> labels(String text) {
        var labels = new HashMap<String, String>();
        var matcher = LABEL.matcher(text);
        while (matcher.find()) {
            labels.put(matcher.group(1), matcher.group(2));
        }
        return labels;
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                try {
                    yield Double.parseDouble(text);
                } catch (NumberFormatException notANumber) {
                    yield Double.NaN;
                }
            }
        };
    }

    /** Whether it is that of another process than {@code before}: counters only grow. */
    boolean beganAnewSince(Exposition before) {
        return requests < before.requests() || errors < before.errors();
    }

    /** Share of the memory limit in use; 0 where there is no limit. */
    double memoryShare() {
        return memoryLimitBytes > 0 ? memoryBytes / memoryLimitBytes : 0;
    }
}
