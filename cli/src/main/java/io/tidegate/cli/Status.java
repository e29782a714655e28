package io.tidegate.cli;

import java.io.IOException;
import picocli.CommandLine.Command;

/** Shows what runs. */
@Command(name = "status", description = "Shows what runs, and where.", mixinStandardHelpOptions = true)
final class Status extends SuiteCommand {
    @Override
    protected ExitCode run() throws IOException {
        SuiteView.of(running()).print(output, out());
        return ExitCode.DONE;
    }
}
