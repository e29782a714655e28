package io.tidegate.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** The specification's triggers (S7). A rule speaks once its whole window is covered and holds enough requests. */
final class Rules {
    static final String UNAVAILABILITY = "unavailability";
    static final String FAILED_CHECKS = "failed checks in a row";

    private Rules() {}

    static Optional<Evidence> breach(Trial trial, Instant now) {
        return errors(trial, now)
                .or(() -> availability(trial, now))
                .or(() -> latency(trial, now))
                .or(() -> memory(trial, now))
                .or(() -> checks(trial));
    }

    private static Optional<Evidence> errors(Trial trial, Instant now) {
        var limit = trial.limits().errors();
        var count = requests(window(trial, now, limit.sustained()), Second::errors);
        return share(trial, "error-rate", "errors", limit, limit.value(), count, "requests");
    }

    private static Optional<Evidence> latency(Trial trial, Instant now) {
        var limit = trial.limits().p95Seconds();
        var count = requests(window(trial, now, limit.sustained()), Second::slow);
        return share(trial, "p95-latency", "slow requests", limit, 0.05, count, "requests");
    }

    /**
     * Readiness is asked of each instance; requests say nothing of an instance that gets none because it is not ready. Each
     * source counts for itself, as two that ask the same instances would count them twice.
     */
    private static Optional<Evidence> availability(Trial trial, Instant now) {
        var limit = trial.limits().availability();
        var from = now.minus(limit.sustained());
        return trial.checks().sources().entrySet().stream()
                .filter(source -> source.getValue().covers(from))
                .flatMap(source -> share(
                        trial,
                        "availability",
                        UNAVAILABILITY,
                        limit,
                        1 - limit.value(),
                        source.getValue().readiness(from),
                        "readiness checks (" + source.getKey() + ")")
                        .stream())
                .findFirst();
    }

    private static Count requests(List<Second> window, ToLongFunction<Second> bad) {
        long requests = 0;
        long wrong = 0;
        for (Second second : window) {
            requests += second.requests();
            wrong += bad.applyAsLong(second);
        }
        return new Count(requests, Math.min(requests, wrong));
    }

    private static Optional<Evidence> share(
            Trial trial, String rule, String metric, Limits.Limit limit, double allowed, Count count, String counted) {
        var guard = new Guard(trial.limits().minimumRequests(), trial.limits().falseAlarms());
        double share = count.share();
        if (share <= allowed || !guard.admits(count, allowed)) {
            return Optional.empty();
        }
        var message = "%s %.1f %% > %.1f %% for %d s over %d %s"
                .formatted(
                        metric, share * 100, allowed * 100, limit.sustained().toSeconds(), count.requests(), counted);
        return Optional.of(evidence(trial, rule, metric, share, allowed, count.requests(), limit.sustained(), message));
    }

    private static Optional<Evidence> memory(Trial trial, Instant now) {
        var limit = trial.limits().memory();
        boolean isFull =
                !trial.slices().isEmpty() && trial.slices().getLast().memory().orElse(1.0) > limit.value();
        if (!isFull) { // as nearly always
            return Optional.empty();
        }
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

    /** Failed checks count where they are a matter of most instances of a source, not of one. */
    private static Optional<Evidence> checks(Trial trial) {
        int borne = trial.limits().failedChecks();
        return trial.checks()
                .mostFailMoreThan(borne)
                .map(majority -> evidence(
                        trial,
                        "health-checks",
                        FAILED_CHECKS,
                        majority.longest(),
                        borne,
                        majority.instances(),
                        Duration.ZERO,
                        "more than %d failed %s checks in a row on %d of %d instances (%s)"
                                .formatted(
                                        borne,
                                        majority.kind(),
                                        majority.failing(),
                                        majority.instances(),
                                        majority.source())));
    }

    /** The slices of the window that ends now; none while the trial is younger than the window. */
    private static List<Second> window(Trial trial, Instant now, Duration length) {
        var from = now.minus(length);
        if (trial.slices().isEmpty() || trial.slices().getFirst().second().isAfter(from)) {
            return List.of();
        }
        return Second.after(from, trial.slices());
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
