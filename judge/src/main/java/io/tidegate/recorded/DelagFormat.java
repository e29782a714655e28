package io.tidegate.recorded;

import io.tidegate.judge.replay.CanaryRun;
import io.tidegate.judge.replay.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/**
 * A folder as the DeLag data sets have it: files of one row per request, the first column its latency in milliseconds, the
 * last named {@code anomaly}: 0 for a good request, any other number for the kind of slowness it suffers from.
 *
 * <p>Good requests go in turn to the baseline and to the canary. A faulty canary serves the requests of one kind as well,
 * each at its place; so a file gives a faulty run for each kind. Healthy runs leave those out; besides the recorded order,
 * each file is dealt {@value #DEALS} times in a random order from a fixed seed.
 */
final class DelagFormat {
    private static final String ANOMALY = "anomaly";
    private static final int DEALS = 9;
    private static final double MILLISECONDS = 1000;

    private record Request(double seconds, int kind) {}

    private DelagFormat() {}

    static boolean matches(Path folder) throws IOException {
        var files = files(folder);
        if (files.isEmpty()) {
            return false;
        }
        try (var lines = Files.lines(files.getFirst())) {
            return lines.findFirst()
                    .filter(line -> line.endsWith("," + ANOMALY))
                    .isPresent();
        }
    }

    static Recording read(String name, Path folder) throws IOException {
        var runs = new ArrayList<CanaryRun>();
        for (Path file : files(folder)) {
            var requests = requests(Table.read(file));
            var title = file.getFileName().toString().replace(".csv", "");
            var kinds = new TreeSet<Integer>();
            requests.forEach(request -> kinds.add(request.kind()));
            kinds.remove(0);
            for (int kind : kinds) {
                runs.add(run(title + " anomaly " + kind, requests, kind));
            }
            var good = new ArrayList<>(
                    requests.stream().filter(request -> request.kind() == 0).toList());
            runs.add(run(title + " healthy", good, 0));
            for (int deal = 1; deal <= DEALS; deal++) {
                Collections.shuffle(good, new Random(deal));
                runs.add(run(title + " healthy, deal " + deal, good, 0));
            }
        }
        return new Recording.Canaries(name, runs);
    }

    private static CanaryRun run(String name, List<Request> requests, int kind) {
        var baseline = new ArrayList<Double>();
        var canary = new ArrayList<Double>();
        boolean toBaseline = true;
        for (Request request : requests) {
            if (request.kind() == 0) {
                (toBaseline ? baseline : canary).add(request.seconds());
                toBaseline = !toBaseline;
            } else if (request.kind() == kind) {
                canary.add(request.seconds());
            }
        }
        return new CanaryRun(name, kind != 0, baseline, canary);
    }

    private static List<Request> requests(Table table) throws IOException {
        var latency = table.columns().keySet().iterator().next();
        var requests = new ArrayList<Request>();
        for (var row : table.rows()) {
            var milliseconds = table.number(row, latency);
            var kind = table.number(row, ANOMALY);
            if (milliseconds.isPresent() && kind.isPresent()) {
                requests.add(new Request(milliseconds.getAsDouble() / MILLISECONDS, (int) kind.getAsDouble()));
            }
        }
        return requests;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d+\\.csv"))
                    .sorted()
                    .toList();
        }
    }
}
