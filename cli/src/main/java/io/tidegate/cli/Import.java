package io.tidegate.cli;

import io.tidegate.estate.importing.Imported;
import io.tidegate.estate.importing.Importing;
import io.tidegate.estate.importing.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes an estate of Compose files or Kubernetes manifests. */
@Command(
        name = "import",
        description = "Makes an estate of Compose files or Kubernetes manifests; prints it, and on standard error what"
                + " was guessed or left out.",
        mixinStandardHelpOptions = true)
final class Import implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "The files; of Compose files, later ones override earlier ones.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--from", description = "compose or kubernetes (default: seen from the files).")
    private Importing.@Nullable Kind from;

    @Option(names = "--name", description = "The estate's name (default: the project's or the first file's).")
    private @Nullable String name;

    @Option(names = "--profile", description = "A Compose profile that is on; may be repeated; * for all.")
    private Set<String> profiles = new LinkedHashSet<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        var err = command.commandLine().getErr();
        var sources = new ArrayList<Source>();
        for (Path file : files) {
            try {
                sources.add(new Source(file.toString(), Files.readString(file)));
            } catch (NoSuchFileException missing) {
                err.println("tidegate: there is no file " + file);
                return ExitCode.NOT_FOUND.number();
            }
        }
        var options = new Importing.Options(
                Optional.ofNullable(from), Optional.ofNullable(name), profiles, variables(), Import::text);
        return switch (Importing.run(sources, options)) {
            case Imported.Estate(var text, var notes) -> {
                notes.forEach(note -> err.println("note: " + note));
                command.commandLine().getOut().print(text);
                command.commandLine().getOut().flush();
                yield ExitCode.DONE.number();
            }
            case Imported.Rejected(var findings) -> {
                findings.forEach(err::println);
                yield ExitCode.INVALID_INPUT.number();
            }
        };
    }

    /** The process's variables over those of a {@code .env} file beside the first file, as Compose has it. */
    private Map<String, String> variables() {
        var variables = new LinkedHashMap<String, String>();
        text(files.getFirst().resolveSibling(".env").toString()).ifPresent(text -> text.lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("#") && line.indexOf('=') > 0)
                .forEach(line -> variables.put(
                        line.substring(0, line.indexOf('='))
                                .replaceFirst("^export\\s+", "")
                                .strip(),
                        unquoted(line.substring(line.indexOf('=') + 1).strip()))));
        variables.putAll(System.getenv());
        return variables;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1
                && (value.startsWith("\"") || value.startsWith("'"))
                && value.endsWith(value.substring(0, 1));
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static Optional<String> text(String file) {
        try {
            return Files.isRegularFile(Path.of(file)) ? Optional.of(Files.readString(Path.of(file))) : Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
