package io.tidegate.cli;

import java.io.IOException;
import picocli.CommandLine.Command;

/** Stops the suite. */
@Command(name = "down", description = "Stops what `up` started; its state is kept.", mixinStandardHelpOptions = true)
final class Down extends SuiteCommand {
    @Override
    protected ExitCode run() throws IOException, InterruptedException {
        err().println(suite().stop() ? "tidegate: stopped" : "tidegate: nothing was running");
        return ExitCode.DONE;
    }
}
