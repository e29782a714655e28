package io.tidegate.health.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a service was heard of: which seconds, so that none counts twice, and who tells the requests of a version. Where
 * several sources do, they are witnesses of the same requests, and chance would look like proof if all of them counted.
 *
 * @param last by source and version, the latest second
 * @param before by source and version, which of the seconds before that were heard: the first bit is the one before
 * @param tellers by version, whose requests count
 */
public record Heard(Map<String, Instant> last, Map<String, Integer> before, Map<String, Teller> tellers) {
    /** A second that comes so much after a later one of the same source and version still counts. */
    static final Duration GRACE = Duration.ofSeconds(5);

    /** Whoever tells no requests for so long does not tell them any more. */
    private static final Duration SILENCE = Duration.ofMinutes(1);

    static final Heard NOTHING = new Heard(Map.of(), Map.of(), Map.of());

    /**
     * Whose requests of a version count.
     *
     * @param last the latest second in which it told some
     */
    public record Teller(String source, Instant last) {}

    public Heard {
        // What is kept may be older than some of them.
        last = sorted(last);
        before = sorted(before);
        tellers = sorted(tellers);
    }

    private static <V> Map<String, V> sorted(@Nullable Map<String, V> map) {
        return Collections.unmodifiableMap(new TreeMap<>(Objects.requireNonNullElse(map, Map.of())));
    }

    /** Whether this second was not yet heard, and is not too late to count; samples are delivered at least once. */
    boolean isNews(String source, String version, Instant second) {
        var latest = last.get(key(source, version));
        if (latest == null || second.isAfter(latest)) {
            return true;
        }
        long back = back(latest, second);
        return back > 0 && back <= GRACE.toSeconds() && (before.getOrDefault(key(source, version), 0) & bit(back)) == 0;
    }

    /** Whether a later second of it was heard before. */
    boolean isLate(String source, String version, Instant second) {
        var latest = last.get(key(source, version));
        return latest != null && second.isBefore(latest);
    }

    /** Whether what this source tells of the version's requests counts. */
    boolean tells(String source, String version) {
        var teller = tellers.get(version);
        return teller == null || teller.source().equals(source);
    }

    /** After a second that was news. */
    Heard and(String source, String version, Instant second, long requests) {
        var key = key(source, version);
        var latest = last.get(key);
        var moved = new TreeMap<>(last);
        var bits = new TreeMap<>(before);
        if (latest == null) {
            moved.put(key, second);
        } else if (second.isAfter(latest)) {
            moved.put(key, second);
            long ahead = back(second, latest);
            bits.put(key, ahead > GRACE.toSeconds() ? 0 : within(before.getOrDefault(key, 0) << ahead | bit(ahead)));
        } else {
            bits.merge(key, bit(back(latest, second)), (one, other) -> one | other);
        }
        return new Heard(moved, bits, told(source, version, second, requests));
    }

    /**
     * A source that is preferred, or that speaks where the other is silent, tells from its next second on: what it says
     * in this one may have been counted already.
     */
    private Map<String, Teller> told(String source, String version, Instant second, long requests) {
        var teller = tellers.get(version);
        boolean changes = requests > 0
                && (teller == null
                        || (teller.source().equals(source)
                                ? second.isAfter(teller.last())
                                : Sources.PREFERRED_FIRST.compare(source, teller.source()) < 0
                                        || second.isAfter(teller.last().plus(SILENCE))));
        if (!changes) {
            return tellers;
        }
        var other = new TreeMap<>(tellers);
        other.put(version, new Teller(source, second));
        return other;
    }

    private static long back(Instant from, Instant to) {
        return from.getEpochSecond() - to.getEpochSecond();
    }

    private static int bit(long back) {
        return 1 << (back - 1);
    }

    private static int within(int bits) {
        return bits & ((1 << GRACE.toSeconds()) - 1);
    }

    private static String key(String source, String version) {
        return source + "|" + version;
    }
}
