package io.tidegate.judge.replay;

import java.util.List;

/**
 * A version beside its baseline, request by request in their order.
 *
 * @param faulty whether the version is a bad one
 * @param baseline seconds that each request to the baseline took
 * @param canary seconds that each request to the version took
 */
public record CanaryRun(String name, boolean faulty, List<Double> baseline, List<Double> canary) {
    public CanaryRun {
        baseline = List.copyOf(baseline);
        canary = List.copyOf(canary);
    }
}
