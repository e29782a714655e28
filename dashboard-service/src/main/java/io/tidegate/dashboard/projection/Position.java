package io.tidegate.dashboard.projection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.dashboard.projection.Place.Partition;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How far the log has been read: for every partition the offset that comes next. Two readers that met the partitions'
 * records in another order are at the same position once they have read the same ones, so it stays good across restarts.
 */
public final class Position {
    /** Nothing has been read. */
    public static final Position START = new Position(new TreeMap<>());

    private static final String VERSION = "1";
    private static final int LONGEST = 16_384;
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");
    private static final Pattern NEXT = Pattern.compile("(\\d{1,9}):(\\d{1,18})");

    private final NavigableMap<Partition, Long> next;

    private Position(NavigableMap<Partition, Long> next) {
        this.next = next;
    }

    /** The offset that comes next in this partition; 0 where nothing was read. */
    public long next(Partition partition) {
        return next.getOrDefault(partition, 0L);
    }

    /** What is read after this, partition by partition. */
    public NavigableMap<Partition, Long> next() {
        return Collections.unmodifiableNavigableMap(next);
    }

    /** This, and the record at {@code place} as well. */
    public Position after(Place place) {
        return upTo(place.partition(), place.offset() + 1);
    }

    /** This, and the records at these places as well. */
    public Position after(List<Place> places) {
        var further = new TreeMap<>(next);
        places.forEach(place -> further.merge(place.partition(), place.offset() + 1, Math::max));
        return new Position(further);
    }

    /** This, and all of a partition before {@code offset} as well. */
    public Position upTo(Partition partition, long offset) {
        if (next(partition) >= offset) {
            return this;
        }
        var further = new TreeMap<>(next);
        further.put(partition, offset);
        return new Position(further);
    }

    /** Whether the record at {@code place} was read. */
    public boolean has(Place place) {
        return next(place.partition()) > place.offset();
    }

    /** Whether everything that {@code other} has read was read. */
    public boolean covers(Position other) {
        return other.next.entrySet().stream().allMatch(entry -> next(entry.getKey()) >= entry.getValue());
    }

    /** Everything that this or {@code other} has read. */
    public Position and(Position other) {
        var both = new TreeMap<>(next);
        other.next.forEach((partition, offset) -> both.merge(partition, offset, Math::max));
        return new Position(both);
    }

    /** As it is handed out; nothing is to be read from it. */
    public String text() {
        var text = new StringBuilder(VERSION);
        String topic = "";
        for (var entry : next.entrySet()) {
            var partition = entry.getKey();
            if (!partition.topic().equals(topic)) {
                topic = partition.topic();
                text.append('/').append(topic);
            }
            text.append(',').append(partition.number()).append(':').append(entry.getValue());
        }
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.toString().getBytes(UTF_8));
    }

    /** The position of this text; empty if it is none. */
    public static Optional<Position> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        String plain;
        try {
            plain = new String(Base64.getUrlDecoder().decode(text), UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        var topics = plain.split("/", -1);
        if (!topics[0].equals(VERSION)) {
            return Optional.empty();
        }
        var next = new TreeMap<Partition, Long>();
        for (int at = 1; at < topics.length; at++) {
            if (!read(topics[at], next)) {
                return Optional.empty();
            }
        }
        return Optional.of(new Position(next));
    }

    private static boolean read(String text, Map<Partition, Long> next) {
        var parts = text.split(",", -1);
        if (!TOPIC.matcher(parts[0]).matches()) {
            return false;
        }
        for (int at = 1; at < parts.length; at++) {
            var found = NEXT.matcher(parts[at]);
            if (!found.matches()) {
                return false;
            }
            next.put(new Partition(parts[0], Integer.parseInt(found.group(1))), Long.parseLong(found.group(2)));
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Position position && next.equals(position.next);
    }

    @Override
    public int hashCode() {
        return next.hashCode();
    }

    @Override
    public String toString() {
        return next.toString();
    }
}
