package io.tidegate.judge;

import io.tidegate.judge.Trial.Moment;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which sources cannot be read at present, and why. That stands until the same source is read again, whatever others tell:
 * what is missing does not come from elsewhere.
 *
 * @param sources by name
 */
public record Unread(Map<String, Moment> sources) {
    static final Unread NONE = new Unread(Map.of());

    public Unread {
        sources = Collections.unmodifiableMap(new TreeMap<>(sources));
    }

    Unread failed(String source, Instant second, String message) {
        var known = sources.get(source);
        if (known != null && known.at().isAfter(second)) {
            return this;
        }
        var more = new TreeMap<>(sources);
        more.put(source, Moment.of(second, message));
        return new Unread(more);
    }

    /** What was read earlier, and only heard later, says nothing of what could not be read since. */
    Unread read(String source, Instant second) {
        var known = sources.get(source);
        if (known == null || known.at().isAfter(second)) {
            return this;
        }
        var fewer = new TreeMap<>(sources);
        fewer.remove(source);
        return new Unread(fewer);
    }

    /** What one of them says, and which. */
    Optional<String> message() {
        return sources.entrySet().stream()
                .map(entry -> "%s (%s)".formatted(entry.getValue().message(), entry.getKey()))
                .findFirst();
    }
}
