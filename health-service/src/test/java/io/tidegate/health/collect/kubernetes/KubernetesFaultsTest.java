package io.tidegate.health.collect.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.tidegate.health.collect.UnreadableTelemetryException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an API server answers that is not well. */
@SuppressWarnings("NullAway.Init")
final class KubernetesFaultsTest {
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;
    private KubernetesCluster cluster;
    private volatile String spoiled = "";
    private volatile int status;
    private volatile boolean hanging;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        cluster = new KubernetesCluster(
                new ConfigBuilder(Config.empty())
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .build(),
                "workloads",
                "east",
                true,
                Duration.ofMillis(700));
    }

    @AfterEach
    void stop() {
        closed.countDown();
        cluster.close();
        server.stop(0);
        threads.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.incrementAndGet();
            boolean isSpoiled = exchange.getRequestURI().getPath().endsWith(spoiled) && !spoiled.isEmpty();
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(isSpoiled && !hanging ? status : 200, 0);
            if (isSpoiled && hanging) {
                exchange.getResponseBody().write("{\"kind\":".getBytes(UTF_8));
                exchange.getResponseBody().flush();
                closed.await();
            }
            exchange.getResponseBody()
                    .write("{\"kind\": \"List\", \"apiVersion\": \"v1\", \"items\": []}".getBytes(UTF_8));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aClusterWithNothingInItIsRead() {
        assertThat(cluster.look(Optional.empty()).pods()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 429, 500, 503})
    void aRefusalIsUnreadableAndIsNotAskedAgainInTheSameLook(int refusal) {
        spoiled = "/pods";
        status = refusal;
        assertThatThrownBy(() -> cluster.look(Optional.empty()))
                .isInstanceOf(UnreadableTelemetryException.class)
                .hasMessageStartingWith("pods cannot be listed: ");
        assertThat(asked).hasValue(1);
    }

    @Test
    void podsWithoutTheirNodesAreNotTold() {
        spoiled = "/nodes";
        status = 500;
        assertThatThrownBy(() -> cluster.look(Optional.empty())).hasMessageStartingWith("nodes cannot be listed: ");
    }

    @Test
    void anAnswerThatNeverEndsIsUnreadableInItsTime() {
        spoiled = "/pods";
        hanging = true;
        assertThatThrownBy(() -> cluster.look(Optional.empty()))
                .hasMessage("pods cannot be listed: no whole answer within 700 ms");
    }

    @Test
    void aServerThatIsGoneIsUnreadable() {
        server.stop(0);
        assertThatThrownBy(() -> cluster.look(Optional.empty())).hasMessageStartingWith("pods cannot be listed: ");
    }
}
