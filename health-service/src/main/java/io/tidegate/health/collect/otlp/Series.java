package io.tidegate.health.collect.otlp;

import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.tidegate.health.collect.Distribution;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What each series has counted so far, to tell what every further point adds to it. */
final class Series {
    /** A series that says nothing for so long is forgotten. */
    static final Duration FORGOTTEN = Duration.ofHours(1);

    /** Further ones are not remembered: then their deltas count, and cumulative ones do not. */
    private static final int MOST = 100_000;

    private static final Duration LOOKED = Duration.ofMinutes(1);
    private static final Distribution NOTHING = new Distribution.Classic(new TreeMap<>());

    private final Map<Name, Point> last = new HashMap<>();
    private final long since;
    private Instant looked = Instant.EPOCH;

    /** @param since when listening began: a series that began later is known from its beginning */
    Series(Instant since) {
        this.since = nanos(since);
    }

    /**
     * Whose series it is. Two libraries of one process may tell metrics of the same name, each in its own scope.
     *
     * @param library name and version of the scope
     */
    record Origin(Attributes resource, String library, Attributes scope) {
        static Origin of(Attributes resource, InstrumentationScope scope) {
            return new Origin(
                    resource, scope.getName() + " " + scope.getVersion(), Attributes.of(scope.getAttributesList()));
        }
    }

    private record Name(Origin origin, String metric, Attributes point) {}

    /** What a point adds. */
    sealed interface Growth {
        /** So much. */
        record Counted(double count, Distribution latency) implements Growth {}

        /** Nobody knows: it is the first of a series that counted before anybody listened. */
        record Unknown() implements Growth {}

        /** Nothing that counts: it was heard before, overtaken by a later one, or is too old. */
        record Late() implements Growth {}
    }

    /** @param oldest what counts until before this is too old */
    Growth grown(Origin origin, Point point, Instant oldest) {
        var name = new Name(origin, point.metric(), point.attributes());
        var before = last.get(name);
        if (before != null && point.time() <= before.time()) {
            return new Growth.Late();
        }
        boolean remembered = before != null || last.size() < MOST;
        if (remembered) {
            last.put(name, point);
        }
        if (point.time() < nanos(oldest)) {
            return new Growth.Late();
        } else if (point.isDelta()) {
            return new Growth.Counted(point.count(), point.latency());
        } else if (before == null) {
            return remembered && point.start() >= since
                    ? new Growth.Counted(point.count(), point.latency())
                    : new Growth.Unknown();
        } else if (point.start() > before.start() || point.count() < before.count() || before.isDelta()) {
            return new Growth.Counted(point.count(), point.latency());
        }
        var latency = point.latency().total() == 0 ? NOTHING : point.latency().since(before.latency());
        return new Growth.Counted(point.count() - before.count(), latency);
    }

    void forgetBefore(Instant now) {
        if (Duration.between(looked, now).compareTo(LOOKED) >= 0) {
            looked = now;
            long oldest = nanos(now.minus(FORGOTTEN));
            last.values().removeIf(point -> point.time() < oldest);
        }
    }

    private static long nanos(Instant at) {
        return TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano();
    }
}
