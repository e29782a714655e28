package io.tidegate.local.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The orders that were obeyed, the last few thousand of them since this process started. What the executors say is an
 * outcome for each step; only this tells whether a step that was done again had its effect again.
 */
final class Journal {
    static final int LONGEST = 4_000;

    private final Deque<JsonObject> entries = new ArrayDeque<>();

    /** Kinds of orders; a runtime's scaling is applying with another number of replicas. */
    enum Kind {
        apply,
        route,
        remove
    }

    /**
     * @param object the version, or the weights
     * @param changed whether anything was different afterwards
     */
    void note(CellId id, Kind kind, Object object, Order order, boolean changed) {
        entries.addLast(new JsonObject()
                .put("at", Instant.now().toString())
                .put("stepId", order.stepId())
                .put("epoch", order.epoch())
                .put("position", order.position())
                .put("estate", id.estate())
                .put("environment", id.environment())
                .put("service", id.service())
                .put("what", kind.name())
                .put(kind == Kind.route ? "weights" : "version", object)
                .put("changed", changed));
        if (entries.size() > LONGEST) {
            entries.removeFirst();
        }
    }

    /** The earliest first. */
    JsonArray view() {
        var all = new JsonArray();
        entries.forEach(all::add);
        return all;
    }
}
