package io.tidegate.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what makes a shell complete commands and options. */
@Command(
        name = "completion",
        description = "Prints a completion script; load it with `source <(tidegate completion bash)`, in zsh with"
                + " `source <(tidegate completion zsh)`.",
        mixinStandardHelpOptions = true)
final class Completion implements Callable<Integer> {
    private enum Shell {
        BASH,
        ZSH
    }

    @Parameters(
            arity = "0..1",
            paramLabel = "SHELL",
            description = "bash or zsh (default: bash).",
            defaultValue = "bash")
    private Shell shell = Shell.BASH;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec command;

    @Override
    public Integer call() {
        var out = command.commandLine().getOut();
        out.println("# Completion of tidegate for " + shell.name().toLowerCase(Locale.ROOT));
        if (shell == Shell.ZSH) {
            out.println("autoload -U +X compinit && compinit && autoload -U +X bashcompinit && bashcompinit");
        }
        CommandLine all = Tidegate.commandLine();
        out.print(AutoComplete.bash("tidegate", all));
        out.flush();
        return ExitCode.DONE.number();
    }
}
