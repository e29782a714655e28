package io.tidegate.dashboard.http;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** What there is: deployments, the decisions on them, regions, services, commands. */
@Path("/v1")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class StatesResource {
    private final Answers answers;

    @Inject
    StatesResource(Answers answers) {
        this.answers = answers;
    }

    /** Deployments, the newest first. */
    @GET
    @Path("/deployments")
    public Response deployments(
            @QueryParam("estate") @Nullable String estate,
            @QueryParam("environment") @Nullable String environment,
            @QueryParam("status") @Nullable String status,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("page") @Nullable String page,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String known) {
        var filter = Query.filter(estate, environment, null, null);
        int most = Query.limit(limit);
        var from = Query.page(page);
        return answers.answer(
                known,
                served -> Documents.of(
                        "deployments",
                        served.projection().deployments(filter, Query.given(status), most, from),
                        Documents::of));
    }

    /** One deployment. */
    @GET
    @Path("/deployments/{id}")
    public Response deployment(
            @PathParam("id") String id, @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String known) {
        return answers.answer(
                known,
                served ->
                        served.projection().deployment(id).map(Documents::of).orElseThrow(() -> unknownDeployment(id)));
    }

    /** Every decision on a deployment, in order of time. */
    @GET
    @Path("/deployments/{id}/decisions")
    public Response decisions(
            @PathParam("id") String id, @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String known) {
        return answers.answer(known, served -> served.projection()
                .decisions(id)
                .map(decisions -> Documents.decisions(id, decisions))
                .orElseThrow(() -> unknownDeployment(id)));
    }

    /** Regions within deployments. */
    @GET
    @Path("/regions")
    public Response regions(
            @QueryParam("estate") @Nullable String estate,
            @QueryParam("environment") @Nullable String environment,
            @QueryParam("deployment") @Nullable String deployment,
            @QueryParam("region") @Nullable String region,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("page") @Nullable String page,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String known) {
        var filter = Query.filter(estate, environment, deployment, region);
        int most = Query.limit(limit);
        var from = Query.page(page);
        return answers.answer(
                known,
                served -> Documents.of("regions", served.projection().regions(filter, most, from), Documents::of));
    }

    /** Services in regions. */
    @GET
    @Path("/services")
    public Response services(
            @QueryParam("estate") @Nullable String estate,
            @QueryParam("environment") @Nullable String environment,
            @QueryParam("deployment") @Nullable String deployment,
            @QueryParam("region") @Nullable String region,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("page") @Nullable String page,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String known) {
        var filter = Query.filter(estate, environment, deployment, region);
        int most = Query.limit(limit);
        var from = Query.page(page);
        return answers.answer(
                known,
                served -> Documents.of("services", served.projection().services(filter, most, from), Documents::of));
    }

    /** A command and what became of it. */
    @GET
    @Path("/commands/{id}")
    public Response command(
            @PathParam("id") String id, @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String known) {
        return answers.answer(known, served -> served.projection()
                .command(id)
                .map(Documents::of)
                .orElseThrow(() -> new Problem(
                        Reason.UNKNOWN_COMMAND, "there is no command '" + id + "'; the log keeps them for 7 days")));
    }

    static Problem unknownDeployment(String id) {
        return new Problem(Reason.UNKNOWN_DEPLOYMENT, "there is no deployment '" + id + "'; see /v1/deployments");
    }
}
