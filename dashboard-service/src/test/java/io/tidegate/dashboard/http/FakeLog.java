package io.tidegate.dashboard.http;

import io.quarkus.test.Mock;
import io.tidegate.dashboard.projection.EventLog;
import io.tidegate.dashboard.projection.Fact;
import io.tidegate.dashboard.projection.Journal;
import io.tidegate.dashboard.projection.Order;
import io.tidegate.dashboard.projection.Position;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A log in memory that stands in for Kafka. */
@Mock
@Singleton
public class FakeLog implements EventLog {
    final List<Order> published = new CopyOnWriteArrayList<>();
    final List<Journal.Entry> states = new CopyOnWriteArrayList<>();
    final List<Fact> facts = new CopyOnWriteArrayList<>();
    volatile boolean caughtUp = true;
    volatile Optional<Instant> silentSince = Optional.empty();
    volatile boolean reaching = true;

    /** As at the beginning of a test. */
    void clear() {
        published.clear();
        states.clear();
        facts.clear();
        caughtUp = true;
        silentSince = Optional.empty();
        reaching = true;
    }

    @Override
    public boolean isCaughtUp() {
        return caughtUp;
    }

    @Override
    public Optional<Instant> silentSince() {
        return silentSince;
    }

    private void answer() {
        if (silentSince.isPresent()) {
            throw new SilentLogException("the log does not answer", new IllegalStateException("it is a fake"));
        }
    }

    @Override
    public void publish(Order order) {
        answer();
        published.add(order);
    }

    @Override
    public boolean reaches(Position position) {
        return reaching;
    }

    @Override
    public Replayed replay(Position from, Position to, int limit) {
        answer();
        var found = new ArrayList<Journal.Entry>();
        var position = from;
        for (Journal.Entry entry : states) {
            if (!from.has(entry.place()) && to.has(entry.place())) {
                if (found.size() == limit) {
                    return new Replayed(found, position);
                }
                found.add(entry);
                position = position.after(entry.place());
            }
        }
        return new Replayed(found, from.and(to));
    }

    @Override
    public void readAll(Consumer<Fact> reader) {
        answer();
        facts.forEach(reader);
    }
}
