package io.tidegate.dashboard.projection;

import java.util.Comparator;

/** Where a record stands on the log. */
public record Place(Partition partition, long offset) {
    public Place {
        if (offset < 0) {
            throw new IllegalArgumentException("offsets count from 0, but this is " + offset);
        }
    }

    /** A part of a topic, within which records have an order. */
    public record Partition(String topic, int number) implements Comparable<Partition> {
        private static final Comparator<Partition> ORDER =
                Comparator.comparing(Partition::topic).thenComparingInt(Partition::number);

        @Override
        public int compareTo(Partition other) {
            return ORDER.compare(this, other);
        }
    }
}
