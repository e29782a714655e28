package io.tidegate.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.estate.HealthSettings;
import io.tidegate.estate.Resources;
import io.tidegate.executor.step.Runtime;
import io.tidegate.executor.step.RuntimeContract;
import io.tidegate.executor.step.Workload;
import io.tidegate.local.sandbox.SandboxProcess;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the sandbox as it runs on a laptop. */
class SandboxRuntimeTest extends RuntimeContract {
    private static Vertx sandbox;
    private static SandboxRuntime runtime;
    private static URI address;

    @BeforeAll
    static void start(@TempDir Path state) throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        sandbox = SandboxProcess.start("us-east-1", port, state.resolve("sandbox.json"), 0);
        address = URI.create("http://127.0.0.1:" + port);
        runtime = new SandboxRuntime(address);
    }

    @AfterAll
    static void stop() throws Exception {
        sandbox.close().toCompletionStage().toCompletableFuture().get();
    }

    @Override
    protected Runtime runtime() {
        return runtime;
    }

    @Override
    protected Workload kept(String version) {
        return SandboxDocument.workload(id(), version, ask("/v1/workloads/" + service() + "/" + version));
    }

    @Test
    void replicasAnswerOnThePathsThatTheyWereGivenAndTheirTargetsSaySo() {
        var health = new HealthSettings(
                "/lives", "/up", "/works", "/numbers", Duration.ofSeconds(7), Duration.ofMillis(1_500));
        assertDone(runtime.apply(with(workload("1.0.0", 1), Resources.NONE, health), next()));
        awaitReady("1.0.0", 1);
        var target = targets().getFirst();
        var labels = target.path("labels");
        assertThat(labels.path("__metrics_path__").asText()).isEqualTo("/numbers");
        assertThat(labels.path("tidegate_health_ready").asText()).isEqualTo("/up");
        assertThat(labels.path("tidegate_health_deep").asText()).isEqualTo("/works");
        assertThat(labels.path("tidegate_health_interval_millis").asText()).isEqualTo("7000");
        assertThat(labels.path("tidegate_health_timeout_millis").asText()).isEqualTo("1500");

        var replica = "http://" + target.path("targets").path(0).asText();
        for (var path : List.of("/lives", "/up", "/works")) {
            assertThat(answer(URI.create(replica + path))).contains("\"status\":\"healthy\"");
        }
        assertThat(answer(URI.create(replica + "/numbers"))).contains("http_requests_total");
        assertThat(answer(URI.create(replica + "/health/ready")))
                .as("ordinary work")
                .startsWith(service());
    }

    @Test
    void scalingDoesNotForgetWhoseAWorkloadIs() throws Exception {
        ready("1.0.0", 1);
        assertDone(runtime.scale(id(), "1.0.0", 2, next()));
        awaitReady("1.0.0", 2);
        var view = ask("/v1/workloads/" + service() + "/1.0.0");
        assertThat(view.path("estate").asText()).isEqualTo("code-platform");
        assertThat(view.path("environment").asText()).isEqualTo("production");
        assertThat(view.path("image").asText()).isEqualTo(workload("1.0.0", 2).image());
        assertThat(view.path("port").asInt()).isEqualTo(8080);
        assertThat(targets())
                .hasSize(2)
                .extracting(target -> target.path("labels"))
                .allSatisfy(labels -> {
                    assertThat(labels.path("estate").asText()).isEqualTo("code-platform");
                    assertThat(labels.path("environment").asText()).isEqualTo("production");
                });
    }

    @Test
    void theJournalSaysWhichStepHadAnEffectAndWhichWasDoneAgain() throws Exception {
        var fence = next();
        assertDone(runtime.apply(workload("1.0.0", 1), fence));
        awaitReady("1.0.0", 1);
        assertDone(runtime.apply(workload("1.0.0", 1), fence));
        var removal = next();
        assertDone(runtime.remove(id(), "1.0.0", removal));
        assertThat(ask("/v1/journal"))
                .filteredOn(entry -> entry.path("service").asText().equals(service()))
                .map(entry -> entry.path("stepId").asText() + " "
                        + entry.path("changed").asBoolean())
                .containsExactly(fence.stepId() + " true", fence.stepId() + " false", removal.stepId() + " true");
    }

    /** Of this test's service. */
    private List<JsonNode> targets() {
        return ask("/v1/targets")
                .valueStream()
                .filter(target -> target.path("labels").path("service").asText().equals(service()))
                .toList();
    }

    private static JsonNode ask(String path) {
        try {
            return new ObjectMapper().readTree(answer(address.resolve(path)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String answer(URI where) {
        return HttpClient.newHttpClient()
                .sendAsync(HttpRequest.newBuilder(where).build(), BodyHandlers.ofString())
                .join()
                .body();
    }
}
