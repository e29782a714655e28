package io.tidegate.local.sandbox;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import java.nio.file.Path;

/** The process of one region's sandbox. */
public final class SandboxProcess {
    private static final String LOOPBACK = "127.0.0.1";

    private SandboxProcess() {}

    /**
     * Arguments: region, port, state file, requests per second to every service, and, in a container, the address to
     * listen on.
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 4 && arguments.length != 5) {
            throw new IllegalArgumentException(
                    "usage: SandboxProcess REGION PORT STATE_FILE REQUESTS_PER_SECOND [HOST]");
        }
        start(
                arguments[0],
                arguments.length == 5 ? arguments[4] : LOOPBACK,
                Integer.parseInt(arguments[1]),
                Path.of(arguments[2]),
                Double.parseDouble(arguments[3]));
    }

    /** Starts a sandbox; it answers as soon as this returns. The Vert.x instance that it runs on stops it. */
    public static Vertx start(String region, int port, Path state, double requestsPerSecond) throws Exception {
        return start(region, LOOPBACK, port, state, requestsPerSecond);
    }

    private static Vertx start(String region, String host, int port, Path state, double requestsPerSecond)
            throws Exception {
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2));
        var sandbox = new Sandbox(vertx, region, state);
        var api = new SandboxApi(sandbox).router(vertx);
        sandbox.start(requestsPerSecond)
                .compose(started -> vertx.createHttpServer(
                                new HttpServerOptions().setHost(host).setPort(port))
                        .requestHandler(api)
                        .listen())
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        return vertx;
    }
}
