package io.tidegate.estate;

import java.time.Duration;

/**
 * How long each part of taking a version back may take (specification S7).
 *
 * @param detection from the onset of a fault to the verdict
 * @param decision from the verdict to the order
 * @param execution from the order until no traffic reaches the bad version
 * @param verification from there until health is proven
 * @param whole from the onset until health is proven
 */
public record Budgets(
        Duration detection, Duration decision, Duration execution, Duration verification, Duration whole) {
    /** The specification's times. */
    public static final Budgets SPECIFICATION = new Budgets(
            Duration.ofSeconds(30),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofSeconds(45),
            Duration.ofMinutes(2));
}
