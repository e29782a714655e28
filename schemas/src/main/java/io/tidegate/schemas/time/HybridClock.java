package io.tidegate.schemas.time;

import java.time.Clock;
import java.time.Instant;

/**
 * A hybrid logical clock: near the time of day, and later than every time that was heard, so that what is written after
 * something is also later than it, whatever the clocks of the two writers say. A time is one number, milliseconds since 1970
 * and in its lowest 16 bits a counter, so that numbers compare as times do; 0 says nothing.
 *
 * <p>After Kulkarni, Demirbas, Madappa, Avva and Leone, Logical Physical Clocks (OPODIS 2014).
 */
public final class HybridClock {
    private static final int COUNTER_BITS = 16;

    private final Clock clock;
    private long latest;

    public HybridClock(Clock clock) {
        this.clock = clock;
    }

    /** A time that is later than all that was given or heard. */
    public synchronized long next() {
        latest = Math.max(latest + 1, at(clock.instant()));
        return latest;
    }

    /** Takes note of a time of somebody else. */
    public synchronized void heard(long time) {
        latest = Math.max(latest, time);
    }

    /** The earliest time at this moment. */
    public static long at(Instant moment) {
        return of(moment, 0);
    }

    /** The time at this moment with this counter. */
    public static long of(Instant moment, int counter) {
        return (moment.toEpochMilli() << COUNTER_BITS) + counter;
    }

    /** What is later within the same moment. */
    public static int counter(long time) {
        return (int) (time & ((1 << COUNTER_BITS) - 1));
    }

    /** About when it was by the clock on the wall. */
    public static Instant moment(long time) {
        return Instant.ofEpochMilli(time >> COUNTER_BITS);
    }
}
