package io.tidegate.dashboard.http;

import io.tidegate.dashboard.projection.EventLog;
import io.tidegate.dashboard.projection.Fact;
import io.tidegate.dashboard.projection.Journal;
import io.tidegate.dashboard.projection.Place;
import io.tidegate.dashboard.projection.Projection;
import java.util.Optional;

/** What is served, and the one place where what was heard of the log gets into it. */
public final class Served {
    private final Projection projection;
    private final Journal journal;
    private final Bell bell = new Bell();

    public Served(Projection projection, Journal journal) {
        this.projection = projection;
        this.journal = journal;
    }

    /**
     * Takes a record in.
     *
     * @param ofStates whether its topic tells states
     */
    public void hear(Place place, boolean ofStates, Optional<Fact> fact) {
        fact.ifPresent(projection::apply);
        if (ofStates) {
            journal.append(place, fact.filter(Fact.Status.class::isInstance).map(Fact.Status.class::cast));
            bell.ring();
        }
    }

    Projection projection() {
        return projection;
    }

    Journal journal() {
        return journal;
    }

    Bell bell() {
        return bell;
    }

    /** What may be read of it now. */
    static void checkReadable(EventLog log) {
        if (!log.isCaughtUp()) {
            throw new Problem(
                    log.silentSince().isPresent() ? Reason.LOG_SILENT : Reason.NOT_CAUGHT_UP,
                    "what the log says is not known yet; see /health/deep, and ask again");
        }
    }
}
