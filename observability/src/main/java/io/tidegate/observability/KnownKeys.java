package io.tidegate.observability;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.EnvConfigSource;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The configuration keys that a service reads. One that nobody reads is a mistake: what was meant by it would silently not
 * happen, so it fails start-up.
 */
public final class KnownKeys {
    private static final String PREFIX = "tidegate.";
    private static final Pattern INDEX = Pattern.compile("\\[(\\*|\\d+)]");

    private final NavigableSet<String> keys = new TreeSet<>();

    private KnownKeys() {}

    /** The keys of these {@code @ConfigMapping} interfaces, and of those that every service has. */
    public static KnownKeys of(Class<?>... mappings) {
        var known = new KnownKeys();
        Stream.concat(Stream.of(mappings), Stream.of(LogSettings.class, TraceSettings.class))
                .flatMap(mapping -> ConfigMappings.getProperties(ConfigClass.configClass(mapping)).keySet().stream())
                .map(KnownKeys::plain)
                .forEach(known.keys::add);
        return known;
    }

    /**
     * Looks at every key of ours.
     *
     * @throws IllegalStateException if one is not known; says which one was probably meant
     */
    public void check(Config config) {
        for (ConfigSource source : config.getConfigSources()) {
            if (!(source instanceof EnvConfigSource)) { // variables of the launcher begin with TIDEGATE_ as well
                source.getPropertyNames().forEach(this::check);
            }
        }
    }

    private void check(String name) {
        if (name.startsWith(PREFIX) && !keys.contains(plain(name))) {
            throw new IllegalStateException("unknown configuration key '" + name + "'; did you mean '"
                    + nearest(plain(name)) + "'? docs/reference/configuration.md lists them all");
        }
    }

    private String nearest(String unknown) {
        var distance = LevenshteinDistance.getDefaultInstance();
        return keys.stream()
                .min(Comparator.comparingInt((String key) -> distance.apply(unknown, key)))
                .orElseThrow(() -> new IllegalStateException("no key is known at all"));
    }

    private static String plain(String name) {
        return INDEX.matcher(name).replaceAll("").replace("\"", "");
    }
}
