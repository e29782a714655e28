package io.tidegate.local.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All services of all estates in one region; lives on one event loop, and keeps what it was told in a file. */
final class Sandbox {
    private static final int RECONCILE_MILLIS = 100;

    private final Vertx vertx;
    private final HttpClient http;
    private final String region;
    private final StateFile file;
    private final Map<CellId, ServiceCell> cells = new TreeMap<>();
    private final Journal journal = new Journal();
    private double due;

    Sandbox(Vertx vertx, String region, Path file) {
        this.vertx = vertx;
        this.region = region;
        this.file = new StateFile(file);
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(true), new PoolOptions().setHttp1MaxSize(64));
    }

    /** Restores what was there, and begins to use it. */
    Future<Void> start(double requestsPerSecond) {
        var restored = new ArrayList<Future<?>>();
        file.read().forEach((id, state) -> restored.add(cell(id).onSuccess(cell -> cell.restore(state))));
        vertx.setPeriodic(RECONCILE_MILLIS, timer -> cells.values().forEach(ServiceCell::reconcile));
        vertx.setPeriodic(10, timer -> useServices(requestsPerSecond / 100));
        return Future.join(restored).mapEmpty();
    }

    /** Every service is used at the same steady rate, one request at a time, spread over the second. */
    private void useServices(double requests) {
        due += requests;
        for (; due >= 1; due--) {
            cells.values().forEach(ServiceCell::use);
        }
    }

    /** The cell, which is made if it is not there. */
    Future<ServiceCell> cell(CellId id) {
        var known = cells.get(id);
        if (known != null) {
            return Future.succeededFuture(known);
        }
        return ServiceCell.start(vertx, http, id, region).map(cell -> {
            var raced = cells.putIfAbsent(id, cell);
            return raced == null ? cell : raced;
        });
    }

    /** The cell, if it is there. */
    Optional<ServiceCell> known(CellId id) {
        return Optional.ofNullable(cells.get(id));
    }

    /** Cells that may be meant: the ones with workloads, or, where none has any, all that fit. */
    List<ServiceCell> meant(Asked asked) {
        var fitting = fitting(asked);
        var inUse = fitting.stream().filter(cell -> !cell.workloads().isEmpty()).toList();
        return inUse.isEmpty() ? fitting : inUse;
    }

    /** All cells that fit, in the order of their names. */
    List<ServiceCell> fitting(Asked asked) {
        return cells.values().stream().filter(cell -> asked.fits(cell.id())).toList();
    }

    Journal journal() {
        return journal;
    }

    /** Every replica that shall be there in the shape of Prometheus' HTTP service discovery. */
    JsonArray targets() {
        var targets = new JsonArray();
        cells.forEach((id, cell) -> cell.workloads().values().forEach(workload -> workload.listed()
                .forEach(replica -> targets.add(new JsonObject()
                        .put("targets", new JsonArray().add(replica.address()))
                        .put("labels", labels(id, workload, replica))))));
        return targets;
    }

    private JsonObject labels(CellId id, Workload workload, Replica replica) {
        return workload.health()
                .labels()
                .put("estate", id.estate())
                .put("environment", id.environment())
                .put("region", region)
                .put("service", id.service())
                .put("version", workload.version())
                .put("instance", replica.address());
    }

    void save() {
        file.write(cells.values());
    }
}
