package io.tidegate.benchmarks;

import io.tidegate.local.suite.Layout;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
        SIMULATION,
        UP,
        HOPS,
        ROUNDS,
        DEMO
    }

    /** How results are printed. */
    enum Output {
        TABLE,
        JSON
    }

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

    @Option(names = "--results", description = "Folder that the figures are kept in (default: benchmarks/results).")
    private Path results = Path.of(System.getProperty("tidegate.home", "."), "benchmarks", "results");

    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    private final PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);

    private Bench() {}

    public static void main(String[] arguments) {
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
        take(taken, Part.SIMULATION, runs::simulation);
        if (only.contains(Part.UP) || only.contains(Part.HOPS) || only.contains(Part.ROUNDS)) {
            onSuite(taken, layout);
        }
        take(taken, Part.DEMO, runs::demo);
        out.println(output == Output.JSON ? taken.json().toPrettyString() : taken.table());
        err.println("kept in " + taken.write(results));
        return taken.good() ? 0 : 1;
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
        take(taken, Part.ROUNDS, () -> suite.processes().memory("after rounds"));
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
        } catch (Exception failure) {
            taken.missing(word, String.valueOf(failure.getMessage()));
        }
    }
}
