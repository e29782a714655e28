package io.tidegate.eventlog;

import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A store whose values stay parsed, for a processor that is alone in writing it and opens it after it was restored: what is
 * looked at many times a second is parsed once. Values must not change.
 */
public final class ParsedStore<V> {
    private final KeyValueStore<String, V> store;
    private final SortedMap<String, V> parsed = new TreeMap<>();
    private final Set<String> unwritten = new HashSet<>();

    public ParsedStore(KeyValueStore<String, V> store) {
        this.store = store;
        try (var all = store.all()) {
            all.forEachRemaining(entry -> parsed.put(entry.key, entry.value));
        }
    }

    /** The value of a key; null where there is none. */
    public @Nullable V get(String key) {
        return parsed.get(key);
    }

    /** Keeps a value. */
    public void put(String key, V value) {
        hold(key, value);
        write(key);
    }

    /** Knows a value, which is kept only when it is {@linkplain #write written}; a {@link Journal} has it until then. */
    public void hold(String key, V value) {
        parsed.put(key, value);
        unwritten.add(key);
    }

    /** Keeps the value that is held, if it is not kept yet. */
    public void write(String key) {
        if (unwritten.remove(key)) {
            store.put(key, parsed.get(key));
        }
    }

    /** Keeps no value of a key any longer. */
    public void delete(String key) {
        store.delete(key);
        parsed.remove(key);
        unwritten.remove(key);
    }

    /** All values whose key begins so, as they are now. */
    public SortedMap<String, V> startingWith(String prefix) {
        return new TreeMap<>(parsed.subMap(prefix, prefix + Character.MAX_VALUE));
    }

    /** All values by key, as they are now. */
    public SortedMap<String, V> all() {
        return new TreeMap<>(parsed);
    }
}
