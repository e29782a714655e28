package io.tidegate.executor.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands in front of a real API server and spoils some of its answers. */
final class FaultyApiServer implements AutoCloseable {
    private final KubernetesClient behind;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Fault> faults = new CopyOnWriteArrayList<>();

    /** What happens to a request before it is answered. */
    interface Fault {
        /** Whether it happened, so that the request is dealt with. */
        boolean spoil(HttpExchange exchange, Forward forward) throws IOException;
    }

    /** Passes a request on; the answer is thrown away. */
    interface Forward {
        void request() throws IOException;
    }

    FaultyApiServer(KubernetesClient behind) throws IOException {
        this.behind = behind;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The next {@code times} requests with this method, whose target contains {@code part}, meet {@code fault}. */
    AtomicInteger next(int times, String method, String part, Fault fault) {
        var left = new AtomicInteger(times);
        faults.add((exchange, forward) -> exchange.getRequestMethod().equals(method)
                && exchange.getRequestURI().toString().contains(part)
                && left.getAndUpdate(count -> Math.max(0, count - 1)) > 0
                && fault.spoil(exchange, forward));
        return left;
    }

    /** Answers with a status, and with headers given as {@code Name: value}. */
    static Fault answer(int status, String... headers) {
        return (exchange, forward) -> {
            for (var header : headers) {
                var parts = header.split(": ", 2);
                exchange.getResponseHeaders().add(parts[0], parts[1]);
            }
            send(exchange, status, status(status));
            return true;
        };
    }

    /** Passes the request on, and then answers as if it had not come through. */
    static Fault answerAfterwards(int status) {
        return (exchange, forward) -> {
            forward.request();
            send(exchange, status, status(status));
            return true;
        };
    }

    /** Does something else first. */
    static Fault meanwhile(Runnable something) {
        return (exchange, forward) -> {
            something.run();
            return false;
        };
    }

    /** A watch whose place in history is gone. */
    static Fault expired() {
        return (exchange, forward) -> {
            send(exchange, 200, "{\"type\":\"ERROR\",\"object\":" + status(410) + "}\n");
            return true;
        };
    }

    private static String status(int code) {
        return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"Test\",\"message\":\"spoiled"
                + " by the test\",\"code\":" + code + "}";
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("content-type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            for (var fault : faults) {
                if (fault.spoil(exchange, () -> forward(exchange, body).body().close())) {
                    return;
                }
            }
            var answer = forward(exchange, body);
            exchange.getResponseHeaders().add("content-type", "application/json");
            exchange.sendResponseHeaders(answer.code(), 0);
            try (var from = answer.body();
                    var to = exchange.getResponseBody()) {
                var buffer = new byte[8192];
                for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                    to.write(buffer, 0, count);
                    to.flush(); // watches are read as they come
                }
            }
        }
    }

    private HttpResponse<InputStream> forward(HttpExchange exchange, byte[] body) throws IOException {
        var target = URI.create(behind.getMasterUrl().toString())
                .resolve(exchange.getRequestURI().toString());
        var type = Optional.ofNullable(exchange.getRequestHeaders().getFirst("content-type"))
                .orElse("application/json");
        var request = behind.getHttpClient().newHttpRequestBuilder().uri(target);
        switch (exchange.getRequestMethod()) {
            case "GET" -> {}
            case "DELETE" -> request.delete(type, new String(body, StandardCharsets.UTF_8));
            case "PATCH" -> request.patch(type, new String(body, StandardCharsets.UTF_8));
            case "POST" -> request.post(type, body);
            default -> throw new IOException(exchange.getRequestMethod() + " is not forwarded");
        }
        try {
            return behind.getHttpClient()
                    .sendAsync(request.build(), InputStream.class)
                    .get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        } catch (ExecutionException failure) {
            throw new IOException(failure);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
