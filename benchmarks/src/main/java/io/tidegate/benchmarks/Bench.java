package io.tidegate.benchmarks;

import io.tidegate.local.suite.Layout;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes the figures, prints them, and keeps them. */
@Command(
        name = "tidegate bench",
        description = "Measures how long the product takes and what it costs, on a suite of its own.",
        mixinStandardHelpOptions = true)
public final class Bench implements Callable<Integer> {
    /** A group of figures that are taken together. */
    enum Part {
        CLI,
        PLAN,
        PLANNER,
        SIMULATION,
        UP,
        HOPS,
        ROUNDS,
        FAILURES,
        DEMO,
        TELEMETRY,
        PROMETHEUS,
        JUDGE,
        SERIES
    }

    /** How results are printed. */
    enum Output {
        TABLE,
        JSON
    }

    /** How often a planner is killed. */
    private static final int KILLS = 5;

    /** Of several on the class path; what it is told not to log costs nothing. */
    static final String LOGGING = "org.slf4j.jul.JULServiceProvider";

    @Option(
            names = {"-o", "--output"},
            description = "table or json (default: table).")
    private Output output = Output.TABLE;

    @Option(names = "--only", split = ",", description = "Parts to measure: ${COMPLETION-CANDIDATES} (default: all).")
    private Set<Part> only = EnumSet.allOf(Part.class);

    @Option(names = "--starts", description = "How often the suite is started (default: ${DEFAULT-VALUE}).")
    private int starts = 3;

    @Option(names = "--rounds", description = "How many bad versions are taken back (default: ${DEFAULT-VALUE}).")
    private int rounds = 20;

    @Option(
            names = "--errors",
            split = ",",
            description = "Sizes of the rounds' faults, percent of requests (default: ${DEFAULT-VALUE}).")
    private List<Integer> errors = List.of(5, 20, 50);

    @Option(
            names = "--rates",
            split = ",",
            description = "Requests a second of the rounds' faulty versions (default: ${DEFAULT-VALUE}).")
    private List<Integer> rates = List.of(5, 20, 50);

    @Option(
            names = "--weight",
            description = "Percent of the traffic that a faulty version gets (default: ${DEFAULT-VALUE}).")
    private int weight = 10;

    @Option(names = "--lanes", description = "How many faulty versions at a time (default: ${DEFAULT-VALUE}).")
    private int lanes = 2;

    @Option(names = "--services", description = "Services of the telemetry (default: ${DEFAULT-VALUE}).")
    private int services = 100;

    @Option(
            names = "--window",
            description = "Seconds of telemetry before anything is counted (default: ${DEFAULT-VALUE}).")
    private int window = TelemetryFigures.LONGEST_WINDOW;

    @Option(names = "--series", description = "Series to grow to (default: ${DEFAULT-VALUE}).")
    private int series = 1_000_000;

    @Option(names = "--minutes", description = "How long series may grow (default: ${DEFAULT-VALUE}).")
    private int minutes = 5;

    @Option(names = "--results", description = "Folder that the figures are kept in (default: benchmarks/results).")
    private Path results = Path.of(System.getProperty("tidegate.home", "."), "benchmarks", "results");

    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    private final PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);

    private Bench() {}

    public static void main(String[] arguments) {
        System.setProperty("slf4j.provider", LOGGING);
        LogManager.getLogManager().getLogger("").setLevel(Level.OFF);
        System.exit(new CommandLine(new Bench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        var usual = Layout.of(Path.of(System.getProperty("tidegate.home", "."))
                .toAbsolutePath()
                .normalize());
        var layout = new Layout(usual.product(), usual.state().resolve("bench"), usual.regions());
        var taken = new Results(Machine.here(), Instant.now());
        var runs = new CommandLineRuns(layout);
        take(taken, Part.CLI, runs::warmStart);
        take(taken, Part.PLAN, Planned::measure);
        take(taken, Part.PLANNER, PlannerFigures::measure);
        take(taken, Part.SIMULATION, runs::simulation);
        if (EnumSet.of(Part.UP, Part.HOPS, Part.ROUNDS, Part.FAILURES).stream().anyMatch(only::contains)) {
            onSuite(taken, layout);
        }
        take(taken, Part.DEMO, runs::demo);
        health(taken);
        out.println(output == Output.JSON ? taken.json().toPrettyString() : taken.table());
        err.println("kept in " + taken.write(results));
        return taken.good() ? 0 : 1;
    }

    /** What the health-service alone carries. */
    private void health(Results taken) {
        take(taken, Part.JUDGE, JudgeFigures::measure);
        take(taken, Part.TELEMETRY, () -> new TelemetryFigures(services, window, err::println).measure());
        if (only.contains(Part.PROMETHEUS) && PrometheusServer.program().isEmpty()) {
            taken.skipped("prometheus", "no prometheus is on the search path");
        } else {
            take(taken, Part.PROMETHEUS, () -> new PrometheusFigures(
                            PrometheusServer.program().orElseThrow(), services, window, err::println)
                    .measure());
        }
        take(taken, Part.SERIES, () -> new SeriesFigures(series, Duration.ofMinutes(minutes), err::println).measure());
    }

    /** What needs a running suite: all starts, then everything else on the last. */
    private void onSuite(Results taken, Layout layout) throws Exception {
        var started = new ArrayList<MeasuredSuite>();
        int times = only.contains(Part.UP) ? Math.max(1, starts) : 1;
        for (int number = 1; number <= times; number++) {
            err.println("starting the suite, %d of %d".formatted(number, times));
            MeasuredSuite suite;
            try {
                suite = MeasuredSuite.start(layout);
            } catch (IllegalStateException failure) {
                taken.missing("up", String.valueOf(failure.getMessage()));
                return;
            }
            try {
                started.add(suite);
                if (number == times) {
                    take(taken, Part.UP, () -> MeasuredSuite.starts(started));
                    take(taken, Part.UP, () -> suite.processes().memory("after up"));
                    onSuite(taken, suite, layout);
                }
            } finally {
                suite.stop();
            }
        }
    }

    private void onSuite(Results taken, MeasuredSuite suite, Layout layout) {
        var controlPlane = layout.controlPlane();
        var other = layout.regions().get(1);
        take(taken, Part.HOPS, () -> new Hops(suite.document(), controlPlane, other).measure());
        take(taken, Part.ROUNDS, () -> new Rounds(suite.document(), controlPlane, other).measure(rounds, err::println));
        take(taken, Part.ROUNDS, () -> new FaultRounds(
                        suite.document(), layout.regions(), new FaultGrid(errors, rates, weight), err::println)
                .measure(rounds, lanes, taken::missing));
        take(taken, Part.ROUNDS, () -> suite.processes().memory("after rounds"));
        take(taken, Part.FAILURES, () -> new Failures(suite).measure(KILLS, controlPlane, other));
    }

    private void take(Results taken, Part part, Callable<List<Figure>> measuring) {
        if (!only.contains(part)) {
            return;
        }
        var word = part.name().toLowerCase(Locale.ROOT);
        err.println("measuring: " + word);
        try {
            taken.add(measuring.call());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            taken.missing(word, "interrupted");
        } catch (Exception failure) { // one part that fails must not cost the figures of the others
            failure.printStackTrace(err);
            taken.missing(word, failure.toString());
        }
    }
}
