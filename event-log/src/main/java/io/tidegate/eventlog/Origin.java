package io.tidegate.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.schemas.topics.Topic;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Headers;

/** Where a record was first read from; it survives a repartition as a header, so that dead letters name it. */
record Origin(String topic, int partition, long offset) {
    private static final String HEADER = "tidegate_origin";
    private static final Pattern WRITTEN = Pattern.compile("([^:]+):(\\d{1,9}):(\\d{1,18})");

    /**
     * The origin of a record that stands at this place. The header counts on a topology's own topics alone: on a topic of
     * the catalogue anybody could have written it.
     */
    static Origin of(String topic, int partition, long offset, Headers headers) {
        var here = new Origin(topic, partition, offset);
        var header = headers.lastHeader(HEADER);
        if (header == null || header.value() == null || here.catalogued().isPresent()) {
            return here;
        }
        var parts = WRITTEN.matcher(new String(header.value(), UTF_8));
        return parts.matches()
                ? new Origin(parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3)))
                : here;
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
