package io.tidegate.health.collect.promql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.avro.SampleOutcome;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same questions to a real server, which scrapes a page of ours; where none is installed there is nothing to ask. */
final class RealPrometheusTest {
    private static Optional<Path> program() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "prometheus"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static HttpServer page(AtomicLong count) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", exchange -> {
            var text = "http_requests_total{version=\"2\",code=\"200\"} %s\n".formatted(count.get())
                    + "http_requests_total{version=\"2\",code=\"500\"} 5\n";
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(text.getBytes(UTF_8));
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void aRealServerIsAsked(@TempDir Path folder) throws IOException, InterruptedException {
        var program = program();
        Assumptions.assumeTrue(program.isPresent(), "no prometheus is installed");
        var count = new AtomicLong(100);
        var page = page(count);
        var config = Files.writeString(folder.resolve("prometheus.yml"), """
            scrape_configs:
              - job_name: cart
                scrape_interval: 1s
                static_configs: [{targets: ["127.0.0.1:%s"]}]
            """.formatted(
                        page.getAddress().getPort()));
        int port = freePort();
        var process = new ProcessBuilder(
                        program.get().toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        var query = new Query(
                "shop",
                "test",
                Optional.of("cart"),
                null,
                null,
                "http_requests_total{job=\"cart\"}",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        try (var collector = new PromqlCollector(
                URI.create("http://127.0.0.1:" + port), List.of(query), "east", Duration.ofSeconds(5), 2)) {
            var heard = new ArrayList<HealthSample>();
            var second = new AtomicLong();
            Awaitility.await("the server has scraped and answers")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> heard.addAll(collector.collect(Instant.EPOCH.plusSeconds(second.incrementAndGet()))));
            count.set(123);
            Awaitility.await("the growth is told").atMost(Duration.ofMinutes(1)).until(() -> {
                heard.addAll(collector.collect(Instant.EPOCH.plusSeconds(second.incrementAndGet())));
                return heard.stream().mapToLong(HealthSample::getRequests).sum() >= 23;
            });
            assertThat(heard.stream().mapToLong(HealthSample::getRequests).sum())
                    .isEqualTo(23);
            assertThat(heard).extracting(HealthSample::getVersion).containsOnly("2");
            assertThat(heard).extracting(HealthSample::getErrors).containsOnly(0L);
            process.destroy();
            process.waitFor();
            var failed = collector.collect(Instant.EPOCH.plusSeconds(second.incrementAndGet()));
            assertThat(failed).extracting(HealthSample::getOutcome).containsExactly(SampleOutcome.failed);
        } finally {
            process.destroyForcibly();
            page.stop(0);
        }
    }
}
