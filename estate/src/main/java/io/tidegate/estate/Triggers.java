package io.tidegate.estate;

import java.time.Duration;

/**
 * What takes a version back (specification S7), and on how much evidence.
 *
 * @param errors share of failed requests
 * @param p95 95th percentile of response times, in seconds
 * @param availability share of readiness checks that pass, of all instances; below it is bad
 * @param memory share of the memory limit in use
 * @param failedChecks failed health checks in a row, per instance, that are still borne
 * @param minimumRequests fewest requests in a rule's window for it to speak, and in all for a version to count as healthy
 * @param falseAlarmBudget chance of taking back a good version, over the whole deployment of one service in one region
 */
public record Triggers(
        Limit errors,
        Limit p95,
        Limit availability,
        Limit memory,
        int failedChecks,
        int minimumRequests,
        double falseAlarmBudget) {
    /** The specification's limits. */
    public static final Triggers SPECIFICATION = new Triggers(
            new Limit(0.05, Duration.ofMinutes(2)),
            new Limit(5, Duration.ofMinutes(5)),
            new Limit(0.95, Duration.ofMinutes(3)),
            new Limit(0.95, Duration.ofMinutes(1)),
            3,
            100,
            0.001);

    public Triggers {
        if (!(falseAlarmBudget > 0 && falseAlarmBudget < 1)) {
            throw new IllegalArgumentException(
                    "the budget for false alarms is a chance between 0 and 1, not " + falseAlarmBudget);
        }
    }

    /** A value, and how long it must be on the wrong side before that counts. */
    public record Limit(double value, Duration sustained) {}
}
