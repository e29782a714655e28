package io.tidegate.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of server-sent events, as the specification of HTML reads them. */
final class EventStream implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newHttpClient();
    private final InputStream body;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    /** A block of lines: an event if it has data, else what a comment said. */
    record Event(String id, String type, String data, String comment) {
        JsonNode json() {
            try {
                return Api.JSON.readTree(data);
            } catch (IOException broken) {
                throw new UncheckedIOException(data, broken);
            }
        }
    }

    EventStream(String path, String... headers) {
        try {
            var request = HttpRequest.newBuilder(Api.at(path));
            var answer = client.send(
                    (headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
            this.body = answer.body();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
        Thread.ofVirtual().start(this::read);
        assertThat(next().comment()).isEqualTo("connected");
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            var event = new Event("", "", "", "");
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    events.add(event);
                    event = new Event("", "", "", "");
                } else {
                    event = with(event, line);
                }
            }
        } catch (IOException closed) {
            events.add(new Event("", "closed", "", ""));
        }
    }

    private static Event with(Event event, String line) {
        int colon = line.indexOf(':');
        var value = line.substring(colon + 1).strip();
        return switch (line.substring(0, colon)) {
            case "id" -> new Event(value, event.type(), event.data(), event.comment());
            case "event" -> new Event(event.id(), value, event.data(), event.comment());
            case "data" -> new Event(event.id(), event.type(), value, event.comment());
            case "" -> new Event(event.id(), event.type(), event.data(), value);
            default -> throw new AssertionError("unknown field in " + line);
        };
    }

    Event next() {
        try {
            var event = events.poll(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(event).as("an event within " + LONGEST).isNotNull();
            return java.util.Objects.requireNonNull(event);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
