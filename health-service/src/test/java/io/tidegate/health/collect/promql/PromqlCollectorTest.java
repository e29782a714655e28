package io.tidegate.health.collect.promql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tidegate.judge.Sketch;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.avro.LatencyBucket;
import io.tidegate.schemas.avro.SampleOutcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
final class PromqlCollectorTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;
    private PromqlCollector collector;
    private volatile boolean hanging;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/api/v1/query", this::answer);
        server.start();
        collector = collector(query(Optional.empty()), Duration.ofSeconds(20), 4);
    }

    @AfterEach
    void stop() {
        closed.countDown();
        collector.close();
        server.stop(0);
        threads.close();
    }

    private PromqlCollector collector(Query query, Duration timeout, int inFlight) {
        var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        return new PromqlCollector(url, List.of(query), "east", timeout, inFlight);
    }

    private static Query query(Optional<String> errors) {
        return new Query(
                "shop",
                "test",
                Optional.of("cart"),
                null,
                null,
                "requests{}",
                errors,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private void answer(HttpExchange exchange) throws IOException {
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        try {
            if (hanging) {
                closed.await();
            }
            var form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            var query = URLDecoder.decode(form.replaceFirst("query=([^&]*).*", "$1"), UTF_8);
            var body = answers.getOrDefault(
                    query, "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"no such query\"}");
            exchange.sendResponseHeaders(body.contains("\"error\"") ? 400 : 200, 0);
            exchange.getResponseBody().write(body.getBytes(UTF_8));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            open.decrementAndGet();
            exchange.close();
        }
    }

    private void gives(String query, String... series) {
        answers.put(
                query,
                Stream.of(series)
                        .collect(Collectors.joining(
                                ",",
                                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[",
                                "]}}")));
    }

    private static String series(String version, String more, String value) {
        return "{\"metric\":{\"version\":\"%s\"%s},\"value\":[1767268800.1,\"%s\"]}".formatted(version, more, value);
    }

    private static String of(String version, String code, String instance, String value) {
        return series(version, ",\"code\":\"%s\",\"instance\":\"%s\"".formatted(code, instance), value);
    }

    private List<HealthSample> round(int second) throws InterruptedException {
        return collector.collect(NOON.plusSeconds(second));
    }

    private HealthSample only(int second) throws InterruptedException {
        var samples = round(second);
        assertThat(samples).hasSize(1);
        return samples.getFirst();
    }

    @Test
    void whatCountersGrewByIsToldOfEachVersion() throws InterruptedException {
        gives("requests{}", of("1", "200", "a", "100"), of("2", "200", "b", "10"));
        assertThat(round(0)).extracting(HealthSample::getRequests).containsExactly(0L, 0L);
        gives("requests{}", of("1", "200", "a", "107"), of("2", "200", "b", "12"), of("2", "503", "b", "1"));
        var samples = round(15);
        assertThat(samples).extracting(HealthSample::getVersion).containsExactly("1", "2");
        assertThat(samples).extracting(HealthSample::getRequests).containsExactly(7L, 3L);
        assertThat(samples).extracting(HealthSample::getErrors).containsExactly(0L, 1L);
        assertThat(samples).extracting(HealthSample::getSource).containsOnly("health-service/promql");
        assertThat(samples).extracting(HealthSample::getService).containsOnly("cart");
    }

    @Test
    void aReplicaThatComesGoesOrBeginsAnewLeavesTheOthersAsTheyAre() throws InterruptedException {
        gives("requests{}", of("1", "200", "a", "100"), of("1", "200", "b", "500"));
        round(0);
        gives("requests{}", of("1", "200", "a", "3"), of("1", "200", "c", "20"));
        assertThat(only(15).getRequests()).as("a began anew, c is new").isEqualTo(23);
        gives("requests{}", of("1", "200", "a", "4"), of("1", "200", "b", "501"), of("1", "200", "c", "20"));
        assertThat(only(30).getRequests()).as("b was away for a while").isEqualTo(2);
    }

    @Test
    void aVersionThatComesLaterIsKnownFromItsBeginning() throws InterruptedException {
        gives("requests{}", of("1", "200", "a", "100"));
        round(0);
        gives("requests{}", of("1", "200", "a", "100"), of("2", "200", "b", "9"));
        assertThat(round(15)).extracting(HealthSample::getRequests).containsExactly(0L, 9L);
    }

    @Test
    void aQueryThatFailsOrGivesNothingIsAFailureAndNotZeroAndLosesNothing() throws InterruptedException {
        gives("requests{}", of("1", "200", "a", "100"));
        round(0);
        gives("requests{}");
        var empty = only(15);
        assertThat(empty.getOutcome()).isEqualTo(SampleOutcome.failed);
        assertThat(empty.getVersion()).isEqualTo("1");
        assertThat(empty.getMessage()).isEqualTo("query 'requests' of cart: it gives no series at all");
        answers.clear();
        assertThat(only(30).getMessage()).contains("answers 400: no such query");
        answers.put("requests{}", "<html>");
        assertThat(only(45).getMessage()).contains("answers 200, and not in JSON");
        answers.put("requests{}", "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1,\"2\"]}}");
        assertThat(only(60).getMessage()).contains("it gives a scalar; wanted is an instant vector");
        gives("requests{}", of("1", "200", "a", "111"));
        assertThat(only(75).getRequests()).isEqualTo(11);
    }

    @Test
    void oneOfTheQueriesThatFailsMakesTheWholeAFailure() throws InterruptedException {
        collector.close();
        collector = collector(query(Optional.of("errors{}")), Duration.ofSeconds(20), 4);
        gives("requests{}", of("1", "500", "a", "100"));
        gives("errors{}", of("1", "teapot", "a", "10"));
        round(0);
        gives("errors{}");
        gives("requests{}", of("1", "500", "a", "103"));
        assertThat(only(15).getMessage()).contains("query 'errors' of cart");
        gives("errors{}", of("1", "teapot", "a", "12"));
        var sample = only(30);
        assertThat(sample.getRequests()).isEqualTo(3);
        assertThat(sample.getErrors())
                .as("by its own query and not by the status")
                .isEqualTo(2);
    }

    @Test
    void latencyAndSharesAreTold() throws InterruptedException {
        collector.close();
        collector = collector(
                new Query(
                        "shop",
                        "test",
                        Optional.empty(),
                        "app",
                        "release",
                        "requests{}",
                        Optional.empty(),
                        Optional.of("buckets{}"),
                        Optional.of("memory"),
                        Optional.of("cpu")),
                Duration.ofSeconds(20),
                4);
        for (int round = 0; round < 2; round++) {
            var labels = "{\"metric\":{\"app\":\"cart\",\"release\":\"1\"%s},\"value\":[1,\"%s\"]}";
            gives("requests{}", labels.formatted("", 10 + 3 * round));
            gives(
                    "buckets{}",
                    labels.formatted(",\"le\":\"0.1\"", 8 + 2 * round),
                    labels.formatted(",\"le\":\"+Inf\"", 10 + 3 * round));
            gives("memory", labels.formatted("", "0.5"));
            gives("cpu", labels.formatted("", "NaN"));
            var sample = only(15 * round);
            assertThat(sample.getService()).isEqualTo("cart");
            assertThat(sample.getMemoryShare()).isEqualTo(0.5);
            assertThat(sample.getCpuShare()).isNull();
            assertThat(sample.getLatency())
                    .isEqualTo(
                            round == 0
                                    ? List.of()
                                    : List.of(
                                            new LatencyBucket(Sketch.index(0.1), 2L),
                                            new LatencyBucket(Sketch.index(1e6), 1L)));
        }
    }

    @Test
    void aSeriesWithoutAVersionIsAFailureThatSaysSo() throws InterruptedException {
        gives("requests{}", of("1", "200", "a", "100"));
        round(0);
        gives("requests{}", "{\"metric\":{\"job\":\"x\"},\"value\":[1,\"2\"]}");
        assertThat(only(15).getMessage())
                .isEqualTo("query 'requests' of cart: a series lacks the label version: {job=x}");
    }

    @Test
    void aServerThatHangsIsAFailureAfterTheTimeout() throws InterruptedException {
        gives("requests{}", of("1", "200", "a", "100"));
        round(0);
        collector.close();
        collector = collector(query(Optional.empty()), Duration.ofMillis(500), 4);
        round(15);
        hanging = true;
        assertThat(only(30).getMessage()).contains("did not answer within 500 ms");
    }

    @Test
    void noMoreQueriesAreOpenThanMayBe() throws InterruptedException {
        collector.close();
        collector = collector(
                new Query(
                        "shop",
                        "test",
                        Optional.of("cart"),
                        null,
                        null,
                        "a",
                        Optional.of("b"),
                        Optional.of("c"),
                        Optional.of("d"),
                        Optional.of("e")),
                Duration.ofSeconds(20),
                2);
        Stream.of("a", "b", "c", "d", "e").forEach(query -> gives(query, of("1", "200", "a", "1")));
        assertThat(only(0).getOutcome()).isEqualTo(SampleOutcome.read);
        assertThat(mostOpen.get()).isBetween(1, 2);
    }
}
