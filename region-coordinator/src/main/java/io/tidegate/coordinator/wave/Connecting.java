package io.tidegate.coordinator.wave;

import io.tidegate.coordinator.wave.Attempt.Phase;
import io.tidegate.coordinator.wave.Input.Connect;
import io.tidegate.coordinator.wave.Output.Validated;
import io.tidegate.estate.Validation;
import java.util.Optional;

/** Finds out, once every wave is done, whether the services of other regions are reached from here; who goes back is the control plane's decision. */
final class Connecting {
    private Connecting() {}

    /** The control plane wants to know; asked again, the region says again what it found. */
    static void begin(Progress progress, Connect connect) {
        var attempt = progress.attempt();
        var known = examination(attempt);
        if (known.isPresent()) {
            tellTheEnd(progress);
        } else {
            progress.attempt(attempt.without(connect.without()));
            progress.attempt()
                    .plan()
                    .validator(Validation.CONNECTIVITY)
                    .ifPresentOrElse(
                            validator -> Examining.pass(progress, validator, connect.until()),
                            () -> tell(progress, unbound(progress)));
        }
    }

    static void pass(Progress progress) {
        if (isUnderWay(progress.attempt())) {
            progress.attempt()
                    .plan()
                    .validator(Validation.CONNECTIVITY)
                    .ifPresent(validator -> Examining.pass(progress, validator, progress.now()));
            tellTheEnd(progress);
        }
    }

    /** Tells what was found, if it was this that a validator answered. */
    static void heard(Progress progress, Examination examination) {
        if (examination.kind() == Validation.CONNECTIVITY) {
            tellTheEnd(progress);
        }
    }

    private static void tellTheEnd(Progress progress) {
        examination(progress.attempt())
                .filter(Examination::ended)
                .flatMap(Examination::result)
                .ifPresent(found -> tell(progress, found));
    }

    /** Whether time alone may change something. */
    static boolean isUnderWay(Attempt attempt) {
        return attempt.phase() == Phase.COMPLETED
                && examination(attempt).filter(known -> !known.ended()).isPresent();
    }

    private static void tell(Progress progress, Validated found) {
        progress.say(new Output.Connected(found));
    }

    private static Optional<Examination> examination(Attempt attempt) {
        return Optional.ofNullable(attempt.examinations().get(Validation.CONNECTIVITY));
    }

    private static Validated unbound(Progress progress) {
        return new Validated(
                Examining.word(Validation.CONNECTIVITY), "unknown", "no validator is bound to it here", progress.now());
    }
}
