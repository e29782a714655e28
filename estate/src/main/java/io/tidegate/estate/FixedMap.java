package io.tidegate.estate;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A map that never changes, in an order that does not change either: a copy of one is itself. Records copy what they are given,
 * and those of a state are made anew with every change, however little of it changes.
 */
public final class FixedMap<K, V> extends AbstractMap<K, V> {
    private final Map<K, V> entries;

    /** @param entries nobody else has them */
    private FixedMap(Map<K, V> entries) {
        this.entries = entries;
    }

    /** A copy in the order of the keys. */
    public static <K extends Comparable<K>, V> Map<K, V> sorted(Map<K, V> map) {
        return map instanceof FixedMap<K, V> fixed && fixed.entries instanceof TreeMap
                ? map
                : new FixedMap<>(new TreeMap<>(map));
    }

    /** A copy in the order of the original. */
    public static <K, V> Map<K, V> copyOf(Map<K, V> map) {
        return map instanceof FixedMap ? map : new FixedMap<>(new LinkedHashMap<>(map));
    }

    @Override
    public Set<Entry<K, V>> entrySet() {
        return Collections.unmodifiableMap(entries).entrySet();
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        return entries.get(key);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return entries.containsKey(key);
    }
}
