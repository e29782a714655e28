package io.tidegate.system.history;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a run left on Kafka: of every region and partition the records in their order.
 *
 * @param entries records of one partition stand in the order of their offsets; between partitions no order is meant
 */
public record History(List<Entry> entries) {
    public History {
        entries = List.copyOf(entries);
    }

    /** All records of a type, with the entry each stands in. */
    <T> Stream<Seen<T>> all(Class<T> type) {
        return entries.stream().flatMap(entry -> entry.as(type).stream().map(record -> new Seen<>(entry, record)));
    }

    /** A record and where it stands. */
    record Seen<T>(Entry entry, T record) {}

    /** The part that concerns one deployment. */
    public History of(String deployment) {
        return where(entry -> entry.field("deploymentId").equals(deployment));
    }

    /** The entries of which this is true. */
    public History where(Predicate<Entry> condition) {
        return new History(entries.stream().filter(condition).toList());
    }
}
