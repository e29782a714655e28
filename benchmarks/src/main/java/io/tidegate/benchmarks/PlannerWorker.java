package io.tidegate.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogManager;

/** Takes the planner's figures in a process of its own, and answers with them. */
public final class PlannerWorker {
    private static final int DEPLOYMENTS = 1_000;
    private static final int[] ESTATES = {1, 100, 1_000};
    private static final int REPLAYED = 100_000;

    private PlannerWorker() {}

    public static void main(String[] arguments) {
        LogManager.getLogManager().getLogger("").setLevel(Level.SEVERE);
        warmUp();
        for (int estates : ESTATES) {
            measure(estates).forEach(figure -> System.out.println(JavaProcess.ANSWER + figure.toJson()));
        }
    }

    private static void warmUp() {
        try (var load = new PlannerLoad()) {
            load.deploy(10, 20);
        }
    }

    /** The same number of deployments to so many estates. */
    private static List<Figure> measure(int estates) {
        var figures = new ArrayList<Figure>();
        long before = Heap.used();
        try (var load = new PlannerLoad()) {
            load.deploy(estates, DEPLOYMENTS / estates);
            var where = ", " + estates + (estates == 1 ? " estate" : " estates");
            figures.add(Figure.of("planner: records a core-second" + where, "1/s", one(load.recordsPerSecond())));
            figures.add(Figure.of("planner: events a core-second" + where, "1/s", one(load.eventsPerSecond())));
            figures.add(Figure.of("planner: request to its start" + where, "ms", load.requestMillis()));
            figures.add(Figure.of("planner: record to decision" + where, "ms", load.millis()));
            if (estates == DEPLOYMENTS) {
                var log = List.copyOf(load.log());
                load.log().clear();
                double kept = (Heap.used() - before - bytes(log)) / (double) estates / 1024;
                figures.add(Figure.of("planner: memory of a completed deployment", "KiB", one(kept)));
                figures.add(Figure.of("planner: 100 000 records read again", "s", one(replay(log))));
            }
        }
        return figures;
    }

    /** The same log into planners that know nothing yet, until 100 000 records are read. */
    private static double replay(List<PlannerLoad.Delivered> log) {
        double seconds = 0;
        int left = REPLAYED;
        while (left > 0) {
            try (var fresh = new PlannerLoad()) {
                var part = log.subList(0, Math.min(left, log.size()));
                part.forEach(fresh::deliver);
                seconds += part.size() / fresh.recordsPerSecond();
                left -= part.size();
            }
        }
        return seconds;
    }

    private static long bytes(List<PlannerLoad.Delivered> log) {
        return log.stream()
                .mapToLong(record ->
                        record.written().key().length + record.written().value().length)
                .sum();
    }

    private static Distribution one(double value) {
        return Distribution.of(value);
    }
}
