package io.tidegate.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.executor.step.Runtime;
import io.tidegate.executor.step.RuntimeContract;
import io.tidegate.local.sandbox.SandboxProcess;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
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
        assertThat(ask("/v1/targets"))
                .map(target -> target.path("labels"))
                .filteredOn(labels -> labels.path("service").asText().equals(service()))
                .hasSize(2)
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

    private static JsonNode ask(String path) throws Exception {
        var answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address.resolve(path)).build(), BodyHandlers.ofString());
        return new ObjectMapper().readTree(answer.body());
    }
}
