package io.tidegate.dashboard.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.dashboard.audit.Audit;
import io.tidegate.dashboard.audit.AuditFormat;
import io.tidegate.dashboard.projection.EventLog;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The audit, read from the log for each who asks: it goes further back than what is kept in memory. */
@Path("/v1/audit")
@Singleton
public final class AuditResource {
    private final EventLog log;
    private final int lines;

    /** How many lines an audit may have. */
    public record Limit(int lines) {}

    @Inject
    AuditResource(EventLog log, Limit limit) {
        this.log = log;
        this.lines = limit.lines();
    }

    /** Who asked for what, and what was decided, from one moment to before another. */
    @GET
    @Produces({"application/jsonl", "text/csv"})
    public Response audit(
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("format") @Nullable String format) {
        var written = AuditFormat.named(Query.given(format).orElse("jsonl"))
                .orElseThrow(() -> new Problem(Reason.INVALID_PARAMETER, "'format' is jsonl or csv"));
        var audit = new Audit(Query.instant("from", from, Instant.MIN), Query.instant("to", to, Instant.MAX), lines);
        try {
            log.readAll(audit::hear);
            var body = new StringBuilder();
            written.write(audit.lines(), body);
            return Response.ok(body.toString().getBytes(UTF_8), written.mediaType() + ";charset=utf-8")
                    .header(
                            HttpHeaders.CONTENT_DISPOSITION,
                            "attachment; filename=\"tidegate-audit." + written.word() + '"')
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        } catch (Audit.TooLongException tooLong) {
            throw new Problem(Reason.INVALID_REQUEST, String.valueOf(tooLong.getMessage()), tooLong);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
