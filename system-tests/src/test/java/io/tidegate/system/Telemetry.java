package io.tidegate.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tidegate.local.suite.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What the suite's health-services hear beside the replicas, as a Prometheus server, a Collector and the front of a service
 * would tell it: which versions serve is asked of the sandboxes; that those of the second series are bad is known here alone.
 */
final class Telemetry implements AutoCloseable {
    /** Measured by OTLP, by PromQL and by a journey. */
    static final String METER = "meter";

    static final String GAUGE = "gauge";
    static final String TURNSTILE = "turnstile";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOPIC = "otlp-metrics";
    private static final String NOBODY = "none";
    private static final double BAD_SHARE = 0.3;

    private final HttpServer server;
    private final Path folder;
    private final Map<String, Long> counters = new ConcurrentHashMap<>();
    private final ScheduledExecutorService seconds = Executors.newSingleThreadScheduledExecutor();
    private volatile Optional<Sandboxes> sandboxes = Optional.empty();
    private volatile Optional<KafkaProducer<byte[], byte[]>> collector = Optional.empty();

    /** @param folder of the files that declare what is asked */
    Telemetry(Path folder) {
        this.folder = folder;
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            declare();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    /** What the health-services are told, as variables of their environment. */
    Map<String, String> settings() {
        return Map.of(
                "TIDEGATE_COLLECTION_OTLP_TOPIC", TOPIC,
                "TIDEGATE_COLLECTION_PROMQL_URL", address("${tidegate.region}"),
                "TIDEGATE_COLLECTION_PROMQL_QUERIES",
                        folder.resolve("queries.yaml").toString(),
                "TIDEGATE_COLLECTION_PROMQL_INTERVAL", "1s",
                "TIDEGATE_COLLECTION_JOURNEYS_FILE",
                        folder.resolve("journeys-${tidegate.region}.yaml").toString());
    }

    private String address(String region) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + region;
    }

