package io.tidegate.system.history;

import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record on the topic it was first written to; replicas are left out.
 *
 * @param region the region whose Kafka holds it
 * @param topic such as {@code step-events-v1}
 * @param record what it says; empty if that cannot be read
 */
public record Entry(
        String region,
        String topic,
        int partition,
        long offset,
        String key,
        long epoch,
        Optional<SpecificRecord> record) {
    /** What it says, if it is of this type. */
    public <T> Optional<T> as(Class<T> type) {
        return record.filter(type::isInstance).map(type::cast);
    }

    /** What a field of it says as text; empty where it has no such field. */
    public String field(String name) {
        return record.flatMap(value -> Optional.ofNullable(value.getSchema().getField(name))
                        .map(field -> String.valueOf(value.get(field.pos()))))
                .orElse("");
    }
}
