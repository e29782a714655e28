package io.tidegate.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Users of one service: so many requests a second, evenly spread, whether or not the ones before were answered. */
final class RequestLoad implements AutoCloseable {
    private static final long IDLE_NANOS = 10_000_000;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final HttpRequest request;
    private final Thread users;
    private volatile double perSecond;

    /** @param address host and port of what stands in front of the service */
    RequestLoad(String address) {
        request = HttpRequest.newBuilder(URI.create("http://" + address + "/"))
                .timeout(Duration.ofSeconds(10))
                .build();
        users = Thread.ofPlatform().name("users of " + address).daemon().start(this::use);
    }

    /** From now on it is used so much; it begins with not at all. */
    void perSecond(double rate) {
        perSecond = rate;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // whether requests fail is for the product to find out
    private void use() {
        long next = System.nanoTime();
        while (!Thread.interrupted()) {
            double rate = perSecond;
            if (rate <= 0) {
                LockSupport.parkNanos(IDLE_NANOS);
                next = System.nanoTime();
                continue;
            }
            LockSupport.parkNanos(next - System.nanoTime());
            if (System.nanoTime() >= next) {
                http.sendAsync(request, BodyHandlers.discarding());
                next += (long) (1e9 / rate);
            }
        }
    }

    @Override
    public void close() {
        users.interrupt();
        http.shutdownNow();
    }
}
