package io.tidegate.dashboard.projection;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The log, as far as it is needed besides hearing of it: to ask for things, and to read again what was. */
public interface EventLog {
    /** Whether everything was heard that was there at the beginning. */
    boolean isCaughtUp();

    /** Since when it has not answered; empty while it does. */
    Optional<Instant> silentSince();

    /**
     * Publishes an order, and returns once it is written.
     *
     * @throws SilentLogException if it could not be written in time; it may be written nevertheless
     */
    void publish(Order order);

    /** Whether so much was ever written; a position that goes beyond is of another log. */
    boolean reaches(Position position);

    /**
     * What was read again.
     *
     * @param position behind it
     */
    record Replayed(List<Journal.Entry> entries, Position position) {
        public Replayed {
            entries = List.copyOf(entries);
        }
    }

    /**
     * Reads states again, from one position towards another, in the order of each partition.
     *
     * @param limit how many states at most; the position says how far that is
     * @throws SilentLogException if it does not answer
     */
    Replayed replay(Position from, Position to, int limit);

    /**
     * Reads all facts that matter for an audit, up to now.
     *
     * @throws SilentLogException if it does not answer
     */
    void readAll(Consumer<Fact> reader);

    /** The log does not answer. */
    final class SilentLogException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public SilentLogException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
