package io.tidegate.dashboard.http;

import io.tidegate.dashboard.projection.EventLog;
import io.tidegate.dashboard.projection.Filter;
import io.tidegate.dashboard.projection.Position;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Lets a limited number follow what is told of states, each on a thread of its own that mostly waits. */
public final class Streams {
    private final Served served;
    private final EventLog log;
    private final Duration heartbeat;
    private final Duration patience;
    private final int most;
    private final Semaphore places;

    /** @param most how many may follow at once */
    public Streams(Served served, EventLog log, int most, Duration heartbeat, Duration patience) {
        this.served = served;
        this.log = log;
        this.most = most;
        this.places = new Semaphore(most);
        this.heartbeat = heartbeat;
        this.patience = patience;
    }

    /**
     * Begins a stream.
     *
     * @param after where it goes on; without one it tells what comes from now on
     */
    void begin(Optional<Position> after, Filter filter, Outlet outlet) {
        Served.checkReadable(log);
        var from = after.orElseGet(served.journal()::head);
        if (!served.journal().head().covers(from) && !log.reaches(from)) {
            throw new Problem(
                    Reason.INVALID_POSITION, "the position lies beyond the end of the log: it is one of another log");
        }
        if (!places.tryAcquire()) {
            throw new Problem(Reason.TOO_MANY_FOLLOWERS, "at most " + most + " may follow at once; come again later");
        }
        var following = new Following(served, log, from, filter, outlet, heartbeat, patience);
        // In the thread of the request: until it returns, it does not bear that another one writes the head of the
        // answer.
        var begun = outlet.begin(from.text());
        Thread.ofVirtual().name("stream").start(() -> {
            try {
                following.run(begun);
            } finally {
                places.release();
            }
        });
    }

    /** How many follow now. */
    int followers() {
        return most - places.availablePermits();
    }
}
