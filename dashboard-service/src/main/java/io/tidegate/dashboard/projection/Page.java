package io.tidegate.dashboard.projection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A part of a list.
 *
 * @param next where the list goes on, if it does
 */
public record Page<T>(List<T> items, Optional<Token> next) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * Where a list goes on: behind an entry, whether that is still there or not, so that what is added or removed meanwhile
     * neither repeats nor hides another.
     */
    public record Token(String after) {
        private static final String VERSION = "1:";

        /** As it is handed out; nothing is to be read from it. */
        public String text() {
            return Base64.getUrlEncoder().withoutPadding().encodeToString((VERSION + after).getBytes(UTF_8));
        }

        /** The token of this text; empty if it is none. */
        public static Optional<Token> parse(String text) {
            try {
                var plain = new String(Base64.getUrlDecoder().decode(text), UTF_8);
                return plain.startsWith(VERSION)
                        ? Optional.of(new Token(plain.substring(VERSION.length())))
                        : Optional.empty();
            } catch (IllegalArgumentException notBase64) {
                return Optional.empty();
            }
        }
    }

    /** The next entries that are wanted, in the order of their keys. */
    static <T> Page<T> of(NavigableMap<String, T> all, Predicate<T> wanted, int limit, Optional<Token> from) {
        if (limit < 1) {
            throw new IllegalArgumentException("a page has at least one entry, not " + limit);
        }
        var rest = from.map(token -> all.tailMap(token.after(), false)).orElse(all);
        var items = new ArrayList<T>();
        String last = "";
        for (var entry : rest.entrySet()) {
            if (wanted.test(entry.getValue())) {
                if (items.size() == limit) {
                    return new Page<>(items, Optional.of(new Token(last)));
                }
                items.add(entry.getValue());
                last = entry.getKey();
            }
        }
        return new Page<>(items, Optional.empty());
    }
}
