package io.tidegate.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Whether a version and the one before it suffer from the same at the same time, so that neither is to blame. */
final class SharedIncident {
    /** How far back one looks for trouble of the baseline; short, because a shared incident hits both at once. */
    static final Duration SPAN = Duration.ofSeconds(10);

    private static final int FEWEST = 10;

    /** How long one version's second waits for the other's. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private SharedIncident() {}

    static boolean with(Trial trial, Evidence evidence, Instant at) {
        if (UserRules.spoke(evidence)) {
            return trial.own().isShared(evidence);
        }
        double limit = evidence.limit();
        return switch (evidence.metric()) {
            case "errors" -> beyond(trial, Second::errors, limit, at);
            case "slow requests" -> beyond(trial, Second::slow, limit, at);
            case Rules.UNAVAILABILITY -> notReady(trial.checksBefore(), limit, at);
            case Rules.FAILED_CHECKS -> failsItsChecks(trial);
            default -> false;
        };
    }

    /**
     * Whether the version before has yet to tell of the same time; nobody is blamed before.
     *
     * @param told the last second of which it has told
     */
    static boolean mayBe(Trial trial, Evidence evidence, Instant at, Optional<Instant> told) {
        boolean ofRequests =
                evidence.metric().equals("errors") || evidence.metric().equals("slow requests");
        if (!ofRequests || !trial.tests().compared() || trial.slices().isEmpty() || UserRules.spoke(evidence)) {
            return false;
        }
        var awaited = told.orElseGet(() -> trial.slices().getFirst().second());
        return (told.isEmpty() || awaited.isBefore(at))
                && awaited.plus(PATIENCE).isAfter(at);
    }

    private static boolean beyond(Trial trial, ToLongFunction<Second> bad, double limit, Instant at) {
        var recent = Second.after(at.minus(SPAN), trial.baseline());
        long all = recent.stream().mapToLong(Second::requests).sum();
        return all >= FEWEST && recent.stream().mapToLong(bad).sum() > limit * all;
    }

    private static boolean notReady(Checks before, double limit, Instant at) {
        return before.sources().values().stream()
                .map(source -> source.readiness(at.minus(SPAN)))
                .anyMatch(asked -> asked.bad() > limit * asked.requests());
    }

    /**
     * By the word of the same source, twice in a row, so that one lost answer is no excuse. The two versions need not be asked
     * at the same moment, and a journey comes to each of them when it does; but the version before must have been asked since
     * the other began to fail, or just before.
     */
    private static boolean failsItsChecks(Trial trial) {
        return trial.checks()
                .mostFailMoreThan(trial.limits().failedChecks())
                .filter(majority -> {
                    var before = trial.checksBefore().of(majority.source());
                    return before.mostFailMoreThan(1)
                            && !before.last().isBefore(majority.since().minus(SPAN));
                })
                .isPresent();
    }

    /**
     * The checks that still count of a version after an incident of both. Their windows begin anew, or they would speak of it when
     * it is over; where it was one source that spoke, what others say is not forgotten for it.
     */
    static Checks remaining(Trial trial, Evidence evidence) {
        return evidence.metric().equals(Rules.FAILED_CHECKS)
                ? trial.checks()
                        .mostFailMoreThan(trial.limits().failedChecks())
                        .map(majority -> trial.checks().without(majority.source()))
                        .orElse(Checks.NONE)
                : Checks.NONE;
    }
}
