package io.tidegate.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/** Virtual time and chance. What is due happens in order; the same seed gives the same order. */
final class World {
    static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private record Due(long at, long order, Runnable what) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Due> agenda = new PriorityQueue<>();
    private final Chance chance;
    private final boolean tracing;
    private final List<String> trace = new ArrayList<>();
    private long millis;
    private long scheduled;

    World(long seed, boolean tracing) {
        this.chance = new Chance(seed);
        this.tracing = tracing;
    }

    Instant now() {
        return BEGIN.plusMillis(millis);
    }

    Duration elapsed() {
        return Duration.ofMillis(millis);
    }

    void after(long delayMillis, Runnable what) {
        agenda.add(new Due(millis + delayMillis, scheduled++, what));
    }

    /** Does what is due next; false if nothing ever is again. */
    boolean step() {
        var next = agenda.poll();
        if (next == null) {
            return false;
        }
        millis = next.at();
        next.what().run();
        return true;
    }

    /** A whole number from {@code least} to {@code most}. */
    int between(int least, int most) {
        return chance.between(least, most);
    }

    boolean happens(double probability) {
        return chance.happens(probability);
    }

    void note(Supplier<String> what) {
        if (tracing) {
            trace.add("%8.3f s  %s".formatted(millis / 1000.0, what.get()));
        }
    }

    List<String> trace() {
        return trace;
    }
}
