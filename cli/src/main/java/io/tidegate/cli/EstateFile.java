package io.tidegate.cli;

import io.tidegate.estate.reading.EstateReader;
import io.tidegate.estate.reading.Finding;
import io.tidegate.estate.reading.Reading;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The option {@code -f FILE}, and the estate behind it. */
final class EstateFile {
    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "The estate file.")
    private Path file = Path.of("estate.yaml");

    /** What reading the file came to. */
    sealed interface Opened {
        /** It could be read as text; what it says may still be wrong. */
        record Text(Reading reading) implements Opened {}

        /** It could not. */
        record Unreadable(ExitCode code, String message) implements Opened {}
    }

    Opened open() {
        try {
            if (Files.size(file) > EstateReader.MAX_BYTES) {
                return new Opened.Text(new Reading.Rejected(List.of(new Finding(
                        file.toString(),
                        1,
                        1,
                        "the file has " + Files.size(file) + " bytes; at most " + EstateReader.MAX_BYTES
                                + " are read, so split the estate"))));
            }
            return new Opened.Text(EstateReader.read(Files.readString(file), file.toString()));
        } catch (NoSuchFileException missing) {
            return new Opened.Unreadable(ExitCode.NOT_FOUND, "there is no file " + file);
        } catch (MalformedInputException notText) {
            return new Opened.Text(new Reading.Rejected(
                    List.of(new Finding(file.toString(), 1, 1, "the file is not UTF-8 text; save it as UTF-8"))));
        } catch (IOException unreadable) {
            return new Opened.Unreadable(ExitCode.ERROR, "cannot read " + file + ": " + unreadable);
        }
    }
}
