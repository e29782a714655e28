package io.tidegate.cli;

import io.tidegate.estate.reading.Reading;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says whether a file is an estate, and if not, everything that is wrong with it. */
@Command(
        name = "validate",
        description = "Checks an estate file; prints every finding as FILE:LINE:COLUMN: message.",
        mixinStandardHelpOptions = true)
final class Validate implements Callable<Integer> {
    @Mixin
    private EstateFile file = new EstateFile();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec command;

    @Override
    public Integer call() {
        var err = command.commandLine().getErr();
        return switch (file.open()) {
            case EstateFile.Opened.Unreadable(var code, var message) -> {
                err.println("tidegate: " + message);
                yield code.number();
            }
            case EstateFile.Opened.Text(Reading.Rejected(var findings)) -> {
                findings.forEach(err::println);
                yield ExitCode.INVALID_INPUT.number();
            }
            case EstateFile.Opened.Text(Reading.Read(var estate)) -> {
                err.println("estate '" + estate.name() + "' is valid: "
                        + estate.services().size() + " services, "
                        + estate.regions().size() + " regions");
                yield ExitCode.DONE.number();
            }
        };
    }
}
