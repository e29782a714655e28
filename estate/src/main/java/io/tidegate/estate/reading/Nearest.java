package io.tidegate.estate.reading;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known word nearest to an unknown one, by edit distance (Levenshtein). */
public final class Nearest {
    private Nearest() {}

    /** {@code ; did you mean 'x'?} where a known word is near enough, or a list of what is known. */
    static String hint(String word, Collection<String> known) {
        return of(word, known)
                .map(near -> "; did you mean '" + near + "'?")
                .orElseGet(() -> known.isEmpty() || known.size() > 20 ? "" : "; known are " + String.join(", ", known));
    }

    /** The nearest of {@code known}, if one is near enough to be meant. */
    public static Optional<String> of(String word, Collection<String> known) {
        int limit = Math.max(2, word.length() / 3);
        return known.stream()
                .min(Comparator.comparingInt((String candidate) -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(candidate -> distance(word, candidate) <= limit);
    }

    static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        for (int column = 0; column <= right.length(); column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= left.length(); row++) {
            int[] current = new int[right.length() + 1];
            current[0] = row;
            for (int column = 1; column <= right.length(); column++) {
                int change = left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1;
                current[column] =
                        Math.min(Math.min(current[column - 1], previous[column]) + 1, previous[column - 1] + change);
            }
            previous = current;
        }
        return previous[right.length()];
    }
}
