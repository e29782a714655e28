package io.tidegate.health.kafka;

import io.tidegate.eventlog.Journal;
import io.tidegate.eventlog.ParsedStore;
import io.tidegate.health.watch.Intervals;
import io.tidegate.health.watch.Watch;
import io.tidegate.judge.alert.Standing;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What is known of every service, by its place: its trial, if it has one, its open intervals, and how it stands. A sample is
 * a hundredth of that, so that most samples only go into the journal. Whatever else happens to a service, and a sample
 * after which something was said, is written whole at once.
 */
final class Known {
    private final ParsedStore<Watch> watches;
    private final ParsedStore<Intervals> intervals;
    private final ParsedStore<Standing> standings;
    private final Journal journal;

    Known(
            ParsedStore<Watch> watches,
            ParsedStore<Intervals> intervals,
            ParsedStore<Standing> standings,
            Journal journal) {
        this.watches = watches;
        this.intervals = intervals;
        this.standings = standings;
        this.journal = journal;
    }

    Optional<Watch> watch(String place) {
        return Optional.ofNullable(watches.get(place));
    }

    /** The watches of places that begin so. */
    SortedMap<String, Watch> watches(String prefix) {
        return watches.startingWith(prefix);
    }

    SortedMap<String, Watch> watches() {
        return watches.all();
    }

    Intervals intervals(String place) {
        return Optional.ofNullable(intervals.get(place)).orElse(Intervals.NONE);
    }

    Standing standing(String place, String service) {
        return Optional.ofNullable(standings.get(place)).orElseGet(() -> Standing.of(service, Intervals.LENGTH));
    }

    void hold(String place, Watch watch) {
        watches.hold(place, watch);
    }

    void hold(String place, Intervals open) {
        intervals.hold(place, open);
    }

    void hold(String place, Standing standing) {
        standings.hold(place, standing);
    }

    void endWatch(String place) {
        watches.delete(place);
        write(place);
    }

    /** A sample was heard, and led to nothing but what this place holds. */
    void heard(String place, byte[] sample, Instant at) {
        if (journal.add(place, sample, at)) {
            write(place);
        }
    }

    /** Writes all that is known of a service. */
    void write(String place) {
        watches.write(place);
        intervals.write(place);
        standings.write(place);
        journal.written(place);
    }
}
