package io.tidegate.benchmarks;

import io.tidegate.local.suite.Leash;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A Java process of a benchmark's own, on the class path of this one, that is asked by lines and ends with this one. */
final class JavaProcess implements AutoCloseable {
    /** Begins a line that is an answer; all others are passed over. */
    static final String ANSWER = "= ";

    private final Process process;
    private final BufferedReader answers;
    private final Writer questions;

    private JavaProcess(Process process) {
        this.process = process;
        this.answers = process.inputReader();
        this.questions = process.outputWriter();
    }

    /**
     * Starts a class that has a main method.
     *
     * @param core the core that all of it runs on, where the system can do that
     * @param errors the file for what it says of failures
     */
    static JavaProcess start(OptionalInt core, List<String> options, Path errors, Class<?> main, String... arguments)
            throws IOException {
        var command = new ArrayList<String>();
        if (core.isPresent() && canPin()) {
            command.addAll(List.of("taskset", "-c", Integer.toString(core.getAsInt())));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Djava.net.preferIPv4Stack=true"));
        command.addAll(List.of("-Dslf4j.provider=" + Bench.LOGGING, "-Dslf4j.internal.verbosity=ERROR"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Leash.class.getName()));
        command.add(Long.toString(ProcessHandle.current().pid()));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return new JavaProcess(
                new ProcessBuilder(command).redirectError(errors.toFile()).start());
    }

    /** Whether this system and machine can keep a process on one core and leave another to the rest. */
    static boolean canPin() {
        return Runtime.getRuntime().availableProcessors() > 1 && Files.isExecutable(Path.of("/usr/bin/taskset"));
    }

    /** Asks for a number. */
    double ask(String question) {
        try {
            questions.write(question + "\n");
            questions.flush();
            for (var line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith(ANSWER)) {
                    return Double.parseDouble(line.substring(ANSWER.length()));
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("the process that was asked for its " + question + " has ended", failure);
        }
        throw new IllegalStateException("the process that was asked for its " + question + " has ended");
    }

    /** All that it answers unasked, until it ends by itself. */
    List<String> answers() throws IOException {
        var all = new ArrayList<String>();
        for (var line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(ANSWER)) {
                all.add(line.substring(ANSWER.length()));
            }
        }
        return all;
    }

    /** Waits for its end; whether it failed. */
    boolean endedBadly() throws InterruptedException {
        return process.waitFor() != 0;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Processor time of all its threads so far, in seconds. */
    double processorSeconds() throws IOException {
        return used().processorSeconds();
    }

    /** What the system counts of it. */
    Processes used() {
        return new Processes(Map.of("process", List.of(process.pid())));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
