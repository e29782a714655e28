package io.tidegate.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the suite on this machine. */
@Command(
        name = "up",
        description = "Starts three regions and the control plane on this machine.",
        mixinStandardHelpOptions = true)
final class Up extends SuiteCommand {
    @Option(names = "--fresh", description = "Forgets what earlier runs kept.")
    private boolean fresh;

    @Option(
            names = "--rate",
            description = "Requests per second of the synthetic clients to every service (default: ${DEFAULT-VALUE}).",
            defaultValue = "30")
    private double rate = 30;

    @Option(names = "--timeout", description = "Seconds to wait (default: ${DEFAULT-VALUE}).", defaultValue = "180")
    private int timeout = 180;

    @Option(
            names = "--base-port",
            paramLabel = "PORT",
            description = "The first of about 25 consecutive ports (default: free ones, kept from start to start).")
    private @Nullable Integer basePort;

    @Option(
            names = "--with",
            paramLabel = "PID",
            description = "Ends the suite when this process ends, however it does (default: it goes on until `down`).")
    private @Nullable Long holder;

    @Override
    protected ExitCode run() throws IOException, InterruptedException {
        var known = suite().document();
        if (known.isPresent()) {
            err().println("tidegate: it is running already:");
            show(known.get());
            return ExitCode.DONE;
        }
        var wish = new SuiteStart.Wish(
                fresh,
                rate,
                timeout,
                basePort == null ? OptionalInt.empty() : OptionalInt.of(basePort),
                holder == null ? OptionalLong.empty() : OptionalLong.of(holder));
        return new SuiteStart(layout(), err()).start(wish) ? shown() : ExitCode.TIMEOUT;
    }

    private ExitCode shown() throws IOException {
        show(running());
        return ExitCode.DONE;
    }

    private void show(ObjectNode document) {
        SuiteView.of(document).print(output, out());
    }
}
