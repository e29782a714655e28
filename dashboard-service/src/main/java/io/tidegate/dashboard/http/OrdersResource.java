package io.tidegate.dashboard.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.dashboard.projection.Actor;
import io.tidegate.dashboard.projection.EventLog;
import io.tidegate.dashboard.projection.Intent;
import io.tidegate.dashboard.projection.Order;
import io.tidegate.dashboard.projection.Outcome;
import io.tidegate.dashboard.projection.Projection.Followed;
import io.tidegate.estate.reading.EstateReader;
import io.tidegate.estate.reading.Finding;
import io.tidegate.estate.reading.Reading;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is asked of the planner: deployments, and what concerns them. */
@Path("/v1")
@Singleton
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class OrdersResource {
    static final String KEY = "Idempotency-Key";
    static final String ACTOR = "Tidegate-Actor";

    private static final int SHOWN_FINDINGS = 20;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private final Served served;
    private final EventLog log;

    @Inject
    OrdersResource(Served served, EventLog log) {
        this.served = served;
        this.log = log;
    }

    /** Who asks, under which identity, and in which words: the same key of the same actor is the same command. */
    private record Asking(String commandId, String actor, OrderBody body) {
        static Asking of(@Nullable String key, @Nullable String actor, InputStream body, String... fields) {
            var who = Query.header(ACTOR, actor).orElse("anonymous");
            return new Asking(
                    Query.header(KEY, key)
                            .map(known -> "c-" + uuid(who.length() + ":" + who + known))
                            .orElseGet(() -> "c-" + UUID.randomUUID()),
                    who,
                    OrderBody.read(body, List.of(fields)));
        }

        Order order(String deployment, String estate, String environment, Intent intent) {
            return new Order(
                    commandId,
                    deployment,
                    estate,
                    environment,
                    intent,
                    new Actor(actor, body.reason(), "rest"),
                    Instant.now().truncatedTo(ChronoUnit.MILLIS)); // the wire knows no finer time
        }
    }

    /** Asks for a deployment. */
    @POST
    @Path("/deployments")
    public Response deploy(
            InputStream body, @HeaderParam(KEY) @Nullable String key, @HeaderParam(ACTOR) @Nullable String actor) {
        var asking = Asking.of(
                key,
                actor,
                body,
                "estateDocument",
                "environment",
                "images",
                "deploymentId",
                "priority",
                "ifBusy",
                "notBefore",
                "maxWaitSeconds",
                "overrideFreeze",
                "reason");
        var read = asking.body();
        var document = read.required("estateDocument");
        var terms = new Intent.Terms(
                read.choice("priority", Intent.Priority.SCHEDULED),
                read.choice("ifBusy", Intent.IfBusy.REFUSE),
                read.instant("notBefore"),
                read.seconds("maxWaitSeconds"),
                read.flag("overrideFreeze"));
        return order(asking.order(
                read.optional("deploymentId")
                        .map(OrdersResource::checkedId)
                        .orElseGet(() -> "d-" + uuid(asking.commandId()).substring(0, 8)),
                estate(document),
                name("environment", read.required("environment")),
                new Intent.Deploy(document, read.texts("images"), terms)));
    }

    /** Asks to end a deployment that is under way, and to undo what it did. */
    @POST
    @Path("/deployments/{id}/cancel")
    public Response cancel(
            @PathParam("id") String id,
            InputStream body,
            @HeaderParam(KEY) @Nullable String key,
            @HeaderParam(ACTOR) @Nullable String actor) {
        return order(id, Asking.of(key, actor, body, "reason"), new Intent.Cancel());
    }

    /** Asks to take a deployment back, also after it completed. */
    @POST
    @Path("/deployments/{id}/rollback")
    public Response rollBack(
            @PathParam("id") String id,
            InputStream body,
            @HeaderParam(KEY) @Nullable String key,
            @HeaderParam(ACTOR) @Nullable String actor) {
        return order(id, Asking.of(key, actor, body, "reason"), new Intent.RollBack());
    }

    /** Agrees to a deployment that waits for approval. */
    @POST
    @Path("/deployments/{id}/approve")
    public Response approve(
            @PathParam("id") String id,
            InputStream body,
            @HeaderParam(KEY) @Nullable String key,
            @HeaderParam(ACTOR) @Nullable String actor) {
        return decide(id, Asking.of(key, actor, body, "roles", "reason"), true);
    }

    /** Rejects a deployment that waits for approval. */
    @POST
    @Path("/deployments/{id}/reject")
    public Response reject(
            @PathParam("id") String id,
            InputStream body,
            @HeaderParam(KEY) @Nullable String key,
            @HeaderParam(ACTOR) @Nullable String actor) {
        return decide(id, Asking.of(key, actor, body, "roles", "reason"), false);
    }

    private Response decide(String id, Asking asking, boolean agrees) {
        return order(id, asking, new Intent.Approve(agrees, asking.body().list("roles")));
    }

    /** Asks to stop a deployment before its next wave. */
    @POST
    @Path("/deployments/{id}/hold")
    public Response hold(
            @PathParam("id") String id,
            InputStream body,
            @HeaderParam(KEY) @Nullable String key,
            @HeaderParam(ACTOR) @Nullable String actor) {
        var asking = Asking.of(key, actor, body, "maxWaitSeconds", "reason");
        return order(id, asking, new Intent.Hold(asking.body().seconds("maxWaitSeconds")));
    }

    /** Asks to let a deployment go on that is held. */
    @POST
    @Path("/deployments/{id}/resume")
    public Response resume(
            @PathParam("id") String id,
            InputStream body,
            @HeaderParam(KEY) @Nullable String key,
            @HeaderParam(ACTOR) @Nullable String actor) {
        return order(id, Asking.of(key, actor, body, "reason"), new Intent.Resume());
    }

    /** Asks that nothing new begins in an environment. */
    @POST
    @Path("/estates/{estate}/environments/{environment}/freeze")
    public Response freeze(
            @PathParam("estate") String estate,
            @PathParam("environment") String environment,
            InputStream body,
            @HeaderParam(KEY) @Nullable String key,
            @HeaderParam(ACTOR) @Nullable String actor) {
        var asking = Asking.of(key, actor, body, "until", "reason");
        return order(
                estate, environment, asking, new Intent.Freeze(asking.body().instant("until")));
    }

    /** Asks that what is new may begin again in an environment. */
    @POST
    @Path("/estates/{estate}/environments/{environment}/unfreeze")
    public Response unfreeze(
            @PathParam("estate") String estate,
            @PathParam("environment") String environment,
            InputStream body,
            @HeaderParam(KEY) @Nullable String key,
            @HeaderParam(ACTOR) @Nullable String actor) {
        return order(estate, environment, Asking.of(key, actor, body, "reason"), new Intent.Unfreeze());
    }

    /** Asks that a region is taken out. */
    @POST
    @Path("/estates/{estate}/environments/{environment}/regions/{region}/drain")
    public Response drain(
            @PathParam("estate") String estate,
            @PathParam("environment") String environment,
            @PathParam("region") String region,
            InputStream body,
            @HeaderParam(KEY) @Nullable String key,
            @HeaderParam(ACTOR) @Nullable String actor) {
        return order(
                estate, environment, Asking.of(key, actor, body, "reason"), new Intent.Drain(name("region", region)));
    }

    /** Asks that a region is taken in again. */
    @POST
    @Path("/estates/{estate}/environments/{environment}/regions/{region}/undrain")
    public Response undrain(
            @PathParam("estate") String estate,
            @PathParam("environment") String environment,
            @PathParam("region") String region,
            InputStream body,
            @HeaderParam(KEY) @Nullable String key,
            @HeaderParam(ACTOR) @Nullable String actor) {
        return order(
                estate, environment, Asking.of(key, actor, body, "reason"), new Intent.Undrain(name("region", region)));
    }

    private Response order(String id, Asking asking, Intent intent) {
        Served.checkReadable(log);
        var of = served.projection().deployment(id).orElseThrow(() -> StatesResource.unknownDeployment(id));
        return order(asking.order(id, of.estate(), of.environment(), intent));
    }

    private Response order(String estate, String environment, Asking asking, Intent intent) {
        return order(asking.order("", name("estate", estate), name("environment", environment), intent));
    }

    private Response order(Order order) {
        Served.checkReadable(log);
        switch (served.projection().admit(order)) {
            case PUBLISH -> {
                log.publish(order);
                served.projection().apply(order.asFact());
            }
            case KNOWN -> {}
            case KEY_REUSED ->
                throw new Problem(
                        Reason.KEY_REUSED,
                        "the " + KEY + " was used for something else; take another key for another request");
            case ALREADY_EXISTS ->
                throw new Problem(
                        Reason.ALREADY_EXISTS,
                        "there is a deployment '" + order.deployment() + "' already; choose another id, or none");
        }
        var command = served.projection()
                .command(order.commandId())
                .orElseGet(() -> new Followed(order.asFact(), new Outcome.Pending()));
        return Response.accepted(Answers.bytes(Documents.of(command)))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.LOCATION, "/v1/commands/" + order.commandId())
                .build();
    }

    private static String estate(String document) {
        return switch (EstateReader.read(document, "estate")) {
            case Reading.Read(var estate) -> estate.name();
            case Reading.Rejected(var findings) -> throw new Problem(Reason.INVALID_ESTATE, listed(findings));
        };
    }

    private static String listed(List<Finding> findings) {
        int more = findings.size() - SHOWN_FINDINGS;
        return findings.stream().limit(SHOWN_FINDINGS).map(Finding::toString).collect(Collectors.joining("\n"))
                + (more > 0 ? "\nand " + more + " more" : "");
    }

    private static String name(String what, String name) {
        if (name.isBlank() || name.contains("/") || name.length() > 200) {
            throw new Problem(Reason.INVALID_REQUEST, "'" + what + "' is no name of an " + what);
        }
        return name;
    }

    private static String checkedId(String id) {
        if (!ID.matcher(id).matches()) {
            throw new Problem(
                    Reason.INVALID_REQUEST,
                    "'deploymentId' has at most 63 letters, digits, dots, hyphens and underscores, a letter or digit first");
        }
        return id;
    }

    private static String uuid(String of) {
        return UUID.nameUUIDFromBytes(of.getBytes(UTF_8)).toString();
    }
}
