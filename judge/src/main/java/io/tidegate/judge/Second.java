package io.tidegate.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is kept of a {@link Slice} for the rules' windows: its counts without its latencies. */
public record Second(Instant second, long requests, long errors, long slow, Optional<Double> memory) {
    /** Those of them, oldest first, that are after a moment: few where it is near, so the end is where one looks. */
    static List<Second> after(Instant from, List<Second> seconds) {
        int start = seconds.size();
        while (start > 0 && seconds.get(start - 1).second().isAfter(from)) {
            start--;
        }
        return seconds.subList(start, seconds.size());
    }

    /** With one more, in the order of time and not of arrival, and without what is older than the last by {@code length}. */
    static List<Second> kept(List<Second> before, Second more, Duration length) {
        var kept = new ArrayList<>(before);
        int place = kept.size();
        while (place > 0 && kept.get(place - 1).second().isAfter(more.second())) {
            place--;
        }
        kept.add(place, more);
        var oldest = kept.getLast().second().minus(length);
        int old = 0;
        while (kept.get(old).second().isBefore(oldest)) {
            old++;
        }
        return kept.subList(old, kept.size());
    }
}
