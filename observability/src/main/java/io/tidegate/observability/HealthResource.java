package io.tidegate.observability;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidegate.observability.HealthCheck.Result;
import io.tidegate.observability.HealthCheck.Status;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * {@code /health/live}, {@code /health/ready} and {@code /health/deep} in the specification's format (S11): status,
 * timestamp, version, uptime in seconds, checks by name, metrics.
 */
@Path("/health")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class HealthResource {
    private final Instance<HealthCheck> checks;
    private final Vitals vitals;
    private final String version;

    @Inject
    HealthResource(
            Instance<HealthCheck> checks,
            MeterRegistry meters,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.checks = checks;
        this.vitals = new Vitals(meters, java.nio.file.Path.of(""));
        this.version = version;
    }

    /** The process answers. */
    @GET
    @Path("/live")
    public Response live() {
        return answer(Status.HEALTHY, Map.of());
    }

    /** Everything that the service needs to work is there. */
    @GET
    @Path("/ready")
    public Response ready() {
        return answer(true);
    }

    /** Every check, one by one. */
    @GET
    @Path("/deep")
    public Response deep() {
        return answer(false);
    }

    private Response answer(boolean onlyNeeded) {
        var results = new LinkedHashMap<String, Object>();
        var worst = Status.HEALTHY;
        for (HealthCheck check : checks) {
            if (!onlyNeeded || check.neededToBeReady()) {
                long start = System.nanoTime();
                Result result = check.check();
                double millis = (System.nanoTime() - start) / 1e6;
                var entry = new LinkedHashMap<String, Object>();
                entry.put("status", result.status().word());
                entry.put("response_time_ms", Vitals.rounded(millis));
                entry.putAll(result.details());
                results.put(check.name(), entry);
                worst = worst.compareTo(result.status()) < 0 ? result.status() : worst;
            }
        }
        return answer(worst, results);
    }

    private Response answer(Status status, Map<String, Object> results) {
        var uptime = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
        var body = new LinkedHashMap<String, Object>();
        body.put("status", status.word());
        body.put("timestamp", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        body.put("version", version);
        body.put("uptime", Vitals.seconds(uptime));
        body.put("checks", results);
        body.put("metrics", vitals.read(uptime));
        return Response.status(status == Status.UNHEALTHY ? 503 : 200)
                .entity(body)
                .build();
    }
}
