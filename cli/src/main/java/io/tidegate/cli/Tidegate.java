package io.tidegate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.logging.Level;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.TypeConversionException;

/** The command line. Results go to standard output, everything said about them to standard error. */
@Command(
        name = "tidegate",
        description = "Carries deployments through regions in waves, and takes bad versions back.",
        mixinStandardHelpOptions = true,
        version = "tidegate 0.1.0",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:error",
            "2:wrong usage",
            "3:not found",
            "4:denied",
            "5:conflict",
            "6:timeout",
            "7:invalid input",
            "10:rolled back",
            "11:held, or waiting for approval",
            "12:validation failed"
        },
        subcommands = {
            Demo.class,
            Up.class,
            WarmUp.class,
            Down.class,
            Status.class,
            Validate.class,
            PlanCommand.class,
            Import.class,
            Simulate.class,
            Deploy.class,
            Schedule.class,
            Get.class,
            Describe.class,
            Explain.class,
            AuditCommand.class,
            Evaluate.class,
            Order.Approve.class,
            Pausing.Hold.class,
            Pausing.Resume.class,
            LaneOrders.Freeze.class,
            LaneOrders.Unfreeze.class,
            LaneOrders.Drain.class,
            LaneOrders.Undrain.class,
            Order.Cancel.class,
            Order.RollBack.class,
            FailOver.class,
            Doctor.class,
            Completion.class
        })
public final class Tidegate {
    private Tidegate() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        LogManager.getLogManager().getLogger("").setLevel(Level.OFF);
        System.exit(run(writer(System.out), writer(System.err), arguments));
    }

    /** Runs one command and returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        var line = commandLine().setOut(out).setErr(err);
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println("tidegate: " + failure.getMessage());
            return ExitCode.ERROR.number();
        });
        return arguments.length == 0 ? usage(line) : line.execute(arguments);
    }

    /** All verbs. */
    static CommandLine commandLine() {
        return new CommandLine(new Tidegate())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Instant.class, Tidegate::time);
    }

    /** A moment with its zone; seconds may be left out. */
    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException notATime) {
            throw new TypeConversionException("'" + text + "' is no time such as 2026-12-01T02:00Z");
        }
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, UTF_8);
    }

    private static int usage(CommandLine line) {
        line.usage(line.getErr());
        return ExitCode.USAGE.number();
    }
}
