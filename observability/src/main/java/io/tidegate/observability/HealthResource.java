package io.tidegate.observability;

import io.tidegate.observability.HealthCheck.Result;
import io.tidegate.observability.HealthCheck.Status;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** {@code /health/live}, {@code /health/ready} and {@code /health/deep} in the specification's format (S11). */
@Path("/health")
@Produces(MediaType.APPLICATION_JSON)
public final class HealthResource {
    private final Instance<HealthCheck> checks;
    private final String service;
    private final String version;

    @Inject
    HealthResource(
            Instance<HealthCheck> checks,
            @ConfigProperty(name = "quarkus.application.name") String service,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.checks = checks;
        this.service = service;
        this.version = version;
    }

    /** The process answers. */
    @GET
    @Path("/live")
    public Response live() {
        return Response.ok(head(Status.HEALTHY)).build();
    }

    /** Everything that the service needs to work is there. */
    @GET
    @Path("/ready")
    public Response ready() {
        var body = body(true);
        return Response.status(body.status() == Status.UNHEALTHY ? 503 : 200)
                .entity(body.document())
                .build();
    }

    /** Every check, one by one. */
    @GET
    @Path("/deep")
    public Response deep() {
        var body = body(false);
        return Response.status(body.status() == Status.UNHEALTHY ? 503 : 200)
                .entity(body.document())
                .build();
    }

    private record Body(Status status, Map<String, Object> document) {}

    private Body body(boolean onlyNeeded) {
        var results = new LinkedHashMap<String, Object>();
        var worst = Status.HEALTHY;
        for (HealthCheck check : checks) {
            if (!onlyNeeded || check.neededToBeReady()) {
                Result result = check.check();
                var entry = new LinkedHashMap<String, Object>();
                entry.put("status", result.status().word());
                entry.putAll(result.details());
                results.put(check.name(), entry);
                worst = worst.compareTo(result.status()) < 0 ? result.status() : worst;
            }
        }
        var document = head(worst);
        document.put("checks", results);
        return new Body(worst, document);
    }

    private Map<String, Object> head(Status status) {
        var head = new LinkedHashMap<String, Object>();
        head.put("status", status.word());
        head.put("timestamp", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        head.put("service", service);
        head.put("version", version);
        head.put(
                "uptime",
                TimeUnit.MILLISECONDS.toSeconds(
                        ManagementFactory.getRuntimeMXBean().getUptime()));
        return head;
    }
}
