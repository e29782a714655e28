package io.tidegate.dashboard.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The same stream of states over a WebSocket, one JSON object a message. */
@WebSocket(path = "/v1/stream/ws")
public final class StreamSocket {
    private static final int TRY_AGAIN_LATER = 1013;
    private static final int POLICY = 1008;

    private final Streams streams;

    @Inject
    StreamSocket(Streams streams) {
        this.streams = streams;
    }

    /** Begins to tell; a refusal is told as the reason of the close. */
    @OnOpen
    public void open(WebSocketConnection connection) {
        var messages = new Messages(connection);
        var query = new QueryStringDecoder("?" + connection.handshakeRequest().query()).parameters();
        try {
            streams.begin(
                    Query.after(null, first(query, "after")),
                    Query.filter(first(query, "estate"), first(query, "environment"), first(query, "deployment"), null),
                    messages);
        } catch (Problem problem) {
            messages.drop(problem.reason(), problem.detail());
        }
    }

    private static @Nullable String first(Map<String, List<String>> query, String name) {
        var values = query.getOrDefault(name, List.of());
        return values.isEmpty() ? null : values.getFirst();
    }

    /** Messages: {@code {"type", "id", "data"}}. A ping is the heartbeat. */
    private record Messages(WebSocketConnection connection) implements Outlet {
        @Override
        public boolean isOpen() {
            return connection.isOpen();
        }

        @Override
        public CompletionStage<?> begin(String id) {
            return text(
                    Documents.JSON.createObjectNode().put("type", "connected").put("id", id));
        }

        @Override
        public CompletionStage<?> send(String id, String type, ObjectNode state) {
            return text(Documents.JSON
                    .createObjectNode()
                    .put("type", type)
                    .put("id", id)
                    .set("data", state));
        }

        private CompletionStage<?> text(ObjectNode message) {
            return connection.sendText(message.toString()).subscribeAsCompletionStage();
        }

        @Override
        public CompletionStage<?> heartbeat() {
            return connection.sendPing(Buffer.buffer()).subscribeAsCompletionStage();
        }

        @Override
        public void drop(Reason reason, String detail) {
            int code = reason.status() == 503 ? TRY_AGAIN_LATER : POLICY;
            var unused = connection.close(new CloseReason(code, reason.word())).subscribeAsCompletionStage();
        }
    }
}
