package io.tidegate.executor.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Which records are done, so that only those are committed before which nothing is open. Safe for many threads. */
final class Offsets {
    private final Map<TopicPartition, TreeSet<Long>> open = new HashMap<>();
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();

    synchronized void begin(TopicPartition partition, long offset) {
        open.computeIfAbsent(partition, key -> new TreeSet<>()).add(offset);
        next.put(partition, offset + 1);
    }

    synchronized void done(TopicPartition partition, long offset) {
        var offsets = open.get(partition);
        if (offsets != null) {
            offsets.remove(offset);
        }
    }

    /** What may be committed now and was not yet. */
    synchronized Map<TopicPartition, OffsetAndMetadata> committable() {
        var result = new HashMap<TopicPartition, OffsetAndMetadata>();
        next.forEach((partition, following) -> {
            var offsets = open.get(partition);
            long upTo = offsets == null || offsets.isEmpty() ? following : offsets.first();
            if (upTo != committed.getOrDefault(partition, -1L)) {
                result.put(partition, new OffsetAndMetadata(upTo));
                committed.put(partition, upTo);
            }
        });
        return result;
    }

    /** Forgets partitions that another instance has now. */
    synchronized void forget(Iterable<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            open.remove(partition);
            next.remove(partition);
            committed.remove(partition);
        }
    }
}
