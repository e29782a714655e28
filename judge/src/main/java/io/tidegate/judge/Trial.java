package io.tidegate.judge;

import io.tidegate.judge.Judgement.Word;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * What is known of a new version. Two kinds of judges look at it side by side: the specification's rules over their
 * windows, and sequential tests that speak as soon as the evidence allows. What was found unhealthy stays so. What hits
 * the version before it as well is an incident of both, and nobody's fault.
 *
 * @param requests all requests so far
 * @param slices the last seconds, oldest first, as many as the longest rule needs
 * @param baseline the last seconds of the version before
 * @param checks what its instances answered to their health checks
 * @param checksBefore the same of the version before, of the last seconds
 * @param failing why telemetry cannot be read at present
 * @param incident what both versions suffered from when last seen
 * @param condemned the evidence that once sufficed
 */
public record Trial(
        Limits limits,
        SequentialTests tests,
        long requests,
        List<Second> slices,
        List<Second> baseline,
        Checks checks,
        Checks checksBefore,
        Optional<Moment> failing,
        Optional<Moment> incident,
        Optional<Evidence> condemned) {
    private static final Duration SILENCE = Duration.ofSeconds(10);

    /** The two versions are in use together if the one before had requests as recently as this. */
    private static final Duration RECENTLY = Duration.ofSeconds(3);

    private static final Duration AFTERMATH = Duration.ofSeconds(30);
    private static final int SHOWN = 30;

    /** Something that was so at a moment. */
    public record Moment(Instant at, String message) {}

    public Trial {
        slices = List.copyOf(slices);
        baseline = List.copyOf(baseline);
    }

    /** Before any evidence. */
    public static Trial under(Limits limits) {
        return new Trial(
                limits,
                SequentialTests.under(limits),
                0,
                List.of(),
                List.of(),
                Checks.NONE,
                Checks.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** After one more second of the version itself. */
    public Trial observe(Slice slice) {
        return new Trial(
                        limits,
                        tests.candidate(slice),
                        requests + slice.requests(),
                        kept(slices, slice, limits.longest().plusSeconds(1)),
                        baseline,
                        checks,
                        checksBefore,
                        Optional.empty(),
                        incident,
                        condemned)
                .latched(slice.second());
    }

    /** After one more second of the version before. */
    public Trial observeBaseline(Slice slice) {
        return new Trial(
                limits,
                tests.baseline(slice),
                requests,
                slices,
                kept(baseline, slice, SharedIncident.SPAN),
                checks,
                checksBefore,
                failing,
                incident,
                condemned);
    }

    /** After one more second in which both the version and the one before it were used. */
    public Trial compare(Slice candidate, Slice before) {
        return with(tests.both(candidate, before)).latched(candidate.second());
    }

    /** After a second whose telemetry could not be read. */
    public Trial failed(Instant second, String message) {
        return new Trial(
                limits,
                tests,
                requests,
                slices,
                baseline,
                checks,
                checksBefore,
                Optional.of(new Moment(second, message)),
                incident,
                condemned);
    }

    /** After a round of health checks of all instances that a source knows. */
    public Trial checked(String source, List<Check> answers, Instant second) {
        var after = checks.after(
                source, answers, second, requests > 0, limits.longest().plusSeconds(1));
        return new Trial(limits, tests, requests, slices, baseline, after, checksBefore, failing, incident, condemned)
                .latched(second);
    }

    /** After a round of health checks of the version before. */
    public Trial checkedBaseline(String source, List<Check> answers, Instant second) {
        var after = checksBefore.after(source, answers, second, true, SharedIncident.SPAN);
        return new Trial(limits, tests, requests, slices, baseline, checks, after, failing, incident, condemned);
    }

    /** How the version is at this moment. */
    public Judgement judge(Instant now) {
        if (condemned.isPresent()) {
            return new Judgement(Word.UNHEALTHY, condemned, condemned.get().message());
        }
        if (failing.isPresent()) {
            return judgement(
                    Word.ERROR, "telemetry cannot be read: " + failing.get().message());
        }
        if (slices.isEmpty() || slices.getLast().second().plus(SILENCE).isBefore(now)) {
            return judgement(Word.NO_DATA, "no telemetry for " + SILENCE.toSeconds() + " s");
        }
        if (requests < limits.minimumRequests()) {
            return judgement(
                    Word.INCONCLUSIVE, requests + " requests so far; " + limits.minimumRequests() + " are wanted");
        }
        return reservation(now)
                .map(reason -> judgement(Word.INCONCLUSIVE, reason))
                .orElseGet(
                        () -> judgement(Word.HEALTHY, requests + " requests, and nothing speaks against this version"));
    }

    /** Why the version is not called healthy, though nothing condemns it. */
    private Optional<String> reservation(Instant now) {
        if (incident.filter(seen -> seen.at().plus(AFTERMATH).isAfter(now)).isPresent()) {
            return incident.map(Moment::message);
        }
        if (checks.failing()) {
            return Optional.of("health checks fail at present");
        }
        if (tests.latency().suspiciouslyFast(limits.falseAlarms())) {
            return Optional.of("far more requests end early than in the version before");
        }
        if (tests.latency().pending() && bothAreUsed()) {
            return Optional.of("too few requests so far to compare its latency with that of the version before");
        }
        return tests.suspicion()
                .map(part -> part.rule() + " speaks against this version, but not loudly enough to take it back (p = "
                        + "%.2g)".formatted(Math.exp(-part.logValue())));
    }

    private boolean bothAreUsed() {
        var recently = slices.getLast().second().minus(RECENTLY);
        return baseline.stream()
                .anyMatch(slice -> slice.requests() > 0 && !slice.second().isBefore(recently));
    }

    private static Judgement judgement(Word word, String message) {
        return new Judgement(word, Optional.empty(), message);
    }

    private Trial latched(Instant at) {
        if (condemned.isPresent()) {
            return this;
        }
        double alpha = limits.falseAlarms();
        var found = tests.reject(alpha) ? Optional.of(evidence(at)) : Rules.breach(this, at);
        if (found.isEmpty()) {
            return this;
        }
        if (found.filter(evidence -> SharedIncident.with(this, evidence, at)).isPresent() && !tests.blame(alpha)) {
            var message = "shared incident: %s; the version before it suffers as well"
                    .formatted(found.get().message());
            return new Trial(
                    limits,
                    tests.acquitted(limits),
                    requests,
                    // The rules' windows begin anew, or they would speak of the incident when it is over.
                    slices.subList(Math.max(0, slices.size() - 1), slices.size()),
                    baseline,
                    Checks.NONE,
                    checksBefore,
                    failing,
                    Optional.of(new Moment(at, message)),
                    condemned);
        }
        return new Trial(limits, tests, requests, slices, baseline, checks, checksBefore, failing, incident, found);
    }

    private Evidence evidence(Instant at) {
        var part = tests.strongest();
        double limit = part.metric().equals("errors") ? limits.errors().value() : SequentialTests.SLOW_TAIL;
        double value = share(part.metric().equals("errors") ? Second::errors : Second::slow);
        var since = slices.stream()
                .filter(slice -> slice.errors() > 0 || slice.slow() > 0)
                .findFirst()
                .map(Second::second);
        long seconds = slices.isEmpty()
                ? 1
                : Math.max(1, Duration.between(slices.getFirst().second(), at).toSeconds());
        var comparison = part.rule().equals("latency-against-baseline")
                ? " of more than %.3f s".formatted(tests.latency().strongest())
                : "";
        return new Evidence(
                part.rule(),
                part.metric(),
                value,
                limit,
                baselineShare(part),
                requests,
                Optional.of(tests.pValue()),
                Duration.ofSeconds(seconds),
                since,
                "%s %.1f %% of %d requests (limit %.1f %%), found by %s%s with p = %.2g"
                        .formatted(
                                part.metric(),
                                value * 100,
                                requests,
                                limit * 100,
                                part.rule(),
                                comparison,
                                tests.pValue()),
                series());
    }

    private Optional<Double> baselineShare(SequentialTests.Part part) {
        var seen = part.metric().equals("errors") ? tests.errorBursts() : tests.slowBursts();
        return part.rule().endsWith("baseline") && seen.requests() > 0
                ? Optional.of((double) seen.bad() / seen.requests())
                : Optional.empty();
    }

    /** The share of failed requests in the last seconds, oldest first. */
    List<Double> series() {
        return slices.subList(Math.max(0, slices.size() - SHOWN), slices.size()).stream()
                .map(slice -> slice.requests() == 0 ? 0.0 : (double) slice.errors() / slice.requests())
                .toList();
    }

    private double share(ToLongFunction<Second> bad) {
        long all = slices.stream().mapToLong(Second::requests).sum();
        return all == 0 ? 0 : (double) slices.stream().mapToLong(bad).sum() / all;
    }

    private Trial with(SequentialTests moved) {
        return new Trial(limits, moved, requests, slices, baseline, checks, checksBefore, failing, incident, condemned);
    }

    private static List<Second> kept(List<Second> before, Slice slice, Duration length) {
        var kept = new ArrayList<>(before);
        kept.add(slice.counts());
        var oldest = slice.second().minus(length);
        kept.removeIf(old -> old.second().isBefore(oldest));
        return kept;
    }
}
