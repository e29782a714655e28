package io.tidegate.local.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A service of an estate in an environment: its versions, the router in front of them, and the clients that use it. */
final class ServiceCell {
    private static final String CONTENT_TYPE = "content-type";

    private final Vertx vertx;
    private final HttpClient http;
    private final CellId id;
    private final String region;
    private final Map<String, Workload> workloads = new TreeMap<>();
    private final Map<String, JsonObject> orderedFaults = new HashMap<>();
    private final Map<String, Integer> credit = new HashMap<>();
    private final HttpServer router;
    private JsonObject route = new JsonObject().put("weights", new JsonObject());
    private Order last = Order.NONE;

    private ServiceCell(Vertx vertx, HttpClient http, CellId id, String region) {
        this.vertx = vertx;
        this.http = http;
        this.id = id;
        this.region = region;
        this.router = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(this::forward);
    }

    static Future<ServiceCell> start(Vertx vertx, HttpClient http, CellId id, String region) {
        var cell = new ServiceCell(vertx, http, id, region);
        return cell.router.listen().map(server -> cell);
    }

    CellId id() {
        return id;
    }

    Map<String, Workload> workloads() {
        return workloads;
    }

    JsonObject route() {
        return route;
    }

    Order last() {
        return last;
    }

    /** Whether an order is to be obeyed; if so, none that stands before it will be. */
    boolean obeys(Order order) {
        if (order.compareTo(last) < 0) {
            return false;
        }
        last = order;
        return true;
    }

    Workload apply(String version, JsonObject wanted) {
        var workload = workloads.computeIfAbsent(
                version, name -> new Workload(vertx, id, region, version, () -> faults(version), wanted));
        workload.want(wanted);
        return workload;
    }

    /** Whether this version is there just so. */
    boolean has(String version, JsonObject wanted) {
        var present = workloads.get(version);
        return present != null && present.is(wanted);
    }

    Future<Void> remove(String version) {
        var workload = workloads.remove(version);
        return workload == null ? Future.succeededFuture() : workload.stop();
    }

    /** Why these weights cannot be, if they cannot. */
    Optional<String> objection(JsonObject weights) {
        if (weights.isEmpty()) {
            return Optional.empty();
        }
        int sum = 0;
        for (String version : weights.fieldNames()) {
            int weight = weights.getInteger(version);
            var workload = workloads.get(version);
            if (weight < 0) {
                return Optional.of("weight " + weight + " of " + version + " is negative");
            }
            if (weight > 0 && (workload == null || workload.ready() == 0)) {
                return Optional.of("version " + version + " of " + id + " has no ready replica");
            }
            sum += weight;
        }
        return sum == 100 ? Optional.empty() : Optional.of("weights add up to " + sum + ", not 100");
    }

    void route(JsonObject document) {
        route = document;
        credit.clear();
    }

    JsonObject routeView() {
        return route.copy()
                .put("estate", id.estate())
                .put("environment", id.environment())
                .put("service", id.service())
                .put("address", "127.0.0.1:" + router.actualPort());
    }

    /** What is to be known to make this cell again. */
    JsonObject state() {
        var wanted = new JsonObject();
        workloads.forEach((version, workload) -> wanted.put(version, workload.wanted()));
        return new JsonObject()
                .put("estate", id.estate())
                .put("environment", id.environment())
                .put("service", id.service())
                .put("workloads", wanted)
                .put("route", route)
                .put("epoch", last.epoch())
                .put("position", last.position())
                .put("stepId", last.stepId());
    }

    void restore(JsonObject state) {
        var wanted = state.getJsonObject("workloads");
        wanted.fieldNames().forEach(version -> apply(version, wanted.getJsonObject(version)));
        route(state.getJsonObject("route"));
        obeys(Order.of(state));
    }

    void order(Optional<String> version, JsonObject faults) {
        orderedFaults.put(version.orElse(""), faults);
    }

    void heal() {
        orderedFaults.clear();
    }

    void reconcile() {
        workloads.values().forEach(Workload::reconcile);
    }

    /** One request, as a user would send it. */
    void use() {
        if (route.getJsonObject("weights").isEmpty()) {
            return;
        }
        http.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setHost("127.0.0.1")
                        .setPort(router.actualPort())
                        .setURI("/"))
                .compose(request -> request.send().compose(answer -> answer.body()));
    }

    private void forward(HttpServerRequest request) {
        forward(request, request.uri(), request.body());
    }

    /** Has a ready replica answer a request of a user, by the weights. */
    void forward(HttpServerRequest request, String uri, Future<Buffer> sent) {
        var replica = choose().flatMap(Workload::pick);
        if (replica.isEmpty()) {
            request.response().setStatusCode(503).end("no ready replica of " + id + "\n");
            return;
        }
        sent.compose(body -> http.request(new RequestOptions()
                                .setMethod(request.method())
                                .setHost("127.0.0.1")
                                .setPort(replica.get().port())
                                .setURI(uri))
                        .compose(out -> out.send(body)))
                .compose(answer -> answer.body().onSuccess(body -> {
                    Optional.ofNullable(answer.getHeader(CONTENT_TYPE))
                            .ifPresent(type -> request.response().putHeader(CONTENT_TYPE, type));
                    request.response().setStatusCode(answer.statusCode()).end(body);
                }))
                .onFailure(failure -> request.response().setStatusCode(502).end());
    }

    /** Smooth weighted round robin: over any hundred requests every version gets exactly its weight. */
    private Optional<Workload> choose() {
        var weights = route.getJsonObject("weights");
        String best = "";
        int most = Integer.MIN_VALUE;
        for (String version : weights.fieldNames()) {
            int now = credit.merge(version, weights.getInteger(version), Integer::sum);
            if (now > most) {
                most = now;
                best = version;
            }
        }
        credit.merge(best, -100, Integer::sum);
        return Optional.ofNullable(workloads.get(best));
    }

    private Faults faults(String version) {
        var faults = Faults.of(version, region);
        var all = orderedFaults.get("");
        var own = orderedFaults.get(version);
        faults = all == null ? faults : faults.overlaid(all);
        return own == null ? faults : faults.overlaid(own);
    }
}
