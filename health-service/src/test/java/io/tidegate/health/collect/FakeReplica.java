package io.tidegate.health.collect;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server that answers as it is told, or hangs. */
final class FakeReplica implements AutoCloseable {
    private static final CountDownLatch OPEN = new CountDownLatch(0);

    private final Map<String, String> bodies = new ConcurrentHashMap<>();
    private final Map<String, String> types = new ConcurrentHashMap<>();
    private final Map<String, String> accepted = new ConcurrentHashMap<>();
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private volatile boolean hanging;

    FakeReplica() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        asked.merge(path, 1, Integer::sum);
        accepted.put(path, String.valueOf(exchange.getRequestHeaders().getFirst("Accept")));
        exchange.getResponseHeaders().set("Content-Type", types.getOrDefault(path, "text/plain"));
        if (hanging) {
            // The headers come and the body does not, which a request's timeout does not end.
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().flush();
            waitFor(closed);
        }
        waitFor(held.getOrDefault(path, OPEN));
        var body = bodies.get(path);
        var bytes = (body == null ? "" : body).getBytes(UTF_8);
        exchange.sendResponseHeaders(body == null ? 503 : 200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    FakeReplica answering(String path, String body) {
        bodies.put(path, body);
        return this;
    }

    FakeReplica answering(String path, String body, String type) {
        types.put(path, type);
        return answering(path, body);
    }

    /** The formats that were last asked for. */
    String accepted(String path) {
        return accepted.getOrDefault(path, "");
    }

    FakeReplica failing(String path) {
        bodies.remove(path);
        return this;
    }

    FakeReplica well(long requests) {
        return answering("/health/ready", "{}")
                .answering("/health/deep", "{}")
                .answering("/health/metrics", "http_requests_total{code=\"200\"} " + requests + "\n");
    }

    /** Answers to this path are kept back until they are let go. */
    FakeReplica holding(String path) {
        held.put(path, new CountDownLatch(1));
        return this;
    }

    void letGo(String path) {
        Optional.ofNullable(held.remove(path)).ifPresent(CountDownLatch::countDown);
    }

    void hang() {
        hanging = true;
    }

    int asked(String path) {
        return asked.getOrDefault(path, 0);
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        closed.countDown();
        held.keySet().forEach(this::letGo);
        server.stop(0);
        threads.close();
    }
}
