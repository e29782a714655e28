package io.tidegate.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.dashboard.projection.Facts;
import io.tidegate.dashboard.projection.Filter;
import io.tidegate.dashboard.projection.Journal;
import io.tidegate.dashboard.projection.Place;
import io.tidegate.dashboard.projection.Place.Partition;
import io.tidegate.dashboard.projection.Position;
import io.tidegate.dashboard.projection.Projection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What becomes of who does not accept what is sent. */
final class FollowingTest {
    private final Served served = new Served(new Projection(10, 10), new Journal(3));
    private final FakeLog log = new FakeLog();
    private long offset;

    private void say() {
        served.hear(
                new Place(new Partition("states-v1", 0), offset++),
                true,
                Optional.of(Facts.deployment("d-1", 1, "in_progress", Facts.NOON.plusSeconds(offset))));
    }

    /** Accepts so many states, and does something as it accepts each. */
    private static class Client implements Outlet {
        final List<String> heard = new ArrayList<>();
        final Runnable accepting;
        final int accepts;

        Client(int accepts, Runnable accepting) {
            this.accepts = accepts;
            this.accepting = accepting;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public CompletionStage<?> begin(String id) {
            return CompletableFuture.completedStage("");
        }

        @Override
        public CompletionStage<?> send(String id, String type, ObjectNode state) {
            heard.add(type);
            accepting.run();
            return heard.size() > accepts ? new CompletableFuture<String>() : CompletableFuture.completedStage("");
        }

        @Override
        public CompletionStage<?> heartbeat() {
            return new CompletableFuture<String>();
        }

        @Override
        public void drop(Reason reason, String detail) {
            heard.add(reason.word());
        }
    }

    private void follow(Client client) {
        new Following(served, log, Position.START, Filter.ALL, client, Duration.ofMillis(1), Duration.ofMillis(50))
                .run(client.begin(""));
    }

    @Test
    void whoAcceptsNothingMoreIsDropped() {
        say();
        say();
        var client = new Client(1, () -> {});

        follow(client);

        assertThat(client.heard).containsExactly("deployment-status", "deployment-status", "too_slow");
    }

    @Test
    void whoAcceptsMoreSlowlyThanThingsAreSaidIsDropped() {
        say();
        var client = new Client(100, () -> {
            for (int times = 0; times < 5; times++) {
                say();
            }
        });

        follow(client);

        assertThat(client.heard).containsExactly("deployment-status", "too_slow");
    }

    @Test
    void whoDoesNotAcceptEvenAHeartbeatIsDropped() {
        var client = new Client(100, () -> {});

        follow(client);

        assertThat(client.heard).containsExactly("too_slow");
    }

    @Test
    void whoMissedSomethingIsToldThatTheLogIsSilent() {
        for (int times = 0; times < 5; times++) {
            say();
        }
        log.silentSince = Optional.of(Facts.NOON);
        var client = new Client(100, () -> {});

        follow(client);

        assertThat(client.heard).containsExactly("log_silent");
    }
}
