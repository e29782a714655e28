package io.tidegate.eventlog;

import io.tidegate.schemas.topics.Topic;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

/** The ends of a topology: a sink for each topic that it writes, and one for each source's dead letters. */
public final class Sinks {
    private Sinks() {}

    /** Adds sinks named like their topics behind {@code processor}. */
    public static void add(Topology topology, String processor, List<Topic> written, List<Topic> read) {
        written.forEach(topic -> add(topology, topic.topicName(), processor));
        read.forEach(topic -> add(topology, topic.deadLetterName(), processor));
    }

    private static void add(Topology topology, String topic, String processor) {
        topology.addSink(topic, topic, new ByteArraySerializer(), new ByteArraySerializer(), processor);
    }
}
