package io.tidegate.eventlog;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The records that a value has heard since it was last written whole, by the value's key. A value that changes with every
 * record, and is far larger than one, is written seldom; who opens it again lets it hear these records again, and has the value
 * that was there. So what a value does with a record must depend on nothing else.
 */
public final class Journal {
    /** So many records at most are kept of a value. */
    static final int LONGEST = 64;

    private static final String SEPARATOR = "|";

    /** Where, after a key, it is kept how many of its records are in the value that was written whole. */
    private static final String WHOLE = "whole";

    private final KeyValueStore<String, byte[]> store;
    private final Map<String, Long> heard = new HashMap<>();

    /** Hears a record again. */
    @FunctionalInterface
    public interface Listener {
        /**
         * One of the records of a key, of which there are no more after the last that was added.
         *
         * @param at when it was heard
         */
        void hear(String key, byte[] record, Instant at);
    }

    public Journal(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    /** The store that a journal keeps itself in. In memory, without a cache, backed by its changelog. */
    public static StoreBuilder<KeyValueStore<String, byte[]>> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
                .withCachingDisabled();
    }

    /** Lets what was not written whole be heard again, of each key in its order. Before anything is added. */
    public void replay(Listener listener) {
        var whole = new HashMap<String, Long>();
        var entries = new HashMap<String, TreeMap<Long, ByteBuffer>>();
        try (var all = store.all()) {
            all.forEachRemaining(entry -> {
                int end = entry.key.lastIndexOf(SEPARATOR);
                var key = entry.key.substring(0, end);
                var value = ByteBuffer.wrap(entry.value);
                if (entry.key.endsWith(SEPARATOR + WHOLE)) {
                    whole.put(key, value.getLong());
                } else {
                    entries.computeIfAbsent(key, none -> new TreeMap<>()).put(value.getLong(), value);
                }
            });
        }
        heard.putAll(whole);
        entries.forEach((key, kept) -> {
            heard.merge(key, kept.lastKey(), Math::max);
            kept.tailMap(whole.getOrDefault(key, 0L), false).values().forEach(value -> {
                var at = Instant.ofEpochMilli(value.getLong());
                var record = new byte[value.remaining()];
                value.get(record);
                listener.hear(key, record, at);
            });
        });
    }

    /**
     * Keeps a record that the value of this key has heard.
     *
     * @return whether the value has to be written whole, before anything else is added
     */
    public boolean add(String key, byte[] record, Instant at) {
        long number = heard.merge(key, 1L, Long::sum);
        var value = ByteBuffer.allocate(Long.BYTES + Long.BYTES + record.length)
                .putLong(number)
                .putLong(at.toEpochMilli())
                .put(record);
        store.put(key + SEPARATOR + slot(number), value.array());
        // Not all values at once, though all may have begun at once.
        return slot(number + key.hashCode()) == 0;
    }

    /** The value of this key was written whole: none of its records needs to be heard again. */
    public void written(String key) {
        var number = heard.get(key);
        if (number != null) {
            store.put(
                    key + SEPARATOR + WHOLE,
                    ByteBuffer.allocate(Long.BYTES).putLong(number).array());
        }
    }

    private static long slot(long number) {
        return Math.floorMod(number, LONGEST);
    }
}
