package io.tidegate.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.simulation.Plant;
import io.tidegate.simulation.Simulations;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the deciders through random histories with faults, and says which invariants did not hold. */
@Command(
        name = "simulate",
        description = "Runs the control plane's deciders through random histories with faults, under virtual time.",
        mixinStandardHelpOptions = true)
final class Simulate implements Callable<Integer> {
    private static final int SHOWN = 10;
    private static final int MOST_REGIONS = 100;

    @Option(names = "--seeds", description = "How many histories (default: ${DEFAULT-VALUE}).", defaultValue = "1000")
    private int seeds = 1_000;

    @Option(names = "--seed", description = "The first seed (default: ${DEFAULT-VALUE}).", defaultValue = "1")
    private long firstSeed = 1;

    @Option(
            names = "--regions",
            description =
                    "With --services: one calm deployment to an estate of this size instead, to see how time grows.")
    private int regions;

    @Option(names = "--services", description = "How many services that estate has.")
    private int services;

    @Option(names = "--trace", description = "Prints the first failing history, or that of --seeds 1.")
    private boolean trace;

    @Option(
            names = "--covering",
            description = "Ends with 1 as well where a legal state or transition was not reached.")
    private boolean covering;

    @Option(
            names = "--plant",
            description = "A bug in the simulation's wiring, to see it found: ${COMPLETION-CANDIDATES}.",
            defaultValue = "NONE")
    private Plant plant = Plant.NONE;

    @Option(
            names = {"-o", "--output"},
            description = "table, json, yaml or name (default: table).",
            defaultValue = "table")
    private Output output = Output.TABLE;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec command;

    @Override
    public Integer call() {
        if (seeds < 1) {
            command.commandLine().getErr().println("tidegate: --seeds is " + seeds + "; wanted is 1 or more");
            return ExitCode.USAGE.number();
        }
        if ((regions > 0) != (services > 0) || regions < 0 || regions > MOST_REGIONS) {
            command.commandLine()
                    .getErr()
                    .println("tidegate: --regions (1 to " + MOST_REGIONS + ") and --services go together");
            return ExitCode.USAGE.number();
        }
        var report = regions > 0 ? Simulations.grown(regions, services) : Simulations.run(firstSeed, seeds, plant);
        if (trace) {
            report.trace().forEach(command.commandLine().getErr()::println);
        }
        var out = command.commandLine().getOut();
        switch (output) {
            case TABLE -> table(out, report);
            case JSON, YAML, NAME -> new Answer(json(report), failing(report), () -> "").print(output, out);
        }
        out.flush();
        boolean covered = !covering || report.isCovering();
        return (covered && report.violations().isEmpty() ? ExitCode.DONE : ExitCode.ERROR).number();
    }

    /** The seeds whose histories broke an invariant. */
    private static List<String> failing(Simulations.Report report) {
        return report.violations().stream()
                .map(violation -> String.valueOf(violation.seed()))
                .distinct()
                .toList();
    }

    private static void table(PrintWriter out, Simulations.Report report) {
        out.printf(
                Locale.ROOT,
                "%d histories in %.1f s (%.0f per second), from seed %d%n",
                report.seeds(),
                report.seconds(),
                report.historiesPerSecond(),
                report.firstSeed());
        out.printf("states reached       %s%n", line(report.states()));
        out.printf("transitions reached  %s%n", line(report.transitions()));
        out.printf("violations           %d%n", report.violations().size());
        report.violations().stream()
                .limit(SHOWN)
                .forEach(violation -> out.printf(
                        "  seed %d, invariant %d: %s%n", violation.seed(), violation.invariant(), violation.message()));
    }

    private static String line(Simulations.Reached reached) {
        return reached.reached() + " of " + reached.legal()
                + (reached.missing().isEmpty() ? "" : "; missing " + String.join(", ", reached.missing()));
    }

    private static ObjectNode json(Simulations.Report report) {
        var document = new ObjectMapper()
                .createObjectNode()
                .put("seeds", report.seeds())
                .put("firstSeed", report.firstSeed());
        var violations = document.putArray("violations");
        report.violations().forEach(violation -> violations
                .addObject()
                .put("seed", violation.seed())
                .put("invariant", violation.invariant())
                .put("message", violation.message()));
        document.put("seconds", report.seconds()).put("historiesPerSecond", report.historiesPerSecond());
        put(document.putObject("states"), report.states());
        put(document.putObject("transitions"), report.transitions());
        return document;
    }

    private static void put(ObjectNode at, Simulations.Reached reached) {
        at.put("reached", reached.reached()).put("legal", reached.legal());
        var missing = at.putArray("missing");
        reached.missing().forEach(missing::add);
    }
}
