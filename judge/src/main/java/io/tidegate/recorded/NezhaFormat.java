package io.tidegate.recorded;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.judge.Count;
import io.tidegate.judge.replay.Fault;
import io.tidegate.judge.replay.Recording;
import io.tidegate.judge.replay.Series;
import io.tidegate.judge.steady.Gauge;
import io.tidegate.judge.steady.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A folder as Nezha publishes it: {@code front_service.csv} with success rate and latency quantiles of the entry service,
 * {@code POD_metric.csv} for each pod, and {@code *fault_list.json} with what was injected when; one row a minute. A value of
 * 0 and a gap both mean that nothing was measured.
 */
final class NezhaFormat {
    private static final String FRONT = "front_service.csv";
    private static final String PODS = "_metric.csv";
    private static final String FAULTS = "fault_list.json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TIME = "TimeStamp";
    private static final String WORKLOAD = "PodWorkload(Ops)";

    /** Seconds; the finest bucket of the data's histograms is 5 ms. */
    private static final double LATENCY_GRAIN = 0.01;

    /** Percentage points. */
    private static final double CPU_GRAIN = 5;

    private static final double SECONDS = 60;

    private NezhaFormat() {}

    static boolean matches(Path folder) throws IOException {
        return Files.exists(folder.resolve(FRONT)) && !named(folder, FAULTS).isEmpty();
    }

    static Recording read(String name, Path folder) throws IOException {
        var services = new ArrayList<Series>();
        var operations = new TreeMap<Long, Double>();
        for (Path file : named(folder, PODS)) {
            var table = Table.read(file);
            var pod = file.getFileName().toString().replace(PODS, "");
            services.add(new Series(pod, readings(table, List.of("PodServerLatencyP90(s)"), new TreeMap<>())));
            if (pod.startsWith("frontend")) {
                operations.putAll(operations(table));
            }
        }
        var front = Table.read(folder.resolve(FRONT));
        services.add(new Series(
                "entry", readings(front, List.of("LatencyP50(s)", "LatencyP90(s)", "LatencyP95(s)"), operations)));
        return new Recording.RunningServices(name, services, faults(folder), Duration.ofSeconds((long) SECONDS));
    }

    private static Map<Long, Double> operations(Table table) throws IOException {
        var operations = new TreeMap<Long, Double>();
        for (var row : table.rows()) {
            long second = time(table, row).getEpochSecond();
            table.number(row, WORKLOAD).ifPresent(rate -> operations.put(second, rate));
        }
        return operations;
    }

    private static List<Reading> readings(Table table, List<String> latencies, NavigableMap<Long, Double> operations)
            throws IOException {
        var readings = new ArrayList<Reading>();
        for (var row : table.rows()) {
            var gauges = new LinkedHashMap<String, Gauge>();
            for (String latency : latencies) {
                gauge(table, row, latency, LATENCY_GRAIN).ifPresent(gauge -> gauges.put(latency, gauge));
            }
            if (table.has("CpuUsageRate(%)")) {
                gauge(table, row, "CpuUsageRate(%)", CPU_GRAIN)
                        .ifPresent(gauge -> gauges.put("CpuUsageRate(%)", gauge));
            }
            var at = time(table, row);
            readings.add(new Reading(at, failures(table, row, operations.floorEntry(at.getEpochSecond())), gauges));
        }
        return readings;
    }

    private static Optional<Gauge> gauge(Table table, List<String> row, String column, double grain)
            throws IOException {
        var value = table.number(row, column);
        return value.isPresent() && value.getAsDouble() > 0
                ? Optional.of(new Gauge(value.getAsDouble(), grain))
                : Optional.empty();
    }

    /** The entry service's failures: its success rate, of the requests that its pod served in that minute. */
    private static Optional<Count> failures(Table table, List<String> row, Map.@Nullable Entry<Long, Double> operations)
            throws IOException {
        if (operations == null || !table.has("SuccessRate(%)")) {
            return Optional.empty();
        }
        var rate = table.number(row, "SuccessRate(%)");
        long requests = Math.round(operations.getValue() * SECONDS);
        return rate.isPresent() && rate.getAsDouble() > 0
                ? Optional.of(new Count(
                        requests, Math.clamp(Math.round(requests * (1 - rate.getAsDouble() / 100)), 0, requests)))
                : Optional.empty();
    }

    private static Instant time(Table table, List<String> row) throws IOException {
        var seconds = table.number(row, TIME);
        if (seconds.isEmpty()) {
            throw new IOException(table.file() + ": a row has no " + TIME);
        }
        return Instant.ofEpochSecond((long) seconds.getAsDouble());
    }

    private static List<Fault> faults(Path folder) throws IOException {
        var faults = new ArrayList<Fault>();
        for (Path file : named(folder, FAULTS)) {
            for (var hour : JSON.readTree(file.toFile())) {
                for (var fault : hour) {
                    faults.add(new Fault(
                            "%s of %s at %s"
                                    .formatted(
                                            fault.path("inject_type").asText(),
                                            fault.path("inject_pod").asText(),
                                            fault.path("inject_time").asText()),
                            Instant.ofEpochSecond(fault.path("inject_timestamp").asLong())));
                }
            }
        }
        return faults;
    }

    private static List<Path> named(Path folder, String ending) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
