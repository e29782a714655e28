package io.tidegate.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The checkout that is under test: its modules, sources and classes. */
final class Checkout {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Path ROOT = root();

    private Checkout() {}

    /** A file or folder of the checkout. */
    static Path file(String name) {
        return ROOT.resolve(name);
    }

    /** The folders of the modules that the root's pom names. */
    static List<Path> modules() {
        return MODULE.matcher(text(ROOT.resolve("pom.xml")))
                .results()
                .map(found -> ROOT.resolve(found.group(1)))
                .toList();
    }

    /** Where the modules' own classes are, tests not included. */
    static List<Path> classes() {
        return modules().stream()
                .filter(module -> !sources(module.resolve("src/main/java")).isEmpty())
                .map(module -> module.resolve("target/classes"))
                .map(Checkout::built)
                .toList();
    }

    /** Where the classes of those modules' tests are that were built. */
    static List<Path> testClasses() {
        return modules().stream()
                .map(module -> module.resolve("target/test-classes"))
                .filter(Files::isDirectory)
                .toList();
    }

    /** Every Java file of every module below {@code src/main/java} or {@code src/test/java}. */
    static List<Path> allSources(String folder) {
        return modules().stream()
                .flatMap(module -> sources(module.resolve(folder)).stream())
                .toList();
    }

    static List<Path> sources(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The path within the checkout, as people know it. */
    static String name(Path file) {
        return ROOT.relativize(file).toString();
    }

    private static Path built(Path classes) {
        if (!Files.isDirectory(classes)) {
            throw new IllegalStateException(
                    name(classes) + " is not there; these tests look at all modules: build them with ./mvnw verify");
        }
        return classes;
    }

    private static Path root() {
        var folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("these tests run within a checkout, which has mvnw in its root");
        }
        return folder;
    }
}
