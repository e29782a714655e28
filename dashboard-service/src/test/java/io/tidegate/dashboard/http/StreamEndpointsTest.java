package io.tidegate.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.tidegate.dashboard.projection.Fact;
import io.tidegate.dashboard.projection.Facts;
import io.tidegate.dashboard.projection.Journal;
import io.tidegate.dashboard.projection.Place;
import io.tidegate.dashboard.projection.Place.Partition;
import io.tidegate.dashboard.projection.Position;
import jakarta.inject.Inject;
import java.net.http.WebSocket;
import java.net.http.WebSocket.Listener;
import java.net.http.WebSocketHandshakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
final class StreamEndpointsTest {
    private static final AtomicLong OFFSETS = new AtomicLong();

    @Inject
    @SuppressWarnings("NullAway.Init")
    FakeLog log;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Served served;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Streams streams;

    @BeforeEach
    void theLogIsEmpty() {
        log.clear();
    }

    /** A record on one of three partitions, as the feed would hear it. */
    private Place say(Fact.Status status) {
        long number = OFFSETS.getAndIncrement();
        var place = new Place(new Partition("states-v1", (int) (number % 3)), number / 3);
        log.states.add(new Journal.Entry(place, status));
        served.hear(place, true, Optional.of(status));
        return place;
    }

    private Place say(String deployment) {
        return say(Facts.deployment(deployment, (int) OFFSETS.get()));
    }

    private static String subject(EventStream.Event event) {
        return event.json().path("id").asText();
    }

    @Test
    void statesAreToldAsTheyCome() {
        try (var stream = new EventStream("/v1/stream")) {
            say("stream-1");
            say(Facts.region("stream-1", "east", Facts.NOON));
            say(Facts.service("east", "basket", Facts.NOON));
            say(Facts.refusal("c-9", "stream-1", "too_late", 1));

            var event = stream.next();
            assertThat(event.type()).isEqualTo("deployment-status");
            assertThat(subject(event)).isEqualTo("stream-1");
            assertThat(stream.next().type()).isEqualTo("region-status");
            assertThat(stream.next().type()).isEqualTo("service-status");
            var refused = stream.next();
            assertThat(refused.type()).isEqualTo("command-refused");
            assertThat(refused.json().path("reason").asText()).isEqualTo("too_late");
        }
    }

    @Test
    void whoComesBackIsToldExactlyWhatCameMeanwhile() {
        String last;
        try (var stream = new EventStream("/v1/stream")) {
            say("stream-a");
            say("stream-b");
            assertThat(subject(stream.next())).isEqualTo("stream-a");
            last = stream.next().id();
        }
        say("stream-c");
        say("stream-d");

        try (var byHeader = new EventStream("/v1/stream", "Last-Event-ID", last);
                var byParameter = new EventStream("/v1/stream?after=" + last)) {
            say("stream-e");
            for (var stream : List.of(byHeader, byParameter)) {
                assertThat(List.of(subject(stream.next()), subject(stream.next()), subject(stream.next())))
                        .containsExactly("stream-c", "stream-d", "stream-e");
            }
        }
    }

    @Test
    void aDocumentsPositionIsWhereItsStreamBegins() {
        say("stream-f");
        var position = Api.get("/v1/deployments")
                .headers()
                .firstValue("Tidegate-Position")
                .orElseThrow();
        say("stream-g");

        try (var stream = new EventStream("/v1/stream?after=" + position)) {
            assertThat(subject(stream.next())).isEqualTo("stream-g");
        }
    }

    /** The test's journal keeps 50 states; what came before is read from the log again. */
    @Test
    void whoWasAwayForLongIsToldFromTheLog() {
        var before = served.journal().head();
        var wanted = new ArrayList<String>();
        for (int number = 0; number < 300; number++) {
            wanted.add("stream-long-" + number);
            say("stream-long-" + number);
        }
        assertThat(served.journal().join(before)).isEmpty();

        try (var stream = new EventStream("/v1/stream?after=" + before.text())) {
            var told = new ArrayList<String>();
            while (told.size() < wanted.size()) {
                told.add(subject(stream.next()));
            }
            assertThat(told).containsExactlyElementsOf(wanted);
        }
    }

