package io.tidegate.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Follows a stream of the dashboard-service, and comes back with the last id whenever it breaks off, until it is closed. */
final class Follower implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Transport transport;
    private final URI stream;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile String last;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Runnable hangUp = () -> {};

    /** A state that was told. */
    record Event(String id, String type, JsonNode data) {}

    /** How a stream is had. */
    enum Transport {
        SERVER_SENT_EVENTS,
        WEB_SOCKET
    }

    /** @param from the position behind which it begins */
    Follower(Transport transport, URI stream, String from) {
        this.transport = transport;
        this.stream = stream;
        this.last = from;
        this.thread = Thread.ofVirtual().start(this::run);
    }

    /** All that was told by now, in its order. */
    List<Event> events() {
        return List.copyOf(events);
    }

    /** How often it was connected by now. */
    int connections() {
        return connections.get();
    }

    /** Breaks the connection off, as a bad network does. */
    void breakOff() {
        hangUp.run();
    }

    private void run() {
        while (closed.getCount() > 0) {
            try (var client = HttpClient.newHttpClient()) {
                hangUp = client::shutdownNow;
                switch (transport) {
                    case SERVER_SENT_EVENTS -> readEvents(client);
                    case WEB_SOCKET -> readMessages(client);
                }
            } catch (IOException | CompletionException broken) {
                // it comes back below
            } catch (InterruptedException stopped) {
                return;
            }
            try {
                if (closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    private void readEvents(HttpClient client) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(stream)
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", last)
                .build();
        var answer = client.send(request, BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            discard(answer);
            return;
        }
        connections.incrementAndGet();
        var type = "";
        var id = last;
        var data = new StringBuilder();
        try (var lines = new BufferedReader(new InputStreamReader(answer.body(), UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.startsWith("id:")) {
                    id = line.substring(3).strip();
                } else if (line.startsWith("event:")) {
                    type = line.substring(6).strip();
                } else if (line.startsWith("data:")) {
                    data.append(line.substring(5).strip());
                } else if (line.isEmpty()) {
                    last = id;
                    if (!data.isEmpty()) {
                        events.add(new Event(id, type, Suite.json(data.toString())));
                    }
                    data.setLength(0);
                    type = "";
                }
            }
        }
    }

    private static void discard(HttpResponse<InputStream> answer) throws IOException {
        answer.body().close();
    }

    private void readMessages(HttpClient client) {
        var over = new CompletableFuture<Void>();
        var text = new StringBuilder();
        var socket = client.newWebSocketBuilder()
                .buildAsync(URI.create(stream + "&after=" + URLEncoder.encode(last, UTF_8)), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean whole) {
                        text.append(part);
                        if (whole) {
                            hear(Suite.json(text.toString()));
                            text.setLength(0);
                        }
                        from.request(1);
                        return CompletableFuture.completedStage(null);
                    }

                    @Override
                    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
                        over.complete(null);
                        return CompletableFuture.completedStage(null);
                    }

                    @Override
                    public void onError(WebSocket from, Throwable failure) {
                        over.complete(null);
                    }
                })
                .join();
        connections.incrementAndGet();
        hangUp = () -> {
            socket.abort();
            over.complete(null);
        };
        over.join();
    }

    private void hear(JsonNode message) {
        last = message.path("id").asText();
        if (message.has("data")) {
            events.add(new Event(last, message.path("type").asText(), message.path("data")));
        }
    }

    @Override
    public void close() {
        closed.countDown();
        hangUp.run();
        thread.interrupt();
    }
}
