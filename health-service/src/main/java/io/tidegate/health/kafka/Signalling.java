package io.tidegate.health.kafka;

import io.tidegate.eventlog.ParsedStore;
import io.tidegate.judge.signal.Signal;
import io.tidegate.judge.signal.Signals;
import java.time.Duration;
import java.time.Instant;

/** Keeps what other systems say of services, those without a deployment as well: a later one may be held by it. */
final class Signalling {
    /** How often what lasts no more is thrown away; until then it only takes room. */
    private static final Duration SWEEP = Duration.ofMinutes(1);

    private final ParsedStore<Signals> store;
    private Instant swept = Instant.EPOCH;

    Signalling(ParsedStore<Signals> store) {
        this.store = store;
    }

    /** What was said last of a service. */
    Signals of(String place) {
        var known = store.get(place);
        return known == null ? Signals.NONE : known;
    }

    /** Remembers a signal. */
    void heard(String place, Signal signal) {
        var before = of(place);
        var after = before.after(signal);
        if (!after.equals(before)) {
            store.put(place, after);
        }
    }

    /** Forgets what lasts no more. */
    void sweep(Instant now) {
        if (swept.plus(SWEEP).isAfter(now)) {
            return;
        }
        swept = now;
        store.all().forEach((place, known) -> {
            var lasting = known.at(now);
            if (lasting.heard().isEmpty()) {
                store.delete(place);
            } else if (!lasting.equals(known)) {
                store.put(place, lasting);
            }
        });
    }
}
