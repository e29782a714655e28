package io.tidegate.judge;

import io.tidegate.judge.Judgement.Word;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known of a new version. Two kinds of judges look at it side by side: the specification's rules over their
 * windows, and sequential tests that speak as soon as the evidence allows. What was found unhealthy stays so.
 *
 * @param requests all requests so far
 * @param slices the last seconds, oldest first, as many as the longest rule needs
 * @param failedChecks failed checks in a row, by instance
 * @param condemned the evidence that once sufficed
 */
public record Trial(
        Limits limits,
        AgainstLimit errors,
        AgainstLimit slowness,
        AgainstBaseline comparison,
        long requests,
        List<Slice> slices,
        Map<String, Integer> failedChecks,
        Optional<Evidence> condemned) {
    /** Shares of the false-alarm budget: errors against the limit and the baseline, and latency. */
    private static final double ERRORS_SHARE = 0.2;

    private static final double COMPARISON_SHARE = 0.2;
    private static final double SLOWNESS_SHARE = 0.3;

    /** A 95th percentile above a limit means that more than this share is slower than the limit. */
    private static final double SLOW_TAIL = 0.05;

    /** A version may have this many times the baseline's errors before that counts against it. */
    private static final double MARGIN = 1.5;

    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final int SHOWN = 30;

    public Trial {
        slices = List.copyOf(slices);
        failedChecks = Collections.unmodifiableMap(new TreeMap<>(failedChecks));
    }

    /** Before any evidence. */
    public static Trial under(Limits limits) {
        return new Trial(
                limits,
                AgainstLimit.of(limits.errors().value()),
                AgainstLimit.of(SLOW_TAIL),
                AgainstBaseline.withMargin(MARGIN),
                0,
                List.of(),
                Map.of(),
                Optional.empty());
    }

    /** After one more second of the version itself. */
    public Trial observe(Slice slice) {
        var kept = new ArrayList<>(slices);
        kept.add(slice);
        var oldest = slice.second().minus(longestWindow()).minusSeconds(1);
        kept.removeIf(old -> old.second().isBefore(oldest));
        return new Trial(
                        limits,
                        errors.observe(slice.failures()),
                        slowness.observe(slice.slowness()),
                        comparison,
                        requests + slice.requests(),
                        kept,
                        failedChecks,
                        condemned)
                .latched(slice.second());
    }

    /** After one more second in which both the version and the one before it were used. */
    public Trial compare(Slice candidate, Slice baseline) {
        return new Trial(
                        limits,
                        errors,
                        slowness,
                        comparison.observe(candidate.failures(), baseline.failures()),
                        requests,
                        slices,
                        failedChecks,
                        condemned)
                .latched(candidate.second());
    }

    /** After a check of one instance. */
    public Trial checked(String instance, boolean passed, Instant at) {
        var counts = new TreeMap<>(failedChecks);
        counts.merge(instance, 1, (before, one) -> passed ? 0 : before + 1);
        if (passed) {
            counts.put(instance, 0);
        }
        return new Trial(limits, errors, slowness, comparison, requests, slices, counts, condemned).latched(at);
    }

    /** How the version is at this moment. */
    public Judgement judge(Instant now) {
        if (condemned.isPresent()) {
            return new Judgement(Word.UNHEALTHY, condemned, condemned.get().message());
        }
        if (slices.isEmpty() || slices.getLast().second().plus(SILENCE).isBefore(now)) {
            return new Judgement(Word.NO_DATA, Optional.empty(), "no telemetry for " + SILENCE.toSeconds() + " s");
        }
        if (requests < limits.minimumRequests()) {
            return new Judgement(
                    Word.INCONCLUSIVE,
                    Optional.empty(),
                    requests + " requests so far; " + limits.minimumRequests() + " are wanted");
        }
        if (failedChecks.values().stream().anyMatch(count -> count > 0)) {
            return new Judgement(Word.INCONCLUSIVE, Optional.empty(), "health checks fail at present");
        }
        return new Judgement(
                Word.HEALTHY, Optional.empty(), requests + " requests, and nothing speaks against this version");
    }

    private Trial latched(Instant at) {
        if (condemned.isPresent()) {
            return this;
        }
        var found = tests(at).or(() -> Rules.breach(this, at));
        return found.isEmpty()
                ? this
                : new Trial(limits, errors, slowness, comparison, requests, slices, failedChecks, found);
    }

    private Optional<Evidence> tests(Instant at) {
        if (errors.mixture().rejects(limits.falseAlarms() * ERRORS_SHARE)) {
            return Optional.of(evidence(
                    "errors-against-limit",
                    "errors",
                    errorShare(),
                    limits.errors().value(),
                    errors.mixture(),
                    at));
        }
        if (comparison.mixture().rejects(limits.falseAlarms() * COMPARISON_SHARE)) {
            return Optional.of(evidence(
                    "errors-against-baseline",
                    "errors",
                    errorShare(),
                    limits.errors().value(),
                    comparison.mixture(),
                    at));
        }
        if (slowness.mixture().rejects(limits.falseAlarms() * SLOWNESS_SHARE)) {
            return Optional.of(
                    evidence("latency-against-limit", "slow requests", slowShare(), SLOW_TAIL, slowness.mixture(), at));
        }
        return Optional.empty();
    }

    private Evidence evidence(String rule, String metric, double value, double limit, Mixture mixture, Instant at) {
        long seconds = slices.isEmpty()
                ? 1
                : Math.max(1, Duration.between(slices.getFirst().second(), at).toSeconds());
        return new Evidence(
                rule,
                metric,
                value,
                limit,
                Optional.empty(),
                requests,
                Optional.of(mixture.pValue()),
                Duration.ofSeconds(seconds),
                slices.stream()
                        .filter(slice -> slice.errors() > 0 || slice.slow() > 0)
                        .findFirst()
                        .map(Slice::second),
                "%s %.1f %% of %d requests (limit %.1f %%), found by %s with p = %.2g"
                        .formatted(metric, value * 100, requests, limit * 100, rule, mixture.pValue()),
                series());
    }

    /** The share of failed requests in the last seconds, oldest first. */
    List<Double> series() {
        return slices.subList(Math.max(0, slices.size() - SHOWN), slices.size()).stream()
                .map(slice -> slice.requests() == 0 ? 0.0 : (double) slice.errors() / slice.requests())
                .toList();
    }

    private double errorShare() {
        return share(slices.stream().mapToLong(Slice::errors).sum());
    }

    private double slowShare() {
        return share(slices.stream().mapToLong(Slice::slow).sum());
    }

    private double share(long bad) {
        long all = slices.stream().mapToLong(Slice::requests).sum();
        return all == 0 ? 0 : (double) bad / all;
    }

    private Duration longestWindow() {
        return List.of(
                        limits.errors().sustained(),
                        limits.p95Seconds().sustained(),
                        limits.availability().sustained(),
                        limits.memory().sustained())
                .stream()
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
