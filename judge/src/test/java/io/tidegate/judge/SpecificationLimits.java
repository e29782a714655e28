package io.tidegate.judge;

import java.time.Duration;

/** The limits of the specification (S7), on a hundred requests. */
final class SpecificationLimits {
    static final Limits LIMITS = new Limits(
            new Limits.Limit(0.05, Duration.ofMinutes(2)),
            new Limits.Limit(5, Duration.ofMinutes(5)),
            new Limits.Limit(0.95, Duration.ofMinutes(3)),
            new Limits.Limit(0.95, Duration.ofMinutes(1)),
            3,
            100,
            0.001);

    private SpecificationLimits() {}
}
