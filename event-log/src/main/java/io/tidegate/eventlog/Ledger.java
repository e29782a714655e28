package io.tidegate.eventlog;

import io.tidegate.schemas.envelope.Envelope;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * What a topology has heard and said, by key: the last position of every source, so that a record is heeded once however
 * often it is delivered, and the last sequence given out per topic and key, so that readers can do the same.
 */
public final class Ledger {
    private static final int SEQUENCE_BITS = 44;
    private static final long LARGEST_SEQUENCE = (1L << SEQUENCE_BITS) - 1;

    private final KeyValueStore<String, Long> store;

    public Ledger(KeyValueStore<String, Long> store) {
        this.store = store;
    }

    /** The store that a ledger keeps itself in. In memory, without a cache, backed by its changelog. */
    public static StoreBuilder<KeyValueStore<String, Long>> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.Long())
                .withCachingDisabled();
    }

    /** Whether this record is new; if it is, it is remembered. Records of sources that do not count are always new. */
    public boolean heed(String topic, String key, Envelope envelope) {
        if (envelope.sequence() == 0) {
            return true;
        }
        long position = position(envelope);
        var place = heard(topic, key, envelope);
        var last = store.get(place);
        if (last != null && last >= position) {
            return false;
        }
        store.put(place, position);
        return true;
    }

    /** How many records of a source are missing before this one: they were never delivered, or could not be read. */
    public long missing(String topic, String key, Envelope envelope) {
        boolean counted = envelope.sequence() > 0 && key.equals(envelope.subject());
        var last = counted ? store.get(heard(topic, key, envelope)) : null;
        return last == null ? 0 : Math.max(0, envelope.sequence() - (last & LARGEST_SEQUENCE) - 1);
    }

    private static String heard(String topic, String key, Envelope envelope) {
        return "heard|" + envelope.source() + "|" + topic + "|" + key;
    }

    /** Where a record stands among those of its source: epochs come before sequences. */
    public static long position(Envelope envelope) {
        return envelope.epoch() << SEQUENCE_BITS | envelope.sequence();
    }

    /** Whether no higher epoch is known of this key than that of a record; if the record's is higher, it is remembered. */
    public boolean obey(String key, long epoch) {
        var place = "obeyed|" + key;
        var highest = store.get(place);
        if (highest != null && highest > epoch) {
            return false;
        }
        if (highest == null || highest < epoch) {
            store.put(place, epoch);
        }
        return true;
    }

    /** The next sequence for a key of a topic, from 1. */
    public long next(String topic, String key) {
        var place = "said|" + topic + "|" + key;
        var last = store.get(place);
        long next = last == null ? 1 : last + 1;
        store.put(place, next);
        return next;
    }
}