    @Test
    void onlyWhatIsAskedForIsTold() {
        try (var stream = new EventStream("/v1/stream?deployment=stream-h&estate=shop")) {
            say("stream-other");
            say("stream-h");

            assertThat(subject(stream.next())).isEqualTo("stream-h");
        }
    }

    @Test
    void aStreamSaysThatItIsAlive() {
        try (var stream = new EventStream("/v1/stream?deployment=none")) {
            assertThat(stream.next().comment()).isEqualTo("heartbeat");
        }
    }

    @Test
    void aPositionThatMakesNoSenseIsAProblem() {
        Api.problem(Api.get("/v1/stream?after=none"), 400, "invalid_position");
        log.reaching = false;
        var beyond = served.journal().head().after(new Place(new Partition("states-v1", 0), 1_000_000));
        Api.problem(Api.get("/v1/stream?after=" + beyond.text()), 400, "invalid_position");
    }

    @Test
    void nobodyFollowsBeforeTheLogIsRead() {
        log.caughtUp = false;

        Api.problem(Api.get("/v1/stream"), 503, "not_caught_up");
    }

    @Test
    void notMoreFollowThanMay() {
        var open = new ArrayList<EventStream>();
        try {
            int most = 10;
            while (streams.followers() < most) {
                open.add(new EventStream("/v1/stream"));
            }
            Api.problem(Api.get("/v1/stream"), 503, "too_many_followers");
        } finally {
            open.forEach(EventStream::close);
        }
        Awaitility.await().until(() -> {
            say("stream-ping"); // who is gone is noticed as something is sent
            return streams.followers() == 0;
        });
    }

    /** Messages of a WebSocket. */
    private static final class Socket implements Listener, AutoCloseable {
        final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        private final WebSocket socket;

        Socket(String path) {
            var address = Api.at(path);
            this.socket = Api.HTTP
                    .newWebSocketBuilder()
                    .buildAsync(java.net.URI.create(address.toString().replaceFirst("http", "ws")), this)
                    .join();
        }

        @Override
        public @org.jspecify.annotations.Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                messages.add(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @org.jspecify.annotations.Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            messages.add("{\"type\":\"closed\",\"id\":\"" + code + " " + reason + "\"}");
            return null;
        }

        com.fasterxml.jackson.databind.JsonNode next() throws Exception {
            var message = messages.poll(20, TimeUnit.SECONDS);
            assertThat(message).isNotNull();
            return Api.JSON.readTree(message);
        }

        @Override
        public void close() {
            socket.abort();
        }
    }

    @Test
    void aWebSocketTellsTheSameAndGoesOnAsWell() throws Exception {
        String id;
        try (var socket = new Socket("/v1/stream/ws")) {
            assertThat(socket.next().path("type").asText()).isEqualTo("connected");
            say("stream-w");
            var message = socket.next();
            assertThat(message.path("type").asText()).isEqualTo("deployment-status");
            assertThat(message.path("data").path("id").asText()).isEqualTo("stream-w");
            id = message.path("id").asText();
            assertThat(Position.parse(id)).contains(served.journal().head());
        }
        say("stream-x");
        try (var socket = new Socket("/v1/stream/ws?deployment=stream-x&after=" + id)) {
            assertThat(socket.next().path("type").asText()).isEqualTo("connected");
            assertThat(socket.next().path("data").path("id").asText()).isEqualTo("stream-x");
        }
    }

    @Test
    void aWebSocketThatCannotBeServedIsClosedWithTheReason() throws Exception {
        try (var socket = new Socket("/v1/stream/ws?after=none")) {
            assertThat(socket.next().path("id").asText()).isEqualTo("1008 invalid_position");
        }
    }

    @Test
    void aPageOfAnotherSiteMayNotOpenAWebSocket() {
        var address = java.net.URI.create(Api.at("/v1/stream/ws").toString().replaceFirst("http", "ws"));
        Assertions.assertThatThrownBy(() -> Api.HTTP
                        .newWebSocketBuilder()
                        .header("Origin", "https://elsewhere.example")
                        .buildAsync(address, new Listener() {})
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
    }
}
