package io.tidegate.dashboard.http;

import io.tidegate.dashboard.projection.EventLog.SilentLogException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every refusal and every fault leaves as a problem. */
@Singleton
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    @ServerExceptionMapper
    Response ours(Problem problem, UriInfo asked) {
        return Problem.response(problem.reason(), problem.detail(), asked.getRequestUri());
    }

    @ServerExceptionMapper
    Response silent(SilentLogException silence, UriInfo asked) {
        return Problem.response(Reason.LOG_SILENT, String.valueOf(silence.getMessage()), asked.getRequestUri());
    }

    @ServerExceptionMapper
    Response framework(WebApplicationException refusal, UriInfo asked) {
        var reason =
                switch (refusal.getResponse().getStatus()) {
                    case 404 -> Reason.NOT_FOUND;
                    case 405 -> Reason.METHOD_NOT_ALLOWED;
                    case 406 -> Reason.NOT_ACCEPTABLE;
                    case 413 -> Reason.TOO_LARGE;
                    case 415 -> Reason.UNSUPPORTED_MEDIA_TYPE;
                    case 500 -> Reason.FAULT;
                    default -> Reason.MALFORMED;
                };
        return Problem.response(reason, detail(reason, asked), asked.getRequestUri());
    }

    private static String detail(Reason reason, UriInfo asked) {
        return switch (reason) {
            case NOT_FOUND -> "there is nothing at " + asked.getPath() + "; see /v1/openapi.json";
            case UNSUPPORTED_MEDIA_TYPE -> "send the body as application/json";
            case METHOD_NOT_ALLOWED -> "see /v1/openapi.json for what can be done at " + asked.getPath();
            default -> reason.title();
        };
    }

    @ServerExceptionMapper
    Response fault(RuntimeException fault, UriInfo asked) {
        LOG.error("{} failed", asked.getPath(), fault);
        return Problem.response(Reason.FAULT, "it is in the log of the service", asked.getRequestUri());
    }
}
