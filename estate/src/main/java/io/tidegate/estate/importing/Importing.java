package io.tidegate.estate.importing;

import io.tidegate.estate.reading.EstateReader;
import io.tidegate.estate.reading.Finding;
import io.tidegate.estate.reading.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Makes an estate of the files that a team already has. */
public final class Importing {
    /** Kinds of files. */
    public enum Kind {
        COMPOSE,
        KUBERNETES
    }

    /**
     * What an import may use beside the files themselves.
     *
     * @param kind the files' kind; where absent, it is seen from their content
     * @param name the estate's name; where absent, the project's, the only file's or the folder's
     * @param profiles Compose profiles that are on; {@code *} for all
     * @param variables variables for interpolation
     * @param files reads a file that another names ({@code extends}, {@code include}), or nothing if it is not there
     */
    public record Options(
            Optional<Kind> kind,
            Optional<String> name,
            Set<String> profiles,
            Map<String, String> variables,
            Function<String, Optional<String>> files) {}

    private final Options options;
    private final List<String> notes = new ArrayList<>();

    private Importing(Options options) {
        this.options = options;
    }

    /**
     * Imports files as one estate.
     *
     * @param sources at least one file; of Compose files, later ones override earlier ones
     */
    public static Imported run(List<Source> sources, Options options) {
        try {
            return new Importing(options).run(sources);
        } catch (Unimportable unimportable) {
            return new Imported.Rejected(List.of(unimportable.finding()));
        }
    }

    private Imported run(List<Source> sources) {
        var kind = options.kind().orElseGet(() -> kindOf(sources));
        var compose = new ComposeFiles(new Interpolation(options.variables()), options.files());
        var services = kind == Kind.COMPOSE ? compose(sources) : kubernetes(sources);
        if (services.isEmpty()) {
            throw new Unimportable(
                    sources.getFirst().file(),
                    kind == Kind.COMPOSE
                            ? "there are no services to import; a Compose file has them under 'services'"
                            : "there is no workload to import; wanted is a Deployment, StatefulSet or DaemonSet");
        }
        var name = options.name()
                .or(() -> kind == Kind.COMPOSE ? compose.name(sources) : Optional.empty())
                .orElseGet(() -> guessedName(sources));
        services.stream()
                .filter(service -> service.ports().isEmpty())
                .forEach(service -> notes.add("'" + service.name() + "' states no port; 80 is assumed"));
        var text = EstateText.of(name, services, Linking.link(services, notes));
        notes.add("regions are not in the files; one, 'primary' with all traffic, is assumed");
        return checked(text);
    }

    private List<Found> compose(List<Source> sources) {
        var interpolation = new Interpolation(options.variables());
        var services = new ComposeFiles(interpolation, options.files()).services(sources);
        interpolation.unset().forEach(name -> notes.add("variable " + name + " is not set; it is read as empty"));
        return new ComposeImport(options.profiles(), notes)
                .services(services, sources.getFirst().file());
    }

    private List<Found> kubernetes(List<Source> sources) {
        var documents = new LinkedHashMap<String, List<Tree>>();
        sources.forEach(source -> documents.put(source.file(), Yaml.load(source, text -> text)));
        return KubernetesImport.services(documents, notes);
    }

    private static Kind kindOf(List<Source> sources) {
        boolean manifests = sources.stream()
                .flatMap(source -> Yaml.load(source, text -> text).stream())
                .anyMatch(document -> document.at("kind").isThere()
                        && document.at("apiVersion").isThere());
        return manifests ? Kind.KUBERNETES : Kind.COMPOSE;
    }

    /** The promise of an import: what comes out is an estate. */
    private Imported checked(String text) {
        return switch (EstateReader.read(text, "the imported estate")) {
            case Reading.Read read -> new Imported.Estate(text, notes);
            case Reading.Rejected(List<Finding> findings) -> new Imported.Rejected(findings);
        };
    }

    private String guessedName(List<Source> sources) {
        var parts = sources.getFirst().file().split("[/\\\\]", -1);
        var folder = parts.length > 1 ? word(parts[parts.length - 2]) : "";
        var file = word(parts[parts.length - 1]
                .replaceFirst("\\.(ya?ml|json)$", "")
                .replaceFirst("[._-]?(docker-)?(compose|kubernetes)$", ""));
        var guesses = sources.size() == 1 ? Stream.of(file, folder) : Stream.of(folder, file);
        var name = guesses.filter(guess -> !guess.isEmpty()).findFirst().orElse("imported");
        notes.add("the estate's name is not in the files; '" + name + "' is assumed");
        return name;
    }

    /** What is left of a file's name in a name of ours. */
    private static String word(String name) {
        return name.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-|-$", "");
    }
}
