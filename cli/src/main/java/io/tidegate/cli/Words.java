package io.tidegate.cli;

import io.tidegate.estate.reading.Nearest;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.TypeConversionException;

/** Words of the command line that stand for one of a few things. */
final class Words {
    private Words() {}

    /** The constant that {@code word} names, in the plural or the singular, in any case. */
    static <E extends Enum<E>> E closest(String word, List<E> known) {
        var names = known.stream()
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        var wanted = word.toLowerCase(Locale.ROOT);
        for (int at = 0; at < known.size(); at++) {
            if (singular(names.get(at)).equals(singular(wanted))) {
                return known.get(at);
            }
        }
        throw new TypeConversionException("'" + word + "' is none of " + String.join(", ", names)
                + Nearest.of(wanted, names)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse(""));
    }

    private static String singular(String word) {
        return word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    }
}
