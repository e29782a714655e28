package io.tidegate.estate.importing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Brings Compose files together: several files, {@code include}, {@code extends}. */
final class ComposeFiles {
    /** Settings of a service that a later file replaces; every other list grows. */
    private static final Set<String> REPLACED = Set.of("command", "entrypoint");

    /** Settings that may be a list or a mapping, and are compared by name. */
    private static final Set<String> BY_NAME = Set.of("environment", "depends_on");

    private static final int MAX_EXTENDS = 30;
    private static final Pattern LAST_NAME = Pattern.compile("[^/\\\\]*$");

    private final Interpolation interpolation;
    private final Function<String, Optional<String>> files;
    private final Set<String> included = new LinkedHashSet<>();

    ComposeFiles(Interpolation interpolation, Function<String, Optional<String>> files) {
        this.interpolation = interpolation;
        this.files = files;
    }

    /** The whole project: later files over earlier ones, every service with what it extends. */
    Map<String, Tree> services(List<Source> sources) {
        var merged = new LinkedHashMap<String, Tree>();
        for (Source source : sources) {
            read(source).forEach((name, service) -> merged.merge(name, service, ComposeFiles::over));
        }
        return merged;
    }

    /** The name that a file gives the project. */
    Optional<String> name(List<Source> sources) {
        return sources.stream()
                .flatMap(source -> document(source).at("name").text().stream())
                .findFirst();
    }

    private Map<String, Tree> read(Source source) {
        if (!included.add(source.file())) {
            return Map.of();
        }
        var services = new LinkedHashMap<String, Tree>();
        for (Tree include : document(source).at("include").itemsOrSelf()) {
            var paths = include.isMap() ? include.at("path").texts() : include.texts();
            paths.forEach(path -> services.putAll(read(beside(source, path))));
        }
        servicesOf(source)
                .forEach((name, service) ->
                        services.merge(name, extended(name, service, source, 0), ComposeFiles::over));
        return services;
    }

    private Tree document(Source source) {
        var documents = Yaml.load(source, interpolation);
        return documents.isEmpty() ? Tree.NOTHING : documents.getFirst();
    }

    /** The services of one file; the first form of Compose files has them at the top. */
    private Map<String, Tree> servicesOf(Source source) {
        var document = document(source);
        if (document.at("services").isThere()) {
            return document.at("services").entries();
        }
        var top = new LinkedHashMap<>(document.entries());
        top.values()
                .removeIf(value ->
                        !value.at("image").isThere() && !value.at("build").isThere());
        return top;
    }

    private Tree extended(String name, Tree service, Source source, int depth) {
        var extending = service.at("extends");
        if (!extending.isThere()) {
            return service;
        }
        if (depth > MAX_EXTENDS) {
            throw new Unimportable(source.file(), "'" + name + "' extends itself; remove one of the 'extends'");
        }
        var base = extending.isMap()
                ? extending.at("service").text().orElse(name)
                : extending.text().orElse(name);
        var file = extending.at("file").text().map(path -> beside(source, path)).orElse(source);
        var found = servicesOf(file).get(base);
        if (found == null) {
            throw new Unimportable(
                    source.file(), "'" + name + "' extends '" + base + "', which " + file.file() + " does not have");
        }
        return over(without(extended(base, found, file, depth + 1), "depends_on"), without(service, "extends"));
    }

    private Source beside(Source source, String path) {
        var file =
                path.startsWith("/") ? path : LAST_NAME.matcher(source.file()).replaceFirst("") + path;
        return new Source(
                file,
                files.apply(file)
                        .orElseThrow(() -> new Unimportable(
                                source.file(), "names the file " + path + ", which cannot be read at " + file)));
    }

    private static Tree without(Tree tree, String key) {
        var rest = new LinkedHashMap<String, @Nullable Object>();
        tree.entries().forEach((name, value) -> {
            if (!name.equals(key)) {
                rest.put(name, value.value());
            }
        });
        return new Tree(rest);
    }

    private static Tree over(Tree base, Tree above) {
        var merged = new LinkedHashMap<String, @Nullable Object>();
        base.entries().forEach((key, value) -> merged.put(key, value.value()));
        above.entries().forEach((key, value) -> merged.put(key, merged(key, new Tree(merged.get(key)), value)));
        return new Tree(merged);
    }

    private static @Nullable Object merged(String key, Tree base, Tree above) {
        if (!base.isThere() || REPLACED.contains(key)) {
            return above.value();
        }
        if (BY_NAME.contains(key)) {
            var both = new LinkedHashMap<String, @Nullable Object>(named(base));
            both.putAll(named(above));
            return both;
        }
        if (base.isMap() && above.isMap()) {
            return over(base, above).value();
        }
        if (base.value() instanceof List && above.value() instanceof List) {
            var both = new ArrayList<@Nullable Object>();
            base.items().forEach(item -> both.add(item.value()));
            above.items().forEach(item -> both.add(item.value()));
            return both;
        }
        return above.value();
    }

    private static Map<String, @Nullable Object> named(Tree tree) {
        var named = new LinkedHashMap<String, @Nullable Object>();
        if (tree.isMap()) {
            tree.entries().forEach((name, value) -> named.put(name, value.value()));
        } else {
            named.putAll(tree.variables());
        }
        return named;
    }
}
