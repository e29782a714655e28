package io.tidegate.dashboard.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/** A refusal, as RFC 9457 wants it told. */
final class Problem extends RuntimeException {
    static final String MEDIA_TYPE = "application/problem+json";
    private static final String TYPES = "https://tidegate.io/problems/";
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    Problem(Reason reason, String detail) {
        this(reason, detail, null);
    }

    Problem(Reason reason, String detail, @org.jspecify.annotations.Nullable Throwable cause) {
        super(detail, cause);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    /** @param instance the address that was asked */
    static ObjectNode document(Reason reason, String detail, String instance) {
        return Documents.JSON
                .createObjectNode()
                .put("type", TYPES + reason.word())
                .put("title", reason.title())
                .put("status", reason.status())
                .put("detail", detail)
                .put("instance", instance)
                .put("reason", reason.word());
    }

    static Response response(Reason reason, String detail, URI asked) {
        var response = Response.status(reason.status())
                .type(MEDIA_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(document(reason, detail, asked.getRawPath()).toString());
        return reason.status() == 503
                ? response.header(HttpHeaders.RETRY_AFTER, "2").build()
                : response.build();
    }
}
