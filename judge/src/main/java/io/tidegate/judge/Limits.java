package io.tidegate.judge;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * What a version may do at most, and on how much evidence it is judged.
 *
 * @param errors share of failed requests
 * @param p95Seconds 95th percentile of response times
 * @param availability share of readiness checks that pass, of all instances; below it is bad
 * @param memory share of the memory limit in use
 * @param failedChecks failed checks in a row that an instance may have
 * @param minimumRequests fewest requests for a rule to speak, and for a version to count as healthy
 * @param falseAlarms chance that a good version is ever called unhealthy, over all tests of this trial together
 */
public record Limits(
        Limit errors,
        Limit p95Seconds,
        Limit availability,
        Limit memory,
        int failedChecks,
        int minimumRequests,
        double falseAlarms) {
    /** A value, and how long it must be on the wrong side. */
    public record Limit(double value, Duration sustained) {}

    /** How far back the rules look at most. */
    Duration longest() {
        return Stream.of(errors, p95Seconds, availability, memory)
                .map(Limit::sustained)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
