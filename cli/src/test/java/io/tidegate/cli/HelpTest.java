package io.tidegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The help of every verb is approved text; where a change is meant, copy what was received over it. */
class HelpTest {
    private static final Path APPROVED = Path.of("src", "test", "resources", "help.approved.txt");
    private static final Path RECEIVED = Path.of("target", "help.received.txt");

    @Test
    void theHelpOfEveryVerbIsWhatWasApproved() throws IOException {
        var received = help();
        Files.createDirectories(RECEIVED.getParent());
        Files.writeString(RECEIVED, received);

        assertThat(received)
                .as("where the change is meant: cp %s %s", RECEIVED.toAbsolutePath(), APPROVED.toAbsolutePath())
                .isEqualTo(Files.readString(APPROVED));
    }

    @Test
    void everyVerbSaysWhatItDoesAndSoDoesEveryOption() {
        var silent = new ArrayList<String>();
        verbs().forEach((name, verb) -> {
            if (verb.getCommandSpec().usageMessage().description().length == 0) {
                silent.add(name);
            }
            verb.getCommandSpec().args().stream()
                    .filter(argument -> argument.description().length == 0)
                    .forEach(argument -> silent.add(name + " " + argument.paramLabel()));
        });

        assertThat(silent).isEmpty();
    }

    @Test
    void nothingIsColouredWithoutATerminal() {
        assertThat(help()).doesNotContain("\u001b");
        assertThat(Ansi.AUTO.enabled()).isFalse();
    }

    private static String help() {
        var text = new StringBuilder(Tidegate.commandLine().getUsageMessage(Ansi.AUTO));
        verbs().forEach((name, verb) ->
                text.append("\n=== ").append(name).append("\n").append(verb.getUsageMessage(Ansi.AUTO)));
        return text.toString();
    }

    private static Map<String, CommandLine> verbs() {
        return new TreeMap<>(Tidegate.commandLine().getSubcommands());
    }
}
