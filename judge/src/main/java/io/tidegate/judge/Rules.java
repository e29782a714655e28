package io.tidegate.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** The specification's triggers (S7). A rule speaks once its whole window is covered and holds enough requests. */
final class Rules {
    private Rules() {}

    static Optional<Evidence> breach(Trial trial, Instant now) {
        var limits = trial.limits();
        return share(
                        trial,
                        now,
                        "error-rate",
                        "errors",
                        limits.errors(),
                        limits.errors().value(),
                        Second::errors)
                .or(() -> share(
                        trial,
                        now,
                        "availability",
                        "unavailability",
                        limits.availability(),
                        1 - limits.availability().value(),
                        Second::errors))
                .or(() -> share(trial, now, "p95-latency", "slow requests", limits.p95Seconds(), 0.05, Second::slow))
                .or(() -> memory(trial, now))
                .or(() -> checks(trial));
    }

    private static Optional<Evidence> share(
            Trial trial,
            Instant now,
            String rule,
            String metric,
            Limits.Limit limit,
            double allowed,
            ToLongFunction<Second> bad) {
        var window = window(trial, now, limit.sustained());
        long requests = window.stream().mapToLong(Second::requests).sum();
        long failed = Math.min(requests, window.stream().mapToLong(bad).sum());
        var guard = new Guard(trial.limits().minimumRequests(), trial.limits().falseAlarms());
        if (requests == 0 || !guard.admits(new Count(requests, failed), allowed)) {
            return Optional.empty();
        }
        double share = (double) failed / requests;
        return share > allowed
                ? Optional.of(evidence(
                        trial,
                        rule,
                        metric,
                        share,
                        allowed,
                        requests,
                        limit.sustained(),
                        "%s %.1f %% > %.1f %% for %d s over %d requests"
                                .formatted(
                                        metric,
                                        share * 100,
                                        allowed * 100,
                                        limit.sustained().toSeconds(),
                                        requests)))
                : Optional.empty();
    }

    private static Optional<Evidence> memory(Trial trial, Instant now) {
        var limit = trial.limits().memory();
        var used = window(trial, now, limit.sustained()).stream()
                .flatMap(slice -> slice.memory().stream())
                .toList();
        return !used.isEmpty() && used.stream().allMatch(share -> share > limit.value())
                ? Optional.of(evidence(
                        trial,
                        "memory",
                        "memory",
                        used.getLast(),
                        limit.value(),
                        used.size(),
                        limit.sustained(),
                        "memory %.0f %% of its limit > %.0f %% for %d s"
                                .formatted(
                                        used.getLast() * 100,
                                        limit.value() * 100,
                                        limit.sustained().toSeconds())))
                : Optional.empty();
    }

    /** Failed checks count where they are a matter of most instances, not of one. */
    private static Optional<Evidence> checks(Trial trial) {
        var counts = trial.failedChecks();
        long failing = counts.values().stream()
                .filter(count -> count > trial.limits().failedChecks())
                .count();
        return failing * 2 > counts.size()
                ? Optional.of(evidence(
                        trial,
                        "health-checks",
                        "failed checks in a row",
                        counts.values().stream()
                                .mapToInt(Integer::intValue)
                                .max()
                                .orElse(0),
                        trial.limits().failedChecks(),
                        counts.size(),
                        Duration.ZERO,
                        "more than %d failed health checks in a row on %d of %d instances"
                                .formatted(trial.limits().failedChecks(), failing, counts.size())))
                : Optional.empty();
    }

    /** The slices of the window that ends now; none while the trial is younger than the window. */
    private static List<Second> window(Trial trial, Instant now, Duration length) {
        var from = now.minus(length);
        if (trial.slices().isEmpty() || trial.slices().getFirst().second().isAfter(from)) {
            return List.of();
        }
        return trial.slices().stream()
                .filter(slice -> slice.second().isAfter(from))
                .toList();
    }

    private static Evidence evidence(
            Trial trial,
            String rule,
            String metric,
            double value,
            double limit,
            long samples,
            Duration window,
            String message) {
        return new Evidence(
                rule,
                metric,
                value,
                limit,
                Optional.empty(),
                samples,
                Optional.empty(),
                window,
                Optional.empty(),
                message,
                trial.series());
    }
}
