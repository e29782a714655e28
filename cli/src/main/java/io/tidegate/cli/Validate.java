package io.tidegate.cli;

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
        return file.use(command.commandLine().getErr(), estate -> {
                    command.commandLine()
                            .getErr()
                            .println("estate '" + estate.name() + "' is valid: "
                                    + counted(estate.services().size(), "service") + ", "
                                    + counted(estate.regions().size(), "region"));
                    return ExitCode.DONE;
                })
                .number();
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
