package io.tidegate.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The command line as a process of its own, as a user calls it.
 *
 * @param home the folder of the built product
 * @param state the folder of the suite that it deals with
 */
record Cli(Path home, Path state) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST = Duration.ofMinutes(8);

    /** How a call ended. */
    record Result(int exit, String out, String err) {
        /** What it printed, as JSON. */
        JsonNode json() {
            try {
                return JSON.readTree(out);
            } catch (IOException noJson) {
                throw new UncheckedIOException(
                        "no JSON on standard output: " + out + "\nstandard error: " + err, noJson);
            }
        }
    }

    /** A call that goes on. */
    record Call(Process process, Path out, Path err) {
        Result result() {
            try {
                if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError("the call did not end within " + LONGEST + ": " + Files.readString(err));
                }
                return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(stopped);
            }
        }
    }

    Result run(String... arguments) {
        return start(arguments).result();
    }

    /** Starts a call; standard input is closed, the folder is the state's parent. */
    Call start(String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Dslf4j.internal.verbosity=ERROR",
                "-Dtidegate.home=" + home,
                "-jar",
                home.resolve("cli/target/cli-0.1.0-SNAPSHOT.jar").toString()));
        command.addAll(List.of(arguments));
        try {
            var folder = Files.createDirectories(state.resolveSibling("calls"));
            var out = Files.createTempFile(folder, arguments[0] + "-", ".out");
            var err = Path.of(out.toString().replaceFirst("out$", "err"));
            var builder =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().put("TIDEGATE_STATE", state.toString());
            var process = builder.start();
            process.outputWriter(UTF_8).close();
            return new Call(process, out, err);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
