package io.tidegate.estate;

import java.time.Duration;

/** One step of a canary: the share of traffic in percent, and for how long at least. */
public record CanaryStage(int weight, Duration pause) {
    public CanaryStage {
        if (weight < 1 || weight > 100) {
            throw new IllegalArgumentException("a canary stage has a weight from 1 to 100, not " + weight);
        }
    }
}
