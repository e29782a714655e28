package io.tidegate.health.kafka;

import io.tidegate.judge.alert.Alarm.Severity;
import io.tidegate.judge.signal.Signal;
import io.tidegate.schemas.avro.AlertSeverity;
import io.tidegate.schemas.avro.HealthSignal;
import io.tidegate.schemas.avro.SignalKind;
import io.tidegate.schemas.topics.KeyShape;
import io.tidegate.schemas.wire.UnreadableRecordException;
import io.tidegate.schemas.wire.UnreadableRecordException.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Signals from the wire. Anybody may write them, so it is said what is wrong with one. */
final class SignalMapping {
    /** What a person reads of it in a verdict is no longer than this, and neither is what is kept. */
    private static final int LONGEST = 500;

    private SignalMapping() {}

    /** Refuses what does not say enough to be heeded: a signal that is passed over would let a version go on. */
    static void check(String key, HealthSignal signal) {
        var wrong = new ArrayList<String>();
        if (signal.getService().isBlank()) {
            wrong.add("service is empty; wanted is a service as the estate's file names it");
        }
        if (signal.getKind() == SignalKind.unspecified) {
            wrong.add("kind is unspecified; wanted is security, business or alert");
        }
        if (signal.getName().isBlank()) {
            wrong.add("name is empty; wanted is what was found, such as container-escape");
        }
        if (signal.getSource().isBlank()) {
            wrong.add("source is empty; wanted is who says it");
        }
        if (signal.getAt().equals(Instant.EPOCH)) {
            wrong.add("at is empty; wanted is when this was said, since of one signal the latest counts");
        }
        var about = KeyShape.AGGREGATE.of(signal.getEstate(), signal.getEnvironment());
        if (!about.equals(key)) {
            wrong.add("its key is '%s', but it is about '%s'; wanted are both the same".formatted(key, about));
        }
        for (String word : List.of(signal.getService(), signal.getName(), signal.getSource())) {
            if (word.length() > LONGEST) {
                wrong.add("'%.20s…' has %d characters; wanted are at most %d".formatted(word, word.length(), LONGEST));
            }
        }
        if (!wrong.isEmpty()) {
            throw new UnreadableRecordException(
                    Reason.INCOMPLETE,
                    "a HealthSignal of '%s' cannot be heeded: %s; mend it and send it again"
                            .formatted(key, String.join("; ", wrong)));
        }
    }

    /** Whether a signal is about what runs in this region. */
    static boolean concerns(HealthSignal signal, String region) {
        return signal.getRegion().isEmpty() || signal.getRegion().equals(region);
    }

    /** A signal that was checked. What is dated in the future has a wrong clock, and would outdo all that is said until then. */
    static Signal fromWire(HealthSignal signal, Instant now) {
        return Signal.of(
                kind(signal.getKind()),
                signal.getSource(),
                signal.getName(),
                severity(signal.getSeverity()),
                Optional.of(signal.getVersion()).filter(version -> !version.isEmpty()),
                signal.getFiring(),
                shortened(signal.getMessage()),
                signal.getAt().isAfter(now) ? now : signal.getAt());
    }

    private static Signal.Kind kind(SignalKind kind) {
        return switch (kind) {
            case security -> Signal.Kind.SECURITY;
            case business -> Signal.Kind.BUSINESS;
            case alert -> Signal.Kind.ALERT;
            case unspecified -> throw new IllegalArgumentException("a signal of no kind was not refused");
        };
    }

    private static Severity severity(AlertSeverity severity) {
        return switch (severity) {
            case critical -> Severity.CRITICAL;
            case warning -> Severity.WARNING;
            case info -> Severity.INFO;
        };
    }

    private static String shortened(String message) {
        return message.length() > LONGEST ? message.substring(0, LONGEST) + "…" : message;
    }
}
