package io.tidegate.dashboard.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.dashboard.projection.Actor;
import io.tidegate.dashboard.projection.EventLog;
import io.tidegate.dashboard.projection.Fact;
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

    /** Who asks, and under which identity: the same key of the same actor is the same command. */
    private record Asking(String commandId, String actor) {
        static Asking of(@Nullable String key, @Nullable String actor) {
            var who = Query.header(ACTOR, actor).orElse("anonymous");
            return new Asking(
                    Query.header(KEY, key)
                            .map(known -> "c-" + uuid(who.length() + ":" + who + known))
                            .orElseGet(() -> "c-" + UUID.randomUUID()),
                    who);
        }

        Actor because(String reason) {
            return new Actor(actor, reason, "rest");
        }
    }

    /** Asks for a deployment. */
    @POST
    @Path("/deployments")
    public Response deploy(
            InputStream body, @HeaderParam(KEY) @Nullable String key, @HeaderParam(ACTOR) @Nullable String actor) {
        var asking = Asking.of(key, actor);
        var read = OrderBody.read(body, List.of("estateDocument", "environment", "images", "deploymentId", "reason"));
        var document = read.required("estateDocument");
        return order(new Order.Deploy(
                asking.commandId(),
                read.optional("deploymentId")
                        .map(OrdersResource::checkedId)
                        .orElseGet(() -> "d-" + uuid(asking.commandId()).substring(0, 8)),
                estate(document),
                environment(read.required("environment")),
                document,
                read.texts("images"),
                asking.because(read.reason()),
                now()));
    }

    /** Asks to end a deployment that is under way, and to undo what it did. */
    @POST
    @Path("/deployments/{id}/cancel")
    public Response cancel(
            @PathParam("id") String id,
            InputStream body,
            @HeaderParam(KEY) @Nullable String key,
            @HeaderParam(ACTOR) @Nullable String actor) {
        var asking = Asking.of(key, actor);
        var reason = OrderBody.read(body, List.of("reason")).reason();
        var of = known(id);
        return order(
                new Order.Cancel(asking.commandId(), id, of.estate(), of.environment(), asking.because(reason), now()));
    }

    /** Asks to take a deployment back, also after it completed. */
    @POST
    @Path("/deployments/{id}/rollback")
    public Response rollBack(
            @PathParam("id") String id,
            InputStream body,
            @HeaderParam(KEY) @Nullable String key,
            @HeaderParam(ACTOR) @Nullable String actor) {
        var asking = Asking.of(key, actor);
        var reason = OrderBody.read(body, List.of("reason")).reason();
        var of = known(id);
        return order(new Order.RollBack(
                asking.commandId(), id, of.estate(), of.environment(), asking.because(reason), now()));
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

    private Fact.Deployment known(String id) {
        Served.checkReadable(log);
        return served.projection().deployment(id).orElseThrow(() -> StatesResource.unknownDeployment(id));
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

    private static String environment(String name) {
        if (name.contains("/") || name.length() > 200) {
            throw new Problem(Reason.INVALID_REQUEST, "'environment' is no name of an environment");
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

    /** The wire knows no finer time. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
