package io.tidegate.local.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.function.Supplier;

/** One replica of one version: an HTTP server with synthetic work, health endpoints and metrics. */
final class Replica {
    /** Where a replica says what it is and where. */
    private static final String ABOUT = "/about";

    private static final double BASE_LATENCY_MILLIS = 2;
    private static final double LATENCY_SPREAD_MILLIS = 6;

    private final Vertx vertx;
    private final CellId id;
    private final String region;
    private final String version;
    private final Supplier<Faults> faults;
    private final Supplier<HealthPaths> paths;
    private final HttpServer server;
    private final ReplicaMetrics metrics = new ReplicaMetrics();
    private final Random chance;
    private final Instant startedAt = Instant.now();
    private int burstLeft;

    private Replica(
            Vertx vertx,
            CellId id,
            String region,
            String version,
            int number,
            Supplier<Faults> faults,
            Supplier<HealthPaths> paths) {
        this.vertx = vertx;
        this.id = id;
        this.region = region;
        this.version = version;
        this.faults = faults;
        this.paths = paths;
        this.chance = new Random(31L * id.service().hashCode() + 7L * version.hashCode() + number);
        this.server = vertx.createHttpServer(
                new HttpServerOptions().setHost("127.0.0.1").setPort(0));
    }

    static Future<Replica> start(
            Vertx vertx,
            CellId id,
            String region,
            String version,
            int number,
            Supplier<Faults> faults,
            Supplier<HealthPaths> paths) {
        var replica = new Replica(vertx, id, region, version, number, faults, paths);
        return replica.server.requestHandler(replica::handle).listen().map(server -> replica);
    }

    int port() {
        return server.actualPort();
    }

    String address() {
        return "127.0.0.1:" + port();
    }

    boolean ready() {
        var now = faults.get();
        return !now.neverReady() && ChronoUnit.SECONDS.between(startedAt, Instant.now()) >= now.slowStartSeconds();
    }

    Future<Void> stop() {
        return server.close();
    }

    private void handle(HttpServerRequest request) {
        var asked = request.uri();
        var known = paths.get();
        if (asked.equals(known.metrics())) {
            request.response()
                    .putHeader("content-type", "text/plain; version=0.0.4")
                    .end(metrics.text(faults.get(), Instant.now()));
        } else if (asked.equals(known.deep())) {
            health(request, ready() && !faults.get().failDeepCheck());
        } else if (asked.equals(known.ready())) {
            health(request, ready());
        } else if (asked.equals(known.live())) {
            health(request, true);
        } else if (asked.equals(ABOUT)) {
            about(request);
        } else {
            work(request);
        }
    }

    /** Says what it is and where, so that a test can tell whether the right replicas answer. */
    private void about(HttpServerRequest request) {
        request.response()
                .putHeader("content-type", "application/json")
                .end(new JsonObject()
                        .put("estate", id.estate())
                        .put("environment", id.environment())
                        .put("region", region)
                        .put("service", id.service())
                        .put("version", version)
                        .encode());
    }

    private void work(HttpServerRequest request) {
        long begun = System.nanoTime();
        var now = faults.get();
        boolean fails = fails(now);
        long millis = Math.max(
                1,
                Math.round(
                        BASE_LATENCY_MILLIS + chance.nextDouble() * LATENCY_SPREAD_MILLIS + now.addedLatencyMillis()));
        vertx.setTimer(millis, timer -> {
            metrics.served(fails ? 500 : 200, (System.nanoTime() - begun) / 1e9);
            request.response().setStatusCode(fails ? 500 : 200).end(id.service() + " " + version + "\n");
        });
    }

    private boolean fails(Faults now) {
        if (now.burst() > 1) {
            if (burstLeft == 0 && chance.nextDouble() < now.errorShare() / now.burst()) {
                burstLeft = now.burst();
            }
            return burstLeft > 0 && burstLeft-- > 0;
        }
        return chance.nextDouble() < now.errorShare();
    }

    private void health(HttpServerRequest request, boolean well) {
        var status = well ? "healthy" : "unhealthy";
        request.response()
                .setStatusCode(well ? 200 : 503)
                .putHeader("content-type", "application/json")
                .end(new JsonObject()
                        .put("status", status)
                        .put(
                                "timestamp",
                                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                        .put("service", id.service())
                        .put("version", version)
                        .put("uptime", ChronoUnit.SECONDS.between(startedAt, Instant.now()))
                        .put("checks", new JsonObject().put("work", new JsonObject().put("status", status)))
                        .encode());
    }
}
