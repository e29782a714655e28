package io.tidegate.estate.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Changes estates at random, the same way for the same seed. */
final class Mutations {
    /** Values that are right in one place and wrong in most others. */
    private static final List<String> VALUES = List.of(
            "0",
            "1",
            "-1",
            "99999999999",
            "0.5",
            "true",
            "null",
            "~",
            "\"\"",
            "\"7\"",
            "x",
            "a/b",
            "/p",
            "5s",
            "10min",
            "5%",
            "500%",
            "2Gi",
            "2GB",
            "[]",
            "{}",
            "[x, x]",
            "{name: x}",
            "[{name: x}]",
            "full",
            "rolling",
            "health");

    private static final List<String> SCRAPS = List.of(
            "*db", "&db", "- ", ": ", "{", "}", "[", "]", "\n", "\t", "'", "\"", "#", "<<: *db", "!!int", "!x", "%",
            "@", "|", ">", "? ", "---\n", "...\n", "\u0000", "\ud800", "\u0085", "é", "1:1", "&a [*a]");

    private Mutations() {}

    /** Replaces the value behind one key, renames one key, or takes one line out; the text stays YAML as a rule. */
    static String ofValues(String text, Random random) {
        while (true) {
            var lines = new ArrayList<>(text.lines().toList());
            int at = random.nextInt(lines.size());
            var line = lines.get(at);
            switch (random.nextInt(4)) {
                case 0, 1 -> lines.set(at, replaced(line, random));
                case 2 -> lines.set(at, line.replaceFirst("(\\w)(\\w*):", "$1x$2:"));
                default -> lines.remove(at);
            }
            var changed = String.join("\n", lines);
            if (isYaml(changed) && !changed.equals(text)) {
                return changed;
            }
        }
    }

    private static String replaced(String line, Random random) {
        var value = VALUES.get(random.nextInt(VALUES.size()));
        var places = line.split(": ", -1);
        if (places.length < 2) {
            return line;
        }
        int place = 1 + random.nextInt(places.length - 1);
        places[place] = value + places[place].replaceFirst("^[^,}\\]]*", "");
        return String.join(": ", places);
    }

    /** Cuts, repeats and scatters scraps, a few times. */
    static String ofText(String text, Random random) {
        var changed = new StringBuilder(text);
        for (int times = 1 + random.nextInt(4); times > 0; times--) {
            int from = random.nextInt(changed.length());
            int to = Math.min(changed.length(), from + random.nextInt(12));
            switch (random.nextInt(3)) {
                case 0 -> changed.delete(from, to);
                case 1 -> changed.insert(from, changed.substring(from, to));
                default -> changed.insert(from, SCRAPS.get(random.nextInt(SCRAPS.size())));
            }
        }
        return changed.toString();
    }

    private static boolean isYaml(String text) {
        var options = new LoaderOptions();
        options.setWarnOnDuplicateKeys(false);
        try {
            return new Yaml(new SafeConstructor(options)).load(text) != null;
        } catch (YAMLException broken) {
            return false;
        }
    }
}
