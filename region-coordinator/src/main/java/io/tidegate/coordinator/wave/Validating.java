package io.tidegate.coordinator.wave;

import io.tidegate.coordinator.wave.Attempt.Phase;
import io.tidegate.coordinator.wave.Output.Validated;
import io.tidegate.coordinator.wave.ServiceWork.Health;
import io.tidegate.coordinator.wave.ServiceWork.Stage;
import io.tidegate.estate.Validation;
import io.tidegate.estate.Validator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Waits for evidence that all that was brought in is healthy, and then for the validators; only when all is well does the
 * region report its wave as done.
 */
final class Validating {
    private static final String HEALTHY = "every service is healthy";

    private Validating() {}

    static void pass(Progress progress) {
        var attempt = progress.attempt();
        var open = attempt.works().values().stream()
                .filter(ServiceWork::bringsVersion)
                .filter(work -> work.health() != Health.HEALTHY)
                .map(ServiceWork::service)
                .toList();
        var until = attempt.since().plus(attempt.policy().analysisTimeout());
        if (open.isEmpty()) {
            validate(progress, until);
        } else if (progress.now().isAfter(until)) {
            WayBack.fail(
                    progress,
                    new Cause(
                            "no_evidence",
                            open.getFirst(),
                            "no evidence within "
                                    + attempt.policy().analysisTimeout().toSeconds()
                                    + " s that these are healthy: " + String.join(", ", open),
                            Optional.empty()));
        }
    }

    private static void validate(Progress progress, Instant until) {
        var bound = bound(progress.attempt());
        bound.forEach(validator -> Examining.pass(progress, validator, until));
        var attempt = progress.attempt();
        var unpassed = bound.stream()
                .flatMap(validator -> Optional.ofNullable(attempt.examinations().get(validator.validates())).stream())
                .filter(examination -> examination.ended() && !examination.passed())
                .findFirst();
        if (unpassed.isPresent()) {
            var results = results(attempt, "passed", HEALTHY, progress.now());
            WayBack.fail(progress, cause(unpassed.get()), results);
        } else if (bound.stream()
                .map(validator -> attempt.examinations().get(validator.validates()))
                .allMatch(examination -> examination != null && examination.passed())) {
            var results = results(attempt, "passed", HEALTHY, progress.now());
            progress.attempt(attempt.enter(Phase.COMPLETED, progress.now()).validated(results));
            progress.say(new Output.Completed(attempt.deployed(), attempt.healthy(), results));
        }
    }

    /** The validators that answer for what the region is validated by. */
    private static List<Validator> bound(Attempt attempt) {
        return attempt.plan().validations().stream()
                .flatMap(kind -> attempt.plan().validator(kind).stream())
                .toList();
    }

    private static Cause cause(Examination examination) {
        var result = examination.result().orElseThrow(() -> new IllegalStateException("an end without a result"));
        return new Cause(
                result.outcome().equals("failed") ? Cause.VALIDATION_FAILED : Cause.NOT_VALIDATED,
                examination.service(),
                result.name()
                        + (result.outcome().equals("failed") ? " failed: " : " did not pass in time: ")
                        + result.message(),
                Optional.empty());
    }

    /** What telemetry says of the versions that were given back, service by service. */
    static List<Validated> verified(Attempt attempt, Instant at) {
        return attempt.works().values().stream()
                .filter(work -> work.stage() == Stage.VERIFIED && work.isJudgedAgain())
                .map(work -> verified(work, at))
                .toList();
    }

    private static Validated verified(ServiceWork work, Instant at) {
        var outcome =
                switch (work.health()) {
                    case HEALTHY -> "passed";
                    case UNHEALTHY -> "failed";
                    case UNKNOWN, INCONCLUSIVE, NO_DATA, ERROR -> "unknown";
                };
        return new Validated(
                "rollback of " + work.service(),
                outcome,
                work.version().orElse("") + " serves again and is "
                        + work.health().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                at);
    }

    /** Health is always validated; of a kind that no validator is bound to it is said openly that nothing checks it. */
    static List<Validated> results(Attempt attempt, String health, String message, Instant at) {
        var results = new ArrayList<Validated>();
        results.add(new Validated("health", health, message, at));
        for (Validation kind : attempt.plan().validations()) {
            if (kind != Validation.HEALTH) {
                results.add(result(attempt, kind, at));
            }
        }
        return results;
    }

    private static Validated result(Attempt attempt, Validation kind, Instant at) {
        var name = Examining.word(kind);
        return Optional.ofNullable(attempt.examinations().get(kind))
                .flatMap(Examination::result)
                .orElseGet(() -> new Validated(
                        name,
                        "unknown",
                        attempt.plan().validator(kind).isPresent()
                                ? "its validator has not answered"
                                : "no validator is bound to '" + name + "'",
                        at));
    }
}
