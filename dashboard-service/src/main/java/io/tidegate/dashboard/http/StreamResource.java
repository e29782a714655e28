package io.tidegate.dashboard.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** States as server-sent events. */
@Path("/v1/stream")
@Singleton
public final class StreamResource {
    private final Streams streams;

    @Inject
    StreamResource(Streams streams) {
        this.streams = streams;
    }

    /** States from now on, or from a position on. */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void stream(
            @QueryParam("after") @Nullable String after,
            @QueryParam("estate") @Nullable String estate,
            @QueryParam("environment") @Nullable String environment,
            @QueryParam("deployment") @Nullable String deployment,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @Context SseEventSink sink,
            @Context Sse sse,
            @Context HttpServerRequest request) {
        request.response()
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader("X-Accel-Buffering", "no"); // proxies hold streams back otherwise
        streams.begin(
                Query.after(lastEventId, after),
                Query.filter(estate, environment, deployment, null),
                new Events(sink, sse, request));
    }

    /** Server-sent events. */
    private record Events(SseEventSink sink, Sse sse, HttpServerRequest request) implements Outlet {
        @Override
        public boolean isOpen() {
            return !sink.isClosed();
        }

        /** A comment that carries an id: a browser that connects again before the first event goes on from here. */
        @Override
        public CompletionStage<?> begin(String id) {
            return tell(sse.newEventBuilder().id(id).comment("connected"));
        }

        @Override
        public CompletionStage<?> send(String id, String type, ObjectNode state) {
            return tell(sse.newEventBuilder().id(id).name(type).data(String.class, state.toString()));
        }

        @Override
        public CompletionStage<?> heartbeat() {
            return tell(sse.newEventBuilder().comment("heartbeat"));
        }

        /** Who has gone may be found out only here. */
        private CompletionStage<?> tell(OutboundSseEvent.Builder event) {
            try {
                return sink.send(event.build());
            } catch (IllegalStateException closed) {
                return CompletableFuture.failedStage(closed);
            }
        }

        @Override
        public void drop(Reason reason, String detail) {
            var data = Problem.document(reason, detail, request.path()).toString();
            sink.send(sse.newEventBuilder()
                            .name("dropped")
                            .data(String.class, data)
                            .build())
                    .whenComplete((sent, failure) -> sink.close());
            if (reason == Reason.TOO_SLOW && request.response().writeQueueFull()) {
                request.connection().close(); // nobody takes the reason either
            }
        }
    }
}
