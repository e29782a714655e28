package io.tidegate.observability;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A process in numbers, as the {@code metrics} of a health response want them (S11). */
final class Vitals {
    private static final Duration SHORTEST_LOOK = Duration.ofSeconds(1);

    private final MeterRegistry meters;
    private final Path disk;
    private Look last = new Look(Duration.ZERO, 0, 0);
    private double requestsPerSecond;
    private double errorRate;

    /** @param disk a folder on the disk whose use is told */
    Vitals(MeterRegistry meters, Path disk) {
        this.meters = meters;
        this.disk = disk;
    }

    private record Look(Duration uptime, long requests, long errors) {}

    /**
     * {@code requests_per_second} and {@code error_rate} (0 to 1) over the time since the last look, without requests for
     * health; {@code cpu_usage}, {@code memory_usage} and {@code disk_usage} in percent.
     */
    synchronized Map<String, Object> read(Duration uptime) {
        if (uptime.minus(last.uptime()).compareTo(SHORTEST_LOOK) >= 0) {
            var now = look(uptime);
            long requests = now.requests() - last.requests();
            requestsPerSecond = requests / seconds(uptime.minus(last.uptime()));
            errorRate = requests == 0 ? 0 : (double) (now.errors() - last.errors()) / requests;
            last = now;
        }
        var runtime = Runtime.getRuntime();
        var values = new LinkedHashMap<String, Object>();
        values.put("requests_per_second", rounded(requestsPerSecond));
        values.put("error_rate", rounded(errorRate));
        values.put("cpu_usage", rounded(100 * cpu()));
        values.put(
                "memory_usage", rounded(100.0 * (runtime.totalMemory() - runtime.freeMemory()) / runtime.maxMemory()));
        diskUsage().ifPresent(used -> values.put("disk_usage", rounded(100 * used)));
        return values;
    }

    private Look look(Duration uptime) {
        long requests = 0;
        long errors = 0;
        for (Timer timer : meters.find("http.server.requests").timers()) {
            var uri = timer.getId().getTag("uri");
            if (uri == null || !uri.startsWith("/health")) {
                requests += timer.count();
                errors += "SERVER_ERROR".equals(timer.getId().getTag("outcome")) ? timer.count() : 0;
            }
        }
        return new Look(uptime, requests, errors);
    }

    private static double cpu() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? Math.max(0, system.getProcessCpuLoad())
                : 0;
    }

    private Optional<Double> diskUsage() {
        try {
            var store = Files.getFileStore(disk);
            return store.getTotalSpace() > 0
                    ? Optional.of(1 - (double) store.getUsableSpace() / store.getTotalSpace())
                    : Optional.empty();
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
