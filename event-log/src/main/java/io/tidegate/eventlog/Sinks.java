package io.tidegate.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.schemas.topics.KeyShape;
import io.tidegate.schemas.topics.Topic;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

/** The ends of a topology: a sink for each topic that it writes, and one for each source's dead letters. */
public final class Sinks {
    private Sinks() {}

    /** Adds sinks named like their topics behind {@code processor}. */
    public static void add(Topology topology, String processor, List<Topic> written, List<Topic> read) {
        written.forEach(topic -> {
            if (topic.key() == KeyShape.PARTITION) {
                topology.addSink(
                        topic.topicName(),
                        topic.topicName(),
                        new ByteArraySerializer(),
                        new ByteArraySerializer(),
                        Sinks::named,
                        processor);
            } else {
                add(topology, topic.topicName(), processor);
            }
        });
        read.forEach(topic -> add(topology, topic.deadLetterName(), processor));
    }

    /** The partition that a key of the shape {@link KeyShape#PARTITION} names. */
    private static Optional<Set<Integer>> named(String topic, byte[] key, byte[] value, int partitions) {
        var text = new String(key, UTF_8);
        int partition = Integer.parseInt(text.substring(text.lastIndexOf('/') + 1));
        return Optional.of(Set.of(partition % partitions));
    }

    private static void add(Topology topology, String topic, String processor) {
        topology.addSink(topic, topic, new ByteArraySerializer(), new ByteArraySerializer(), processor);
    }
}
