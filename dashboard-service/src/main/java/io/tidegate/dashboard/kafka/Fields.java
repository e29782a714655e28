package io.tidegate.dashboard.kafka;

import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** Fields that records have alike, by their names: a record of a type that is added later has them too. */
final class Fields {
    private Fields() {}

    static Optional<String> text(SpecificRecord record, String name) {
        return of(record, name, String.class).filter(text -> !text.isBlank());
    }

    static <T> Optional<T> of(SpecificRecord record, String name, Class<T> type) {
        var field = record.getSchema().getField(name);
        var value = field == null ? null : record.get(field.pos());
        return type.isInstance(value) ? Optional.of(type.cast(value)) : Optional.empty();
    }
}
