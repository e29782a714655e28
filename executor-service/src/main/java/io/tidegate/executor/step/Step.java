package io.tidegate.executor.step;

import java.time.Instant;
import java.util.Map;

/**
 * What is to be done.
 *
 * @param weights percent of traffic by version; for {@link Action#ROUTE}
 * @param deadline when it must have ended; there is always one
 */
public record Step(Action action, Workload workload, Map<String, Integer> weights, Fence fence, Instant deadline) {
    /** The kinds of steps. */
    public enum Action {
        APPLY,
        AWAIT_READY,
        ROUTE,
        SCALE,
        REMOVE
    }

    public Step {
        weights = Map.copyOf(weights);
    }
}
