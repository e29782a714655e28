package io.tidegate.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.schemas.topics.Topic;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/** Where a record was first read from; it survives a repartition as a header, so that dead letters name it. */
record Origin(String topic, int partition, long offset) {
    private static final String HEADER = "tidegate_origin";

    static Optional<Origin> in(Headers headers) {
        var header = headers.lastHeader(HEADER);
        if (header == null || header.value() == null) {
            return Optional.empty();
        }
        var parts = new String(header.value(), UTF_8).split(":", -1);
        return parts.length == 3
                ? Optional.of(new Origin(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2])))
                : Optional.empty();
    }

    void writeTo(Headers headers) {
        headers.remove(HEADER);
        headers.add(HEADER, toString().getBytes(UTF_8));
    }

    /** The topic of the catalogue, whatever region it was replicated from. */
    Optional<Topic> catalogued() {
        for (Topic known : Topic.values()) {
            if (topic.equals(known.topicName()) || topic.endsWith("." + known.topicName())) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return topic + ":" + partition + ":" + offset;
    }
}
