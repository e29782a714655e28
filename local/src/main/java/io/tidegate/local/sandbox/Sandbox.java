package io.tidegate.local.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All services of one region; lives on one event loop, and keeps what it was told in a file. */
final class Sandbox {
    private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);
    private static final int RECONCILE_MILLIS = 100;

    private final Vertx vertx;
    private final HttpClient http;
    private final String region;
    private final Path file;
    private final Map<String, ServiceCell> cells = new TreeMap<>();
    private double due;

    Sandbox(Vertx vertx, String region, Path file) {
        this.vertx = vertx;
        this.region = region;
        this.file = file;
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(true), new PoolOptions().setHttp1MaxSize(64));
    }

    /** Restores what was there, and begins to use it. */
    Future<Void> start(double requestsPerSecond) {
        var restored = new ArrayList<Future<?>>();
        if (Files.exists(file)) {
            JsonObject state = read();
            for (String service : state.fieldNames()) {
                restored.add(cell(service).onSuccess(cell -> restore(cell, state.getJsonObject(service))));
            }
        }
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

    Future<ServiceCell> cell(String service) {
        var known = cells.get(service);
        if (known != null) {
            return Future.succeededFuture(known);
        }
        return ServiceCell.start(vertx, http, service, region).map(cell -> {
            var raced = cells.putIfAbsent(service, cell);
            return raced == null ? cell : raced;
        });
    }

    Map<String, ServiceCell> cells() {
        return cells;
    }

    /** Every replica in the shape of Prometheus' HTTP service discovery. */
    JsonArray targets() {
        var targets = new JsonArray();
        cells.forEach((service, cell) -> cell.workloads().forEach((version, workload) -> workload.replicas()
                .forEach(replica -> targets.add(new JsonObject()
                        .put("targets", new JsonArray().add(replica.address()))
                        .put(
                                "labels",
                                new JsonObject()
                                        .put("estate", workload.wanted().getString("estate", ""))
                                        .put("environment", workload.wanted().getString("environment", ""))
                                        .put("region", region)
                                        .put("service", service)
                                        .put("version", version)
                                        .put("instance", replica.address()))))));
        return targets;
    }

    void save() {
        var state = new JsonObject();
        cells.forEach((service, cell) -> {
            var workloads = new JsonObject();
            cell.workloads().forEach((version, workload) -> workloads.put(version, workload.wanted()));
            state.put(
                    service,
                    new JsonObject()
                            .put("workloads", workloads)
                            .put("route", cell.route())
                            .put("epoch", cell.last().epoch())
                            .put("position", cell.last().position()));
        });
        try {
            var fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, state.encode());
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            LOG.error("cannot keep the sandbox's state in {}", file, failure);
        }
    }

    private JsonObject read() {
        try {
            return new JsonObject(Files.readString(file));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read the sandbox's state in " + file, failure);
        }
    }

    private static void restore(ServiceCell cell, JsonObject state) {
        var workloads = state.getJsonObject("workloads");
        workloads.fieldNames().forEach(version -> cell.apply(version, workloads.getJsonObject(version)));
        cell.route(state.getJsonObject("route"));
        cell.obeys(Order.of(state));
    }
}
