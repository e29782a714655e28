package io.tidegate.judge.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was measured, added up over spans of equal length, of which the last few are kept.
 *
 * @param length of a span
 * @param kept how many spans are kept
 * @param spans oldest first; where nothing was measured there is none
 */
public record Buckets(Duration length, int kept, List<Bucket> spans) {
    /**
     * One span.
     *
     * @param processor sum of the measured shares of the processor's limit
     * @param processors how many were measured
     * @param memory sum of the measured shares of the memory's limit
     * @param memories how many were measured
     */
    public record Bucket(
            Instant start, long requests, long errors, double processor, int processors, double memory, int memories) {
        Bucket plus(Usage more) {
            return new Bucket(
                    start,
                    requests + more.requests(),
                    errors + more.errors(),
                    processor + more.processor().orElse(0.0),
                    processors + (more.processor().isPresent() ? 1 : 0),
                    memory + more.memory().orElse(0.0),
                    memories + (more.memory().isPresent() ? 1 : 0));
        }

        Optional<Double> meanProcessor() {
            return processors == 0 ? Optional.empty() : Optional.of(processor / processors);
        }

        Optional<Double> meanMemory() {
            return memories == 0 ? Optional.empty() : Optional.of(memory / memories);
        }
    }

    public Buckets {
        spans = List.copyOf(spans);
    }

    /** Before anything was measured. */
    static Buckets of(Duration length, int kept) {
        return new Buckets(length, kept, List.of());
    }

    /** After one more measurement, which is not older than the last span. */
    Buckets plus(Usage usage) {
        long millis = length.toMillis();
        var start = Instant.ofEpochMilli(Math.floorDiv(usage.at().toEpochMilli(), millis) * millis);
        var more = new ArrayList<>(spans);
        boolean goesOn = !spans.isEmpty() && !spans.getLast().start().isBefore(start);
        var last = goesOn ? more.removeLast() : new Bucket(start, 0, 0, 0, 0, 0, 0);
        more.add(last.plus(usage));
        more.removeIf(span -> span.start().isBefore(start.minus(length.multipliedBy(kept - 1L))));
        return new Buckets(length, kept, more);
    }

    /** The spans that began within {@code back} before the end of the last one. */
    List<Bucket> last(Duration back) {
        if (spans.isEmpty()) {
            return List.of();
        }
        var from = spans.getLast().start().plus(length).minus(back);
        return spans.stream().filter(span -> !span.start().isBefore(from)).toList();
    }

    /** Whether the spans reach back so far, and few of them are missing. */
    boolean covers(Duration back) {
        return last(back).size() * 10L >= back.dividedBy(length) * 9L;
    }
}
