package io.tidegate.executor.step;

import java.util.List;

/**
 * How a workload is.
 *
 * @param exists whether there is one
 * @param wanted replicas that shall be there
 * @param ready replicas that are ready
 * @param restarts how often its replicas were started again
 * @param reasons why some are not ready, in the runtime's words, such as {@code CrashLoopBackOff}
 */
public record Observation(boolean exists, int wanted, int ready, int restarts, List<String> reasons) {
    public static final Observation ABSENT = new Observation(false, 0, 0, 0, List.of());

    public Observation {
        reasons = List.copyOf(reasons);
    }

    /** Whether every wanted replica is ready. */
    public boolean complete() {
        return exists && wanted > 0 && ready >= wanted;
    }
}
