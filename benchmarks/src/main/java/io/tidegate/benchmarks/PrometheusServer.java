package io.tidegate.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Prometheus that scrapes a page of ours each second and asks the specification's rules each second. */
final class PrometheusServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The rules that health-service asks of every version, in its words. */
    private static final String RULES = """
        groups:
          - name: specification
            interval: 1s
            rules:
              - alert: error-rate
                expr: >-
                  sum by (estate, service, version) (rate(http_requests_total{code="500"}[2m]))
                  / sum by (estate, service, version) (rate(http_requests_total[2m])) > 0.05
              - alert: p95-latency
                expr: >-
                  histogram_quantile(0.95, sum by (estate, service, version, le)
                  (rate(http_request_duration_seconds_bucket[5m]))) > 5
              - alert: availability
                expr: avg_over_time(ready[3m]) < 0.95
              - alert: memory
                expr: min_over_time(memory_share[1m]) > 0.95
              - alert: health-checks
                expr: max_over_time(ready[4s]) == 0
        """;

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpServer page;
    private final Process process;
    private final String address;

    private PrometheusServer(HttpServer page, Process process, String address) {
        this.page = page;
        this.process = process;
        this.address = address;
    }

    /** The program, on the search path. */
    static Optional<Path> program() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "prometheus"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static PrometheusServer start(Path program, Path scratch, Exposed exposed)
            throws IOException, InterruptedException {
        var page = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        page.createContext("/metrics", exchange -> {
            var bytes = exposed.text().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        page.start();
        Files.writeString(scratch.resolve("rules.yml"), RULES);
        var config = Files.writeString(scratch.resolve("prometheus.yml"), """
            global: {evaluation_interval: 1s}
            rule_files: [rules.yml]
            scrape_configs:
              - job_name: services
                scrape_interval: 1s
                static_configs: [{targets: ["127.0.0.1:%d"]}]
            """.formatted(
                        page.getAddress().getPort()));
        int port = ScratchBroker.freePort();
        var process = new ProcessBuilder(
                        program.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + scratch.resolve("prometheus"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve("prometheus.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop-prometheus"));
        var server = new PrometheusServer(page, process, "http://127.0.0.1:" + port);
        for (int tries = 0; tries < 300 && !server.answers(); tries++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return server;
    }

    private boolean answers() throws InterruptedException {
        try {
            return http.send(question("/-/ready"), BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private HttpRequest question(String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).build();
    }

    private String get(String path) throws IOException, InterruptedException {
        return http.send(question(path), BodyHandlers.ofString()).body();
    }

    double processorSeconds() throws IOException {
        return new Processes(Map.of("prometheus", List.of(process.pid()))).processorSeconds();
    }

    /** How much it says of itself under a name, all series of that name together. */
    double own(String metric) throws IOException, InterruptedException {
        return get("/metrics")
                .lines()
                .filter(line -> line.startsWith(metric + " ") || line.startsWith(metric + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** What fires, as rule and service. */
    Set<String> firing() throws IOException, InterruptedException {
        var firing = new HashSet<String>();
        for (JsonNode alert : JSON.readTree(get("/api/v1/alerts")).path("data").path("alerts")) {
            if (alert.path("state").asText().equals("firing")) {
                var labels = alert.path("labels");
                firing.add(labels.path("alertname").asText() + " "
                        + labels.path("estate").asText() + "/"
                        + labels.path("service").asText());
            }
        }
        return firing;
    }

    @Override
    public void close() {
        process.destroy();
        page.stop(0);
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