    private void declare() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("queries.yaml"), """
            queries:
              - estate: %1$s
                environment: test
                service: %1$s
                requests: sum by (version, code) (http_requests_total{app="%1$s"})
            """.formatted(GAUGE));
        for (String region : Layout.REGIONS) {
            Files.writeString(
                    folder.resolve("journeys-" + region + ".yaml"), """
                journeys:
                  - name: ride
                    estate: %1$s
                    environment: test
                    service: %1$s
                    version: ${version}
                    address: %2$s
                    interval: 1s
                    steps:
                      - {name: come in, path: /enter, extract: {version: "header:X-Version"}}
                      - {name: ride, path: "/ride/${version}"}
                """.formatted(TURNSTILE, address(region)));
        }
    }

    /** Creates what the Collector writes to; nobody writes yet. */
    void createTopics(Suite suite) {
        suite.kafka().forEach((region, bootstrap) -> {
            try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrap))) {
                admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)))
                        .all()
                        .get(30, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException failure) {
                throw new IllegalStateException(failure);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(stopped);
            }
        });
    }

    /** From now on it tells of what serves; each second the Collector of this region writes what it was told. */
    @SuppressWarnings("FutureReturnValueIgnored") // it goes on until it is ended
    void begin(Suite suite, String region) {
        var all = suite.sandboxes();
        sandboxes = Optional.of(all);
        var settings = Map.<String, Object>of("bootstrap.servers", suite.kafka().getOrDefault(region, ""));
        collector = Optional.of(new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()));
        seconds.scheduleAtFixedRate(() -> export(region), 0, 1, TimeUnit.SECONDS);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what is lost was not told: the next second tells more
    private void export(String region) {
        try {
            ofServing(region, METER, Telemetry::requests)
                    .forEach((version, requests) -> collector.ifPresent(
                            producer -> producer.send(new ProducerRecord<>(TOPIC, otlp(version, requests)))));
        } catch (UncheckedIOException busy) {
            // a sandbox that has no time to answer is asked again in a second
        }
    }

    /** Nothing is told any more. */
    void end() {
        seconds.shutdownNow();
        sandboxes = Optional.empty();
        collector.ifPresent(KafkaProducer::close);
        collector = Optional.empty();
    }

    @Override
    public void close() {
        end();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath().split("/", 4);
        var region = path[1];
        exchange.getRequestBody().readAllBytes();
        switch (path[2]) {
            case "api" -> answer(exchange, 200, prometheus(region));
            case "enter" -> {
                exchange.getResponseHeaders().set("X-Version", entered(region));
                answer(exchange, 200, "welcome");
            }
            case "ride" -> answer(exchange, isBad(path[3]) ? 500 : 200, "have a good time");
            default -> answer(exchange, 404, "there is no " + path[2]);
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (var body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }

    private static boolean isBad(String version) {
        return version.startsWith("2.");
    }

    /** Twenty requests a second are shared out. */
    private static long requests(int weight) {
        return weight / 5;
    }

    private static Map<String, Long> byCode(String version, long requests) {
        long failed = isBad(version) ? Math.round(requests * BAD_SHARE) : 0;
        return new TreeMap<>(Map.of("200", requests - failed, "503", failed));
    }

    private <V> Map<String, V> ofServing(String region, String service, Function<Integer, V> told) {
        var all = new LinkedHashMap<String, V>();
        sandboxes.ifPresent(known ->
                known.weights(region, service).forEach((version, weight) -> all.put(version, told.apply(weight))));
        return all;
    }

    /** The version that a user meets who comes in now, and is then served by. */
    private String entered(String region) {
        boolean isThere = !ofServing(region, TURNSTILE, weight -> weight).isEmpty();
        return sandboxes
                .filter(known -> isThere)
                .map(known -> known.answer(region, TURNSTILE).split(" ", 2)[1])
                .orElse(NOBODY);
    }

    /** Counters by version and code; each time that it is asked a second has gone by. */
    private String prometheus(String region) {
        ofServing(region, GAUGE, Telemetry::requests).forEach((version, requests) -> byCode(version, requests)
                .forEach((code, count) -> counters.merge(region + " " + version + " " + code, count, Long::sum)));
        var document = JSON.createObjectNode().put("status", "success");
        var vector = document.putObject("data").put("resultType", "vector").putArray("result");
        vector.add(series(NOBODY, "200", 0));
        new TreeMap<>(counters).forEach((name, count) -> {
            var parts = name.split(" ", 3);
            if (parts[0].equals(region)) {
                vector.add(series(parts[1], parts[2], count));
            }
        });
        return document.toString();
    }

    private static ObjectNode series(String version, String code, long count) {
        var series = JSON.createObjectNode();
        series.putObject("metric").put("version", version).put("code", code);
        series.putArray("value").add(Instant.now().getEpochSecond()).add(Long.toString(count));
        return series;
    }

    /** One export of one version, as the Collector encodes it with {@code otlp_json}. */
    private static byte[] otlp(String version, long requests) {
        var document = JSON.createObjectNode();
        var resource = document.putArray("resourceMetrics").addObject();
        var attributes = resource.putObject("resource").putArray("attributes");
        Map.of(
                        "service.name", METER,
                        "service.version", version,
                        "service.namespace", METER,
                        "deployment.environment.name", "test")
                .forEach((key, value) -> attributes
                        .addObject()
                        .put("key", key)
                        .putObject("value")
                        .put("stringValue", value));
        var metric = resource.putArray("scopeMetrics")
                .addObject()
                .putArray("metrics")
                .addObject();
        var sum = metric.put("name", "http.server.requests").putObject("sum");
        var points =
                sum.put("aggregationTemporality", 1).put("isMonotonic", true).putArray("dataPoints");
        var now = Instant.now();
        byCode(version, requests).forEach((code, count) -> {
            var point = points.addObject()
                    .put("startTimeUnixNano", nanos(now.minusSeconds(1)))
                    .put("timeUnixNano", nanos(now))
                    .put("asInt", Long.toString(count));
            point.putArray("attributes")
                    .addObject()
                    .put("key", "http.response.status_code")
                    .putObject("value")
                    .put("intValue", code);
        });
        return document.toString().getBytes(UTF_8);
    }

    private static String nanos(Instant at) {
        return Long.toString(TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano());
    }
}
