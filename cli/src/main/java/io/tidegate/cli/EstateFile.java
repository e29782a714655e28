package io.tidegate.cli;

import io.tidegate.estate.Estate;
import io.tidegate.estate.reading.EstateReader;
import io.tidegate.estate.reading.Finding;
import io.tidegate.estate.reading.Reading;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** The option {@code -f FILE}, and the estate behind it. */
final class EstateFile {
    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "The estate file.")
    private Path file = Path.of("estate.yaml");

    Path path() {
        return file;
    }

    /** Does {@code work} with the estate; where there is none, says why on {@code err} and returns the code for that. */
    ExitCode use(PrintWriter err, Function<Estate, ExitCode> work) {
        try {
            return switch (read()) {
                case Reading.Read(var estate) -> work.apply(estate);
                case Reading.Rejected(var findings) -> {
                    findings.forEach(err::println);
                    yield ExitCode.INVALID_INPUT;
                }
            };
        } catch (NoSuchFileException missing) {
            err.println("tidegate: there is no file " + file);
            return ExitCode.NOT_FOUND;
        } catch (IOException unreadable) {
            err.println("tidegate: cannot read " + file + ": " + unreadable);
            return ExitCode.ERROR;
        }
    }

    /** Refuses by size before a byte is read. */
    private Reading read() throws IOException {
        long bytes = Files.size(file);
        if (bytes > EstateReader.MAX_BYTES) {
            return rejected("the file has " + bytes + " bytes; at most " + EstateReader.MAX_BYTES
                    + " are read, so split the estate");
        }
        try {
            return EstateReader.read(Files.readString(file), file.toString());
        } catch (MalformedInputException notText) {
            return rejected("the file is not UTF-8 text; save it as UTF-8");
        }
    }

    private Reading rejected(String message) {
        return new Reading.Rejected(List.of(new Finding(file.toString(), 1, 1, message)));
    }
}
