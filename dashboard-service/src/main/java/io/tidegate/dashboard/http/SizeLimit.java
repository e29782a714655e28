package io.tidegate.dashboard.http;

import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses what says of itself that it is too large; what does not say it is cut off as it is read. */
@Singleton
final class SizeLimit {
    @ServerRequestFilter(preMatching = true)
    void check(ContainerRequestContext request) {
        var length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        if (length != null && (length.length() > 9 || Long.parseLong(length) > OrderBody.MAX_BYTES)) {
            throw OrderBody.tooLarge();
        }
    }
}
