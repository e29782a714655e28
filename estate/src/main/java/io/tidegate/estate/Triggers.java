package io.tidegate.estate;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What takes a version back (specification S7), and on how much evidence.
 *
 * @param errors share of failed requests
 * @param p95 95th percentile of response times, in seconds
 * @param availability share of readiness checks that pass, of all instances; below it is bad
 * @param memory share of the memory limit in use
 * @param failedChecks failed health checks in a row, per instance, that are still borne
 * @param minimumRequests fewest requests in a rule's window for it to speak, and in all for a version to count as healthy
 * @param falseAlarmBudget chance of taking back a good version, over a whole deployment: all services, regions and stages
 * @param rules what takes a version back besides, in the estate's own words
 */
public record Triggers(
        Limit errors,
        Limit p95,
        Limit availability,
        Limit memory,
        int failedChecks,
        int minimumRequests,
        double falseAlarmBudget,
        List<Rule> rules) {
    /** The specification's limits. */
    public static final Triggers SPECIFICATION = new Triggers(
            new Limit(0.05, Duration.ofMinutes(2)),
            new Limit(5, Duration.ofMinutes(5)),
            new Limit(0.95, Duration.ofMinutes(3)),
            new Limit(0.95, Duration.ofMinutes(1)),
            3,
            100,
            0.001,
            List.of());

    public Triggers {
        rules = List.copyOf(Objects.requireNonNullElse(rules, List.of())); // what is kept may be older than rules
        if (!(falseAlarmBudget > 0 && falseAlarmBudget < 1)) {
            throw new IllegalArgumentException(
                    "the budget for false alarms is a chance between 0 and 1, not " + falseAlarmBudget);
        }
    }

    /** A value, and how long it must be on the wrong side before that counts. */
    public record Limit(double value, Duration sustained) {}

    /**
     * A rule of the estate's own.
     *
     * @param when a condition in CEL over what is measured of the version and of the one before
     * @param over the window that what it reads is measured over
     * @param sustained how long it must hold in every second before that counts
     * @param message what it means; may be empty
     */
    public record Rule(String name, String when, Duration over, Duration sustained, String message) {}
}
