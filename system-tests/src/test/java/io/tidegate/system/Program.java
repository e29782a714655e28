package io.tidegate.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Another program, started as a process of its own; what it says is kept in files. */
record Program(Process process, Path out, Path err) {
    private static final Duration LONGEST = Duration.ofMinutes(8);

    /** How it ended. */
    record Result(int exit, String out, String err) {
        /** What it printed, as JSON. */
        JsonNode json() {
            try {
                return Suite.json(out);
            } catch (UncheckedIOException noJson) {
                throw new IllegalStateException(
                        "no JSON on standard output: " + out + "\nstandard error: " + err, noJson);
            }
        }
    }

    /**
     * Starts a program; its standard input is closed.
     *
     * @param name how the files begin that it writes into {@code folder}
     */
    static Program start(Path folder, String name, Map<String, String> variables, List<String> command)
            throws IOException {
        Files.createDirectories(folder);
        var out = Files.createTempFile(folder, name + "-", ".out");
        var err = Path.of(out.toString().replaceFirst("out$", "err"));
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(variables);
        var process = builder.start();
        process.outputWriter(UTF_8).close();
        return new Program(process, out, err);
    }

    /** What it has said on standard error by now. */
    String said() {
        try {
            return Files.readString(err);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Waits for its end. */
    Result result() {
        try {
            if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the call did not end within " + LONGEST + ": " + said());
            }
            return new Result(process.exitValue(), Files.readString(out), said());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
