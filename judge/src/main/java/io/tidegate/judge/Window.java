package io.tidegate.judge;

import io.tidegate.judge.rule.Variable;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The last seconds of one version, for users' rules.
 *
 * @param ticks by their beginnings
 */
public record Window(Map<Instant, Tick> ticks) {
    static final Window EMPTY = new Window(Map.of());

    public Window {
        ticks = Collections.unmodifiableMap(new TreeMap<>(ticks));
    }

    /** With another second instead of what was known of it, and without what is older than {@code kept}. */
    Window with(Instant second, Tick tick, Duration kept) {
        var more = new TreeMap<>(ticks);
        more.put(second, tick);
        more.headMap(more.lastKey().minus(kept)).clear();
        return new Window(more);
    }

    Tick at(Instant second) {
        return ticks.getOrDefault(second, Tick.EMPTY);
    }

    /** The last second of which anything is known. */
    Instant last() {
        return ticks.isEmpty() ? Instant.MIN : new TreeMap<>(ticks).lastKey();
    }

    /**
     * Adds what it was over the window that ends with {@code at}. What was not measured is left out; where there is no
     * version, there are no requests.
     */
    void measure(String prefix, Instant at, Duration over, Map<String, Object> values) {
        SortedMap<Instant, Tick> part =
                new TreeMap<>(ticks).subMap(at.minus(over).plusNanos(1), at.plusNanos(1));
        var sum = part.values().stream().reduce(Tick.EMPTY, Tick::then);
        if (sum.read() || part.isEmpty()) {
            values.put(prefix + Variable.REQUESTS.word(), sum.requests());
            values.put(prefix + Variable.ERRORS.word(), sum.errors());
        }
        if (sum.requests() > 0) {
            values.put(prefix + Variable.ERROR_RATE.word(), (double) sum.errors() / sum.requests());
        }
        if (sum.latency().total() > 0) {
            values.put(prefix + Variable.P50.word(), sum.latency().quantile(0.5));
            values.put(prefix + Variable.P95.word(), sum.latency().quantile(0.95));
            values.put(prefix + Variable.P99.word(), sum.latency().quantile(0.99));
        }
        if (sum.asked() > 0) {
            values.put(prefix + Variable.AVAILABILITY.word(), 1 - (double) sum.unready() / sum.asked());
        }
        sum.failedChecks().ifPresent(count -> values.put(prefix + Variable.FAILED_CHECKS.word(), (long) count));
        sum.memory().ifPresent(share -> values.put(prefix + Variable.MEMORY_SHARE.word(), share));
    }
}
