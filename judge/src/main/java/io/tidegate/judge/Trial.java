package io.tidegate.judge;

import io.tidegate.judge.Judgement.Word;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

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
 * @param unread why telemetry cannot be read at present
 * @param incident what both versions suffered from when last seen
 * @param condemned the evidence that once sufficed
 * @param own what users' rules say of it
 */
public record Trial(
        Limits limits,
        SequentialTests tests,
        long requests,
        List<Second> slices,
        List<Second> baseline,
        Checks checks,
        Checks checksBefore,
        Unread unread,
        Optional<Moment> incident,
        Optional<Evidence> condemned,
        UserRules own) {
    private static final Duration SILENCE = Duration.ofSeconds(10);

    /** The two versions are in use together if the one before had requests as recently as this. */
    private static final Duration RECENTLY = Duration.ofSeconds(3);

    /** How much larger a canary's share of failures may be for it to be promoted (specification S6). */
    private static final double PROMOTION_MARGIN = 0.005;

    private static final Duration AFTERMATH = Duration.ofSeconds(30);
    private static final int SHOWN = 30;

    /**
     * Something that was so at a moment.
     *
     * @param evidence what it rests on, where it is of something that was measured
     */
    public record Moment(Instant at, String message, Optional<Evidence> evidence) {
        public Moment {
            evidence = Objects.requireNonNullElse(evidence, Optional.empty()); // older ones have none
        }

        private Duration aftermath() {
            return evidence.filter(seen -> seen.pValue().isEmpty())
                    .map(Evidence::window)
                    .filter(window -> window.compareTo(AFTERMATH) > 0)
                    .orElse(AFTERMATH);
        }

        static Moment of(Instant at, String message) {
            return new Moment(at, message, Optional.empty());
        }
    }

    public Trial {
        slices = List.copyOf(slices);
        baseline = List.copyOf(baseline);
        // What is kept may be older than these.
        unread = Objects.requireNonNullElse(unread, Unread.NONE);
        own = Objects.requireNonNullElse(own, UserRules.NONE);
    }

    /** Before any evidence of a version that follows another. */
    public static Trial under(Limits limits) {
        return under(limits, true);
    }

    /**
     * Before any evidence.
     *
     * @param compared whether there is a version before
     */
    public static Trial under(Limits limits, boolean compared) {
        return under(limits, compared, UserRules.NONE);
    }

    /** Before any evidence, where users have rules of their own. */
    public static Trial under(Limits limits, boolean compared, UserRules own) {
        return new Trial(
                limits,
                SequentialTests.under(limits, compared),
                0,
                List.of(),
                List.of(),
                Checks.NONE,
                Checks.NONE,
                Unread.NONE,
                Optional.empty(),
                Optional.empty(),
                own);
    }

    /** After one more second of the version itself, which may be older than others. */
    public Trial observe(Slice slice) {
        var kept = Second.kept(slices, slice.counts(), limits.longest().plusSeconds(1));
        return new Trial(
                        limits,
                        tests.candidate(slice, isAlone(slice.second())),
                        requests + slice.requests(),
                        kept,
                        baseline,
                        checks,
                        checksBefore,
                        unread,
                        incident,
                        condemned,
                        own.observe(slice))
                .latched(kept.getLast().second());
    }

    /** After one more second of the version before. */
    public Trial observeBaseline(Slice slice) {
        return new Trial(
                limits,
                tests.baseline(slice),
                requests,
                slices,
                Second.kept(baseline, slice.counts(), SharedIncident.SPAN),
                checks,
                checksBefore,
                unread,
                incident,
                condemned,
                own.observeBaseline(slice));
    }

    /** After one more second in which both the version and the one before it were used. */
    public Trial compare(Slice candidate, Slice before) {
        var at = slices.isEmpty() ? candidate.second() : slices.getLast().second();
        var told = toldBefore().filter(last -> last.isAfter(before.second())).orElse(before.second());
        return with(tests.both(candidate, before), unread).latched(at, Optional.of(told));
    }

    /** After a second that a source could not read. */
    public Trial failed(String source, Instant second, String message) {
        return with(tests, unread.failed(source, second, message));
    }

    /** After a second that a source could read. */
    public Trial read(String source, Instant second) {
        return with(tests, unread.read(source, second));
    }

    /** After a round of health checks of all instances that a source knows. */
    public Trial checked(String source, List<Check> answers, Instant second) {
        var after = checks.after(
                source, answers, second, requests > 0, limits.longest().plusSeconds(1));
        return new Trial(
                        limits,
                        tests,
                        requests,
                        slices,
                        baseline,
                        after,
                        checksBefore,
                        unread,
                        incident,
                        condemned,
                        own.checked(source, second, after))
                .latched(second);
    }

    /** After a round of health checks of the version before. */
    public Trial checkedBaseline(String source, List<Check> answers, Instant second) {
        var after = checksBefore.after(source, answers, second, true, SharedIncident.SPAN);
        return new Trial(
                limits,
                tests,
                requests,
                slices,
                baseline,
                checks,
                after,
                unread,
                incident,
                condemned,
                own.checkedBaseline(source, second, after));
    }

    /**
     * Whether it does worse than the version before, at the same time: by a comparison, or because that one is in use beside it
     * and does not suffer alike, or else it would have been a shared incident.
     */
    public boolean isWorseThanTheVersionBeside() {
        return condemned.isPresent()
                && (tests.blame(limits.falseAlarms())
                        || condemned.filter(own::compares).isPresent()
                        || (!slices.isEmpty() && bothAreUsed()));
    }

    /** Whether what condemned it cannot have come from what it calls: nobody else fills its memory. */
    public boolean isItsOwnDoing() {
        return condemned.filter(evidence -> evidence.metric().equals("memory")).isPresent();
    }

    /**
     * After it was found that what it suffers from begins in what it depends on. Evidence begins anew, or it would speak of
     * that when it is over.
     */
    public Trial excused(Instant at, String origin) {
        var message = origin
                + condemned
                        .map(Evidence::message)
                        .or(() -> incident.map(Moment::message))
                        .map(seen -> "; here: " + seen)
                        .orElse("");
        var moment = new Moment(at, message, condemned.map(evidence -> evidence.because(message)));
        if (condemned.isEmpty()) { // both versions suffer: that has been put aside already
            return new Trial(
                    limits,
                    tests,
                    requests,
                    slices,
                    baseline,
                    checks,
                    checksBefore,
                    unread,
                    Optional.of(moment),
                    condemned,
                    own);
        }
        return new Trial(
                limits,
                tests.excused(),
                requests,
                slices.subList(Math.max(0, slices.size() - 1), slices.size()),
                baseline,
                Checks.NONE,
                checksBefore,
                unread,
                Optional.of(moment),
                Optional.empty(),
                own.acquitted());
    }

    /** After it was found unhealthy by something else than what is measured of it. */
    public Trial condemnedBy(Evidence evidence) {
        var found = condemned.or(() -> Optional.of(evidence));
        return new Trial(limits, tests, requests, slices, baseline, checks, checksBefore, unread, incident, found, own);
    }

    /** How the version is at this moment. */
    public Judgement judge(Instant now) {
        if (condemned.isPresent()) {
            return new Judgement(Word.UNHEALTHY, condemned, condemned.get().message());
        }
        if (unread.message().isPresent()) {
            return judgement(
                    Word.ERROR, "telemetry cannot be read: " + unread.message().get());
        }
        if (slices.isEmpty() || slices.getLast().second().plus(SILENCE).isBefore(now)) {
            return judgement(Word.NO_DATA, "no telemetry for " + SILENCE.toSeconds() + " s");
        }
        var shared = incidentAt(now);
        if (shared.isPresent()) {
            return new Judgement(
                    Word.INCONCLUSIVE, shared.get().evidence(), shared.get().message());
        }
        if (requests < limits.minimumRequests()) {
            return judgement(
                    Word.INCONCLUSIVE, requests + " requests so far; " + limits.minimumRequests() + " are wanted");
        }
        if (own.unanswered().isPresent()) {
            return judgement(Word.ERROR, own.unanswered().get());
        }
        return reservation()
                .map(reason -> judgement(Word.INCONCLUSIVE, reason))
                .orElseGet(
                        () -> judgement(Word.HEALTHY, requests + " requests, and nothing speaks against this version"));
    }

    /**
     * What both versions, or what it depends on, suffer from at this moment, as far as is known. A rule that has spoken takes its
     * whole window to speak again; until then nobody knows that it is over.
     */
    public Optional<Moment> incidentAt(Instant now) {
        return incident.filter(seen -> seen.at().plus(seen.aftermath()).isAfter(now));
    }

    /** Why the version is not called healthy, though nothing condemns it. */
    private Optional<String> reservation() {
        if (checks.failing().isPresent()) {
            return checks.failing().map(instance -> "health checks fail at present: " + instance);
        }
        if (tests.latency().suspiciouslyFast(limits.falseAlarms())) {
            return Optional.of("far more requests end early than in the version before");
        }
        if (tests.latency().pending() && bothAreUsed()) {
            return Optional.of("too few requests so far to compare its latency with that of the version before");
        }
        if (isWorseByTheMargin()) {
            return Optional.of("more than %.1f percentage points more of its requests fail than of the version before"
                    .formatted(PROMOTION_MARGIN * 100));
        }
        return tests.suspicion()
                .map(part -> part.rule() + " speaks against this version, but not loudly enough to take it back (p = "
                        + "%.2g)".formatted(Math.exp(-part.logValue())));
    }

    /** Sure only after thousands of requests; so it opens no gate, and takes nothing back. */
    private boolean isWorseByTheMargin() {
        var paired = tests.paired();
        return paired.candidate().requests() > 0
                && new DifferenceGate(PROMOTION_MARGIN, limits.falseAlarms())
                        .isWorse(paired.candidate(), paired.baseline());
    }

    private boolean bothAreUsed() {
        var recently = slices.getLast().second().minus(RECENTLY);
        return baseline.stream()
                .anyMatch(slice -> slice.requests() > 0 && !slice.second().isBefore(recently));
    }

    /** Whether the version before is known to have no requests any more. */
    private boolean isAlone(Instant second) {
        return baseline.isEmpty()
                || baseline.getLast().requests() == 0
                || baseline.getLast().second().plus(RECENTLY).isBefore(second);
    }

    private static Judgement judgement(Word word, String message) {
        return new Judgement(word, Optional.empty(), message);
    }

    /** The last second of which the version before has told. */
    private Optional<Instant> toldBefore() {
        return baseline.isEmpty()
                ? Optional.empty()
                : Optional.of(baseline.getLast().second());
    }

    private Trial latched(Instant at) {
        return latched(at, toldBefore());
    }

    private Trial latched(Instant at, Optional<Instant> told) {
        if (condemned.isPresent()) {
            return this;
        }
        double alpha = limits.falseAlarms();
        var found = tests.reject(alpha) ? Optional.of(Tested.evidence(this, at)) : breach(at);
        if (found.isEmpty()) {
            return this;
        }
        boolean compared = tests.blame(alpha);
        if (!compared && SharedIncident.mayBe(this, found.get(), at, told)) {
            return this;
        }
        if (!compared && SharedIncident.with(this, found.get(), at)) {
            var message = "shared incident: %s; the version before it suffers as well"
                    .formatted(found.get().message());
            return new Trial(
                    limits,
                    tests.acquitted(),
                    requests,
                    // The rules' windows begin anew, or they would speak of the incident when it is over.
                    slices.subList(Math.max(0, slices.size() - 1), slices.size()),
                    baseline,
                    SharedIncident.remaining(this, found.get()),
                    checksBefore,
                    unread,
                    Optional.of(Moment.of(at, message)),
                    condemned,
                    own.acquitted());
        }
        return new Trial(limits, tests, requests, slices, baseline, checks, checksBefore, unread, incident, found, own);
    }

    private Optional<Evidence> breach(Instant at) {
        return Rules.breach(this, at).or(() -> own.breach(series()));
    }

    /** The share of failed requests in the last seconds, oldest first. */
    List<Double> series() {
        return slices.subList(Math.max(0, slices.size() - SHOWN), slices.size()).stream()
                .map(slice -> slice.requests() == 0 ? 0.0 : (double) slice.errors() / slice.requests())
                .toList();
    }

    private Trial with(SequentialTests moved, Unread missing) {
        return new Trial(
                limits, moved, requests, slices, baseline, checks, checksBefore, missing, incident, condemned, own);
    }
}
