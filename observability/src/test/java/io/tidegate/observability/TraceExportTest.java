package io.tidegate.observability;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class TraceExportTest {
    @Test
    void spansGoToTheEndpointOfTheSettings() throws IOException, InterruptedException {
        var received = new LinkedBlockingQueue<String>();
        var collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            received.add(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        var address = URI.create("http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces");
        try (var provider = SdkTracerProvider.builder()
                .addSpanProcessor(new TraceExport().processor(() -> Optional.of(address)))
                .build()) {
            provider.get("tidegate")
                    .spanBuilder("planner-service RequestDeployment")
                    .startSpan()
                    .end();
            provider.forceFlush().join(10, TimeUnit.SECONDS);

            assertThat(received.poll(10, TimeUnit.SECONDS)).contains("planner-service RequestDeployment");
        } finally {
            collector.stop(0);
        }
    }

    @Test
    void withoutAnEndpointNothingIsSentAndNothingFails() {
        try (var provider = SdkTracerProvider.builder()
                .addSpanProcessor(new TraceExport().processor(Optional::empty))
                .build()) {
            provider.get("tidegate").spanBuilder("quiet").startSpan().end();

            assertThat(provider.forceFlush().join(1, TimeUnit.SECONDS).isSuccess())
                    .isTrue();
        }
    }
}
