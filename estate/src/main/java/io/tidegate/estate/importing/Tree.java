package io.tidegate.estate.importing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A loaded YAML value, asked for what is expected in it; what is absent or of another shape is empty. */
record Tree(@Nullable Object value) {
    static final Tree NOTHING = new Tree(null);

    Tree at(String key) {
        return value instanceof Map<?, ?> map ? new Tree(map.get(key)) : NOTHING;
    }

    Tree at(String first, String... rest) {
        var found = at(first);
        for (String key : rest) {
            found = found.at(key);
        }
        return found;
    }

    boolean isMap() {
        return value instanceof Map;
    }

    boolean isThere() {
        return value != null;
    }

    /** A mapping's entries in the order of the file. */
    Map<String, Tree> entries() {
        var entries = new LinkedHashMap<String, Tree>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> entries.put(String.valueOf(key), new Tree(inner)));
        }
        return entries;
    }

    List<Tree> items() {
        var items = new ArrayList<Tree>();
        if (value instanceof List<?> list) {
            list.forEach(item -> items.add(new Tree(item)));
        }
        return items;
    }

    /** The items of a list, or the value itself where one stands for a list of one. */
    List<Tree> itemsOrSelf() {
        return value == null || value instanceof List ? items() : List.of(this);
    }

    Optional<String> text() {
        return value == null || value instanceof Map || value instanceof List
                ? Optional.empty()
                : Optional.of(value.toString().strip()).filter(text -> !text.isEmpty());
    }

    List<String> texts() {
        return itemsOrSelf().stream().flatMap(item -> item.text().stream()).toList();
    }

    /**
     * Variables, written as a mapping or as a list of {@code NAME=value}.
     */
    Map<String, String> variables() {
        var variables = new LinkedHashMap<String, String>();
        entries().forEach((name, inner) -> variables.put(name, inner.text().orElse("")));
        for (String line : texts()) {
            int equals = line.indexOf('=');
            variables.put(equals < 0 ? line : line.substring(0, equals), equals < 0 ? "" : line.substring(equals + 1));
        }
        return variables;
    }
}
