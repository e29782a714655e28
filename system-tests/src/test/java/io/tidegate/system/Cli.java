package io.tidegate.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The command line as a process of its own, as a user calls it.
 *
 * @param home the folder of the built product
 * @param state the folder of the suite that it deals with
 * @param user who calls it
 * @param settings variables of its environment, which a suite that it starts has as well
 */
record Cli(Path home, Path state, String user, Map<String, String> settings) {
    Cli(Path home, Path state, Map<String, String> settings) {
        this(home, state, System.getProperty("user.name"), settings);
    }

    /** The same as somebody else calls it. */
    Cli as(String other) {
        return new Cli(home, state, other, settings);
    }

    Program.Result run(String... arguments) {
        return start(arguments).result();
    }

    /** Starts a call that goes on. */
    Program start(String... arguments) {
        return start(List.of(), arguments);
    }

    /**
     * Starts a call as a terminal does: at the head of a group of processes that a Ctrl-C reaches together. A test's own
     * process may have been told to ignore it; the call is not.
     */
    Program startAsInATerminal(String... arguments) {
        return start(List.of("setsid", "env", "--default-signal=INT"), arguments);
    }

    private Program start(List<String> before, String... arguments) {
        var command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Dslf4j.internal.verbosity=ERROR",
                "-Duser.name=" + user,
                "-Dtidegate.home=" + home,
                "-jar",
                home.resolve("cli/target/cli-0.1.0-SNAPSHOT.jar").toString()));
        command.addAll(List.of(arguments));
        var variables = new HashMap<>(settings);
        variables.put("TIDEGATE_STATE", state.toString());
        try {
            return Program.start(state.resolveSibling("calls"), arguments[0], variables, command);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
