package io.tidegate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the suite's processes use, as Linux counts it. */
record Processes(Map<String, List<Long>> pidsByComponent) {
    private static final double TICKS_PER_SECOND = 100; // USER_HZ, fixed on Linux

    /** Resident and proportional set sizes: the sum of the first counts shared pages once per process, the second once. */
    List<Figure> memory(String when) throws IOException {
        var figures = new ArrayList<Figure>();
        double allResident = 0;
        double allProportional = 0;
        var components = new TreeMap<>(pidsByComponent);
        for (var component : components.entrySet()) {
            double resident = 0;
            double proportional = 0;
            for (long pid : component.getValue()) {
                resident += mebibytes(pid, "Rss:");
                proportional += mebibytes(pid, "Pss:");
            }
            allResident += resident;
            allProportional += proportional;
            figures.add(Figure.of(
                    "memory " + when + ": " + component.getKey() + " x "
                            + component.getValue().size() + ", PSS",
                    "MiB",
                    Distribution.of(proportional)));
        }
        figures.addFirst(Figure.of("memory " + when + ": all, PSS", "MiB", Distribution.of(allProportional)));
        figures.addFirst(Figure.of("memory " + when + ": all, RSS", "MiB", Distribution.of(allResident))
                .within(Figure.Statistic.MAX, 4096));
        return figures;
    }

    /** Processor time used so far. Unlike elapsed time it hardly depends on what else the machine does. */
    double processorSeconds() throws IOException {
        double all = 0;
        for (List<Long> pids : pidsByComponent.values()) {
            for (long pid : pids) {
                var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
                // The second field, in brackets, may hold spaces; user and system time are the 14th and 15th.
                var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                all += (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
            }
        }
        return all;
    }

    private static double mebibytes(long pid, String key) throws IOException {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith(key))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    / 1024.0;
        }
    }
}
