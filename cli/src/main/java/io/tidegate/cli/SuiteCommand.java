package io.tidegate.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.local.suite.Layout;
import io.tidegate.local.suite.RunningSuite;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands that deal with a running suite have in common. */
abstract class SuiteCommand implements Callable<Integer> {
    @Option(
            names = {"-o", "--output"},
            description = "table, json, yaml or name (default: table).",
            defaultValue = "table")
    protected Output output = Output.TABLE;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec command;

    @Override
    public final Integer call() throws Exception {
        return run().number();
    }

    /** Does the command's work. */
    protected abstract ExitCode run() throws Exception;

    /** Where things are; the launcher says where the product is. */
    protected static Layout layout() {
        return Layout.of(Path.of(System.getProperty("tidegate.home", "."))
                .toAbsolutePath()
                .normalize());
    }

    protected static RunningSuite suite() {
        return new RunningSuite(layout());
    }

    /** What the running suite says of itself. */
    protected static ObjectNode running() throws IOException {
        return suite().document()
                .orElseThrow(() -> new IllegalStateException("nothing is running; start it with `tidegate up`"));
    }

    protected PrintWriter out() {
        return command.commandLine().getOut();
    }

    protected PrintWriter err() {
        return command.commandLine().getErr();
    }
}
