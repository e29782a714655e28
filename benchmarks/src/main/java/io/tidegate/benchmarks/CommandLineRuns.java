package io.tidegate.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.benchmarks.Figure.Statistic;
import io.tidegate.local.suite.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a person waits for who types a command: the launcher with everything behind it, as a process. */
final class CommandLineRuns {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WARM_STARTS = 11;
    private static final int SEEDS = 200;

    private record Size(int regions, int services) {}

    private static final List<Size> GROWTH =
            List.of(new Size(10, 100), new Size(10, 1_000), new Size(100, 100), new Size(100, 1_000));

    private final Layout layout;

    CommandLineRuns(Layout layout) {
        this.layout = layout;
    }

    /** A simple command, over and over; the first, which may still find files cold, is not counted. */
    List<Figure> warmStart() throws IOException, InterruptedException {
        var estate =
                layout.product().resolve("examples/code-platform/estate.yaml").toString();
        return List.of(
                Figure.of("command line: tidegate --version", "s", warm("--version"))
                        .within(Statistic.MEDIAN, 1),
                Figure.of("command line: tidegate plan (13 services)", "s", warm("plan", "-f", estate)));
    }

    private Distribution warm(String... arguments) throws IOException, InterruptedException {
        var took = new ArrayList<Double>();
        for (int number = 0; number < WARM_STARTS; number++) {
            var run = run(arguments);
            if (number > 0) {
                took.add(run.seconds());
            }
        }
        return new Distribution(took);
    }

    /** Seeds that the simulation plays in a second, the start of its process included; and how one grows with the estate. */
    List<Figure> simulation() throws IOException, InterruptedException {
        var figures = new ArrayList<Figure>();
        var run = run("simulate", "--seeds", Integer.toString(SEEDS));
        figures.add(Figure.of("simulation: seeds per second", "1/s", Distribution.of(SEEDS / run.seconds())));
        var sizes = new ArrayList<Double>();
        var took = new ArrayList<Double>();
        for (var size : GROWTH) {
            var regions = Integer.toString(size.regions());
            var services = Integer.toString(size.services());
            var grown = run("simulate", "--regions", regions, "--services", services, "-o", "json");
            sizes.add((double) size.regions() * size.services());
            took.add(JSON.readTree(grown.output()).path("seconds").asDouble());
            figures.add(Figure.of(
                    "simulation: one deployment, " + regions + " regions x " + services + " services",
                    "s",
                    Distribution.of(took.getLast())));
        }
        figures.add(Figure.of(
                "simulation: growth with regions x services, 1 is in line",
                "power",
                Distribution.of(Growth.exponent(sizes, took))));
        return figures;
    }

    /** The main job. */
    List<Figure> demo() throws IOException, InterruptedException {
        var report = Files.createTempFile("tidegate-demo", ".html");
        try {
            var run = run("demo", "-o", "json", "--report", report.toString());
            var document = JSON.readTree(run.output());
            var figures = new ArrayList<Figure>();
            figures.add(Figure.of("demo, in all", "s", Distribution.of(run.seconds()))
                    .within(Statistic.MAX, 300));
            figures.add(Figure.of(
                    "demo: up", "s", Distribution.of(document.path("upSeconds").asDouble())));
            for (JsonNode deployment : document.path("deployments")) {
                figures.add(Figure.of(
                        "demo: " + deployment.path("title").asText(),
                        "s",
                        Distribution.of(deployment.path("seconds").asDouble())));
            }
            return figures;
        } finally {
            Files.deleteIfExists(report);
        }
    }

    private record Run(double seconds, String output) {}

    private Run run(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(layout.product().resolve("tidegate").toString());
        command.addAll(List.of(arguments));
        Path errors = Files.createTempFile("tidegate-bench", ".txt");
        try {
            var builder = new ProcessBuilder(command).redirectError(errors.toFile());
            builder.environment().put("TIDEGATE_STATE", layout.state().toString());
            long begun = System.nanoTime();
            var process = builder.start();
            var stop = new Thread(process::destroy, "stop-the-command");
            Runtime.getRuntime().addShutdownHook(stop);
            var output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException("`tidegate " + String.join(" ", arguments) + "` did not end well: "
                        + lastLine(Files.readString(errors)));
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            Runtime.getRuntime().removeShutdownHook(stop);
            return new Run(seconds, output);
        } finally {
            Files.deleteIfExists(errors);
        }
    }

    private static String lastLine(String text) {
        return text.strip().lines().reduce("", (before, line) -> line);
    }
}
