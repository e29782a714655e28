package io.tidegate.local.sandbox;

import io.tidegate.local.sandbox.Journal.Kind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The sandbox over HTTP: workloads, routes, targets, faults and the journal. Whose service is meant is said by the parameters
 * {@code estate} and {@code environment}, which may be left out where only one service has the name.
 */
final class SandboxApi {
    private static final String THROUGH = "/v1/through/";

    private final Sandbox sandbox;

    SandboxApi(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    Router router(Vertx vertx) {
        var router = Router.router(vertx);
        router.route().handler(BodyHandler.create(false));
        router.get("/health/ready").handler(context -> answer(context, 200, new JsonObject().put("status", "healthy")));
        router.put("/v1/workloads/:service/:version").handler(this::apply);
        router.get("/v1/workloads/:service/:version").handler(this::observe);
        router.get("/v1/workloads").handler(this::list);
        router.delete("/v1/workloads/:service/:version").handler(this::remove);
        router.put("/v1/routes/:service").handler(this::route);
        router.get("/v1/routes/:service").handler(this::showRoute);
        router.route(THROUGH + ":estate/:environment/:service/*").handler(this::through);
        router.get("/v1/targets").handler(context -> answer(context, sandbox.targets()));
        router.put("/v1/faults/:service").handler(this::order);
        router.delete("/v1/faults/:service").handler(this::heal);
        router.get("/v1/journal")
                .handler(context -> answer(context, sandbox.journal().view()));
        return router;
    }

    private void apply(RoutingContext context) {
        var wanted = context.body().asJsonObject();
        made(context, Asked.of(context).or(wanted), cell -> {
            var order = Order.of(wanted);
            var version = context.pathParam("version");
            if (!cell.obeys(order)) {
                fenced(context, order, cell);
                return;
            }
            boolean changed = !cell.has(version, wanted);
            var workload = cell.apply(version, wanted);
            sandbox.journal().note(cell.id(), Kind.apply, version, order, changed);
            sandbox.save();
            answer(context, 200, workload.view());
        });
    }

    private void observe(RoutingContext context) {
        known(
                context,
                cell -> Optional.ofNullable(cell.workloads().get(context.pathParam("version")))
                        .ifPresentOrElse(
                                workload -> answer(context, 200, workload.view()),
                                () -> refuse(context, 404, "absent", "there is no such workload")),
                () -> refuse(context, 404, "absent", "there is no such workload"));
    }

    private void list(RoutingContext context) {
        var all = new JsonArray();
        sandbox.fitting(Asked.of(context))
                .forEach(cell -> cell.workloads().values().forEach(workload -> all.add(workload.view())));
        answer(context, all);
    }

    private void remove(RoutingContext context) {
        known(context, cell -> remove(context, cell), () -> done(context));
    }

    private void remove(RoutingContext context, ServiceCell cell) {
        var version = context.pathParam("version");
        var order = new Order(
                number(context, "epoch"),
                number(context, "position"),
                context.request().getParam("stepId", ""));
        if (!cell.obeys(order)) {
            fenced(context, order, cell);
        } else if (cell.route().getJsonObject("weights").getInteger(version, 0) > 0) {
            refuse(context, 422, "refused", "traffic still goes to this version; route it elsewhere first");
        } else {
            boolean changed = cell.workloads().containsKey(version);
            cell.remove(version).onFailure(context::fail).onSuccess(gone -> {
                sandbox.journal().note(cell.id(), Kind.remove, version, order, changed);
                sandbox.save();
                done(context);
            });
        }
    }

    private void route(RoutingContext context) {
        var wanted = context.body().asJsonObject();
        made(context, Asked.of(context).or(wanted), cell -> {
            var order = Order.of(wanted);
            var weights = wanted.getJsonObject("weights");
            var objection = cell.objection(weights);
            if (!cell.obeys(order)) {
                fenced(context, order, cell);
            } else if (objection.isPresent()) {
                refuse(context, 422, "refused", objection.get());
            } else {
                boolean changed = !weights.equals(cell.route().getJsonObject("weights"));
                cell.route(wanted);
                sandbox.journal().note(cell.id(), Kind.route, weights, order, changed);
                sandbox.save();
                answer(context, 200, cell.routeView());
            }
        });
    }

    private void showRoute(RoutingContext context) {
        known(
                context,
                cell -> answer(context, 200, cell.routeView()),
                () -> refuse(context, 404, "absent", "there is no such service"));
    }

    /** A request from another region, which cannot reach routers and replicas where each sandbox has a network of its own. */
    private void through(RoutingContext context) {
        var id =
                new CellId(context.pathParam("estate"), context.pathParam("environment"), context.pathParam("service"));
        var whole = context.request().uri();
        var path = "/" + whole.substring(THROUGH.length()).split("/", 4)[3];
        var body = Optional.ofNullable(context.body().buffer()).orElseGet(Buffer::buffer);
        sandbox.known(id)
                .ifPresentOrElse(
                        cell -> cell.forward(context.request(), path, Future.succeededFuture(body)),
                        () -> refuse(context, 404, "absent", "there is no such service"));
    }

    private void order(RoutingContext context) {
        var faults = context.body().asJsonObject();
        var problem = Faults.problem(faults);
        if (problem.isPresent()) {
            refuse(context, 422, "invalid", problem.get());
            return;
        }
        made(context, Asked.of(context), cell -> {
            cell.order(Optional.ofNullable(faults.getString("version")), faults);
            done(context);
        });
    }

    private void heal(RoutingContext context) {
        known(
                context,
                cell -> {
                    cell.heal();
                    done(context);
                },
                () -> done(context));
    }

    /** Does something to the one cell that is meant; refuses where it might be several. */
    private void known(RoutingContext context, Consumer<ServiceCell> use, Runnable absent) {
        known(context, Asked.of(context), use, absent);
    }

    private void known(RoutingContext context, Asked asked, Consumer<ServiceCell> use, Runnable absent) {
        var meant = sandbox.meant(asked);
        switch (meant.size()) {
            case 0 -> absent.run();
            case 1 -> use.accept(meant.getFirst());
            default ->
                refuse(
                        context,
                        409,
                        "ambiguous",
                        asked.ambiguous(meant.stream().map(ServiceCell::id).toList()));
        }
    }

    /** The same, but a cell that is named in full is made if it is not there. */
    private void made(RoutingContext context, Asked asked, Consumer<ServiceCell> use) {
        asked.exactly()
                .ifPresentOrElse(
                        id -> sandbox.cell(id).onFailure(context::fail).onSuccess(use::accept),
                        () -> known(context, asked, use, () -> refuse(context, 404, "absent", asked.absent())));
    }

    private static long number(RoutingContext context, String parameter) {
        return Long.parseLong(context.request().getParam(parameter, "0"));
    }

    private static void fenced(RoutingContext context, Order order, ServiceCell cell) {
        refuse(
                context,
                409,
                "fenced",
                "order " + order + " stands before " + cell.last() + ", which was obeyed already");
    }

    private static void done(RoutingContext context) {
        context.response().setStatusCode(204).end();
    }

    private static void refuse(RoutingContext context, int status, String reason, String message) {
        answer(context, status, new JsonObject().put("reason", reason).put("message", message));
    }

    private static void answer(RoutingContext context, JsonArray documents) {
        context.response().putHeader("content-type", "application/json").end(documents.encode());
    }

    private static void answer(RoutingContext context, int status, JsonObject document) {
        context.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(document.encode());
    }
}
