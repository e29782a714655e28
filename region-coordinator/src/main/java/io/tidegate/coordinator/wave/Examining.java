package io.tidegate.coordinator.wave;

import io.tidegate.coordinator.wave.Output.Validated;
import io.tidegate.estate.Validation;
import io.tidegate.estate.Validator;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Asks validators, once at a time each, until they say passed or failed or there is no more time. */
final class Examining {
    private static final int LONGEST_PAUSE_SECONDS = 30;

    private Examining() {}

    /** Takes a validator's examination as far as this moment allows; there is time {@code until} then. */
    static void pass(Progress progress, Validator validator, Instant until) {
        var known = Optional.ofNullable(progress.attempt().examinations().get(validator.validates()));
        if (known.isEmpty()) {
            ask(progress, validator, 1, until);
            return;
        }
        var examination = known.get();
        var now = progress.now();
        if (examination.isOpen() && now.isAfter(examination.deadline().plus(Progress.GRACE))) {
            unanswered(
                    progress,
                    examination,
                    "no answer from " + validator.inWords() + " within "
                            + validator.deadline().toSeconds() + " s");
        } else if (examination.askAgainAt().filter(at -> !now.isBefore(at)).isPresent()) {
            ask(progress, validator, examination.attempt() + 1, examination.until());
        }
    }

    /** What a validator said; {@code outcome} is passed, failed or unknown. */
    static void heard(Progress progress, Examination examination, Input.ValidationReported report) {
        if (report.outcome().equals("unknown")) {
            unanswered(progress, examination, report.message());
        } else {
            var said = new Validated(word(examination.kind()), report.outcome(), report.message(), progress.now());
            progress.attempt(progress.attempt().with(examination.answered(said, report.service())));
        }
    }

    private static void ask(Progress progress, Validator validator, int number, Instant until) {
        var attempt = progress.attempt();
        var now = progress.now();
        var own = now.plus(validator.deadline());
        var examination = new Examination(
                validator.validates(),
                number,
                String.join(
                        "/",
                        attempt.deploymentId(),
                        progress.lane().region(),
                        word(validator.validates()),
                        Integer.toString(number)),
                own.isBefore(until) ? own : until,
                until,
                Optional.empty(),
                "",
                Optional.empty());
        progress.attempt(attempt.with(examination));
        progress.say(new Output.Validate(
                examination.id(), validator, number, progress.lane().epoch(), examination.deadline()));
    }

    private static void unanswered(Progress progress, Examination examination, String message) {
        var said = new Validated(word(examination.kind()), "unknown", message, progress.now());
        var again = progress.now().plus(pause(examination.attempt()));
        progress.attempt(progress.attempt()
                .with(
                        again.isBefore(examination.until())
                                ? examination.again(said, again)
                                : examination.answered(said, "")));
    }

    private static Duration pause(int attempt) {
        return Duration.ofSeconds(Math.min(LONGEST_PAUSE_SECONDS, 1L << Math.min(attempt - 1, 5)));
    }

    static String word(Validation kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
