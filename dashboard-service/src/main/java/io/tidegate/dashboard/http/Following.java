package io.tidegate.dashboard.http;

import io.tidegate.dashboard.projection.EventLog;
import io.tidegate.dashboard.projection.EventLog.SilentLogException;
import io.tidegate.dashboard.projection.Filter;
import io.tidegate.dashboard.projection.Journal;
import io.tidegate.dashboard.projection.Position;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One who follows the stream. It keeps a position and one state that is being sent, no queue: who is slow holds no memory,
 * and is dropped once what comes next has fallen out of the journal, or a single state is not accepted in time.
 */
final class Following {
    private static final Logger LOG = LoggerFactory.getLogger(Following.class);
    private static final int BATCH = 100;

    private final Served served;
    private final EventLog log;
    private final Filter filter;
    private final Outlet outlet;
    private final Duration heartbeat;
    private final Duration patience;
    private Position position;

    Following(
            Served served,
            EventLog log,
            Position from,
            Filter filter,
            Outlet outlet,
            Duration heartbeat,
            Duration patience) {
        this.served = served;
        this.log = log;
        this.position = from;
        this.filter = filter;
        this.outlet = outlet;
        this.heartbeat = heartbeat;
        this.patience = patience;
    }

    /** @param begun the beginning that was sent */
    void run(CompletionStage<?> begun) {
        try {
            await(begun);
            follow(catchUp());
        } catch (TimeoutException slow) {
            drop(Reason.TOO_SLOW, "nothing was accepted for " + patience.toSeconds() + " s");
        } catch (SilentLogException silence) {
            drop(Reason.LOG_SILENT, String.valueOf(silence.getMessage()));
        } catch (ExecutionException gone) {
            LOG.debug("a follower is gone: {}", gone.toString());
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException fault) {
            LOG.error("a stream failed", fault);
            drop(Reason.FAULT, "the stream failed");
        }
    }

    private void drop(Reason reason, String detail) {
        LOG.info("a follower is dropped ({}): {}", reason.word(), detail);
        outlet.drop(reason, detail + "; go on from the last id");
    }

    /** Tells what has fallen out of the journal by reading the log again, some at a time. */
    private Journal.Cursor catchUp() throws InterruptedException, ExecutionException, TimeoutException {
        var cursor = served.journal().join(position);
        while (cursor.isEmpty()) {
            var missed = log.replay(position, served.journal().floor(), BATCH);
            for (Journal.Entry entry : missed.entries()) {
                tell(entry);
            }
            position = missed.position();
            cursor = served.journal().join(position);
        }
        return cursor.get();
    }

    private void follow(Journal.Cursor from) throws InterruptedException, ExecutionException, TimeoutException {
        var cursor = from;
        while (outlet.isOpen()) {
            long seen = served.bell().count();
            var batch = served.journal().after(cursor, BATCH);
            if (batch.isEmpty()) {
                drop(Reason.TOO_SLOW, "more was said than could be accepted");
                return;
            }
            for (Journal.Entry entry : batch.get().entries()) {
                tell(entry);
            }
            cursor = new Journal.Cursor(position, batch.get().cursor().sequence());
            if (batch.get().entries().isEmpty() && !served.bell().await(seen, heartbeat)) {
                await(outlet.heartbeat());
            }
        }
    }

    private void tell(Journal.Entry entry) throws InterruptedException, ExecutionException, TimeoutException {
        position = position.after(entry.place());
        if (filter.wants(entry.status())) {
            await(outlet.send(position.text(), Documents.word(entry.status()), Documents.of(entry.status())));
        }
    }

    private void await(CompletionStage<?> sent) throws InterruptedException, ExecutionException, TimeoutException {
        sent.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
