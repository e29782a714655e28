package io.tidegate.local.sandbox;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Optional;

/** The sandbox over HTTP: workloads, routes, targets and faults. */
final class SandboxApi {
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
        router.get("/v1/targets").handler(context -> context.response()
                .putHeader("content-type", "application/json")
                .end(sandbox.targets().encode()));
        router.put("/v1/faults/:service").handler(this::order);
        router.delete("/v1/faults/:service").handler(this::heal);
        return router;
    }

    private void apply(RoutingContext context) {
        var wanted = context.body().asJsonObject();
        sandbox.cell(context.pathParam("service")).onFailure(context::fail).onSuccess(cell -> {
            if (!cell.obeys(Order.of(wanted))) {
                fenced(context, Order.of(wanted), cell);
                return;
            }
            var workload = cell.apply(context.pathParam("version"), wanted);
            sandbox.save();
            answer(context, 200, workload.view());
        });
    }

    private void observe(RoutingContext context) {
        workload(context)
                .ifPresentOrElse(
                        workload -> answer(context, 200, workload.view()),
                        () -> refuse(context, 404, "absent", "there is no such workload"));
    }

    private Optional<Workload> workload(RoutingContext context) {
        return Optional.ofNullable(sandbox.cells().get(context.pathParam("service")))
                .map(cell -> cell.workloads().get(context.pathParam("version")));
    }

    private void list(RoutingContext context) {
        var all = new JsonArray();
        sandbox.cells()
                .values()
                .forEach(cell -> cell.workloads().values().forEach(workload -> all.add(workload.view())));
        context.response().putHeader("content-type", "application/json").end(all.encode());
    }

    private void remove(RoutingContext context) {
        var cell = sandbox.cells().get(context.pathParam("service"));
        var order = new Order(number(context, "epoch"), number(context, "position"));
        if (cell == null) {
            context.response().setStatusCode(204).end();
        } else if (!cell.obeys(order)) {
            fenced(context, order, cell);
        } else if (cell.route().getJsonObject("weights").getInteger(context.pathParam("version"), 0) > 0) {
            refuse(context, 422, "refused", "traffic still goes to this version; route it elsewhere first");
        } else {
            cell.remove(context.pathParam("version")).onFailure(context::fail).onSuccess(gone -> {
                sandbox.save();
                context.response().setStatusCode(204).end();
            });
        }
    }

    private void route(RoutingContext context) {
        var wanted = context.body().asJsonObject();
        sandbox.cell(context.pathParam("service")).onFailure(context::fail).onSuccess(cell -> {
            var objection = cell.objection(wanted.getJsonObject("weights"));
            if (!cell.obeys(Order.of(wanted))) {
                fenced(context, Order.of(wanted), cell);
            } else if (objection.isPresent()) {
                refuse(context, 422, "refused", objection.get());
            } else {
                cell.route(wanted);
                sandbox.save();
                answer(context, 200, cell.routeView());
            }
        });
    }

    private void showRoute(RoutingContext context) {
        var cell = sandbox.cells().get(context.pathParam("service"));
        if (cell == null) {
            refuse(context, 404, "absent", "there is no such service");
        } else {
            answer(context, 200, cell.routeView());
        }
    }

    private void order(RoutingContext context) {
        var faults = context.body().asJsonObject();
        var problem = Faults.problem(faults);
        if (problem.isPresent()) {
            refuse(context, 422, "invalid", problem.get());
            return;
        }
        sandbox.cell(context.pathParam("service")).onFailure(context::fail).onSuccess(cell -> {
            cell.order(Optional.ofNullable(faults.getString("version")), faults);
            context.response().setStatusCode(204).end();
        });
    }

    private void heal(RoutingContext context) {
        var cell = sandbox.cells().get(context.pathParam("service"));
        if (cell != null) {
            cell.heal();
        }
        context.response().setStatusCode(204).end();
    }

    private static long number(RoutingContext context, String parameter) {
        return Long.parseLong(context.request().getParam(parameter, "0"));
    }

    private static void fenced(RoutingContext context, Order order, ServiceCell cell) {
        answer(
                context,
                409,
                new JsonObject()
                        .put("reason", "fenced")
                        .put(
                                "message",
                                "order " + order + " stands before " + cell.last() + ", which was obeyed already"));
    }

    private static void refuse(RoutingContext context, int status, String reason, String message) {
        answer(context, status, new JsonObject().put("reason", reason).put("message", message));
    }

    private static void answer(RoutingContext context, int status, JsonObject document) {
        context.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(document.encode());
    }
}
