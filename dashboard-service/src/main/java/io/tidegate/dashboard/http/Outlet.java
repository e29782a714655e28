package io.tidegate.dashboard.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.CompletionStage;

/** Where a stream goes to; every stage is over when what was sent was accepted. */
interface Outlet {
    boolean isOpen();

    /** The stream begins at this position. */
    CompletionStage<?> begin(String id);

    /** A state; who goes on from {@code id} is told what comes after it. */
    CompletionStage<?> send(String id, String type, ObjectNode state);

    /** There is nothing to tell. */
    CompletionStage<?> heartbeat();

    /** Ends the stream and says why, as far as that is still heard. */
    void drop(Reason reason, String detail);
}
