package io.tidegate.coordinator.wave;

import io.tidegate.coordinator.wave.Attempt.Phase;
import io.tidegate.coordinator.wave.Output.Validated;
import io.tidegate.coordinator.wave.ServiceWork.Health;
import io.tidegate.coordinator.wave.ServiceWork.Stage;
import io.tidegate.estate.Validation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Waits for evidence that all that was brought in is healthy; only then does the region report its wave as done. */
final class Validating {
    private Validating() {}

    static void pass(Progress progress) {
        var attempt = progress.attempt();
        var open = attempt.works().values().stream()
                .filter(ServiceWork::bringsVersion)
                .filter(work -> work.health() != Health.HEALTHY)
                .map(ServiceWork::service)
                .toList();
        if (open.isEmpty()) {
            var results = results(attempt, "passed", "every service is healthy", progress.now());
            progress.attempt(attempt.enter(Phase.COMPLETED, progress.now()).validated(results));
            progress.say(new Output.Completed(attempt.deployed(), attempt.healthy(), results));
        } else if (progress.now().isAfter(attempt.since().plus(attempt.policy().analysisTimeout()))) {
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

    /** Health is always validated; of the other kinds it is said openly that nothing here checks them yet. */
    static List<Validated> results(Attempt attempt, String health, String message, Instant at) {
        var results = new ArrayList<Validated>();
        results.add(new Validated("health", health, message, at));
        for (Validation kind : attempt.plan().validations()) {
            if (kind != Validation.HEALTH) {
                var name = kind.name().toLowerCase(Locale.ROOT);
                results.add(new Validated(name, "unknown", "no validator for '" + name + "' is installed", at));
            }
        }
        return results;
    }
}
