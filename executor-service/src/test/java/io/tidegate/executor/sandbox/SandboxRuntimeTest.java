package io.tidegate.executor.sandbox;

import io.tidegate.executor.step.Runtime;
import io.tidegate.executor.step.RuntimeContract;
import io.tidegate.local.sandbox.SandboxProcess;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the sandbox as it runs on a laptop. */
class SandboxRuntimeTest extends RuntimeContract {
    private static Vertx sandbox;
    private static SandboxRuntime runtime;

    @BeforeAll
    static void start(@TempDir Path state) throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        sandbox = SandboxProcess.start("us-east-1", port, state.resolve("sandbox.json"), 0);
        runtime = new SandboxRuntime(URI.create("http://127.0.0.1:" + port));
    }

    @AfterAll
    static void stop() throws Exception {
        sandbox.close().toCompletionStage().toCompletableFuture().get();
    }

    @Override
    protected Runtime runtime() {
        return runtime;
    }
}
