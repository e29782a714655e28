package io.tidegate.judge.signal;

import io.tidegate.judge.Evidence;
import io.tidegate.judge.alert.Alarm.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What another system says of a service.
 *
 * @param source who says it
 * @param name what was found
 * @param version which version it is about, where that is known
 * @param firing whether it is so; otherwise it is over
 * @param message in one sentence
 * @param since from when on it has been said without an end
 * @param at when it was said last
 */
public record Signal(
        Kind kind,
        String source,
        String name,
        Severity severity,
        Optional<String> version,
        boolean firing,
        String message,
        Instant since,
        Instant at) {
    /** What it is about. */
    public enum Kind {
        SECURITY,
        BUSINESS,
        ALERT
    }

    /** A signal that is said for the first time, or as if it were. */
    public static Signal of(
            Kind kind,
            String source,
            String name,
            Severity severity,
            Optional<String> version,
            boolean firing,
            String message,
            Instant at) {
        return new Signal(kind, source, name, severity, version, firing, message, at, at);
    }

    /** The same, but said from {@code begin} on. */
    Signal since(Instant begin) {
        return new Signal(kind, source, name, severity, version, firing, message, begin, at);
    }

    /**
     * Whether it takes a version back: something critical about security that can be about no other.
     *
     * @param alone whether no other version serves, so that a signal that names none is about this one
     */
    public boolean condemns(String candidate, boolean alone) {
        return firing
                && kind == Kind.SECURITY
                && severity == Severity.CRITICAL
                && version.map(candidate::equals).orElse(alone);
    }

    /** Whether a version may not go on while this is so. One that names another version says nothing about it. */
    boolean holds(String candidate) {
        boolean matters = kind == Kind.ALERT ? severity == Severity.CRITICAL : severity != Severity.INFO;
        return firing && matters && version.map(candidate::equals).orElse(true);
    }

    /** It as evidence against a version. */
    public Evidence evidence() {
        return evidence(described());
    }

    Evidence evidence(String sentence) {
        return new Evidence(
                word() + "-signal",
                "signal",
                1,
                0,
                Optional.empty(),
                1,
                Optional.empty(),
                Duration.ZERO,
                Optional.of(since),
                sentence,
                List.of());
    }

    String described() {
        return "%s signal '%s' of %s (%s)%s%s"
                .formatted(
                        word(),
                        name,
                        source,
                        severity.name().toLowerCase(Locale.ROOT),
                        version.map(named -> " about version " + named).orElse(""),
                        message.isBlank() ? "" : ": " + message);
    }

    private String word() {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
