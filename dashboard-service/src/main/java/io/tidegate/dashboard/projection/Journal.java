package io.tidegate.dashboard.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The latest states in the order in which they were read, for all who follow them: each keeps a cursor and nothing else, so
 * that a slow one costs no memory. What has fallen out of it is read from the log again.
 */
public final class Journal {
    private final Entry[] ring;
    private long first;
    private long end;
    private Position floor = Position.START;
    private Position head = Position.START;

    /** @param kept how many states */
    public Journal(int kept) {
        this.ring = new Entry[kept];
    }

    /** A state and where it stands on the log. */
    public record Entry(Place place, Fact.Status status) {}

    /**
     * How far somebody has followed.
     *
     * @param position what they have been told, as far as the log is concerned
     * @param sequence what comes next in the journal
     */
    public record Cursor(Position position, long sequence) {}

    /** What comes next, and the cursor behind it. */
    public record Batch(List<Entry> entries, Cursor cursor) {
        public Batch {
            entries = List.copyOf(entries);
        }
    }

    /**
     * Takes in what was read from a topic of states; a record that tells of none only moves the head, and one that was read
     * before not even that.
     */
    public synchronized void append(Place place, Optional<Fact.Status> status) {
        if (head.has(place)) {
            return;
        }
        head = head.after(place);
        if (status.isEmpty()) {
            return;
        }
        if (end - first == ring.length) {
            floor = floor.after(ring[slot(first)].place());
            first++;
        }
        ring[slot(end)] = new Entry(place, status.get());
        end++;
    }

    private int slot(long sequence) {
        return (int) (sequence % ring.length);
    }

    /** How far the log has been read. */
    public synchronized Position head() {
        return head;
    }

    /** Before here, states may have fallen out. */
    public synchronized Position floor() {
        return floor;
    }

    /** A cursor for who stands at {@code position}; none if what comes next has fallen out, at least in part. */
    public synchronized Optional<Cursor> join(Position position) {
        return position.covers(floor) ? Optional.of(new Cursor(position, first)) : Optional.empty();
    }

    /** At most {@code limit} states after the cursor; nothing at all if they have fallen out meanwhile. */
    public synchronized Optional<Batch> after(Cursor cursor, int limit) {
        if (cursor.sequence() < first) {
            return Optional.empty();
        }
        var entries = new ArrayList<Entry>();
        long sequence = cursor.sequence();
        while (sequence < end && entries.size() < limit) {
            var entry = ring[slot(sequence)];
            if (!cursor.position().has(entry.place())) {
                entries.add(entry);
            }
            sequence++;
        }
        return Optional.of(new Batch(entries, new Cursor(cursor.position(), sequence)));
    }
}
