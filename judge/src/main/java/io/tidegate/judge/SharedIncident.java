package io.tidegate.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.function.ToLongFunction;

/** Whether a version and the one before it suffer from the same at the same time, so that neither is to blame. */
final class SharedIncident {
    /** How far back one looks for trouble of the baseline; short, because a shared incident hits both at once. */
    static final Duration SPAN = Duration.ofSeconds(10);

    private static final int FEWEST = 10;

    private SharedIncident() {}

    static boolean with(Trial trial, Evidence evidence, Instant at) {
        double limit = evidence.limit();
        return switch (evidence.metric()) {
            case "errors" -> beyond(trial, Second::errors, limit, at);
            case "slow requests" -> beyond(trial, Second::slow, limit, at);
            case Rules.UNAVAILABILITY -> notReady(trial.checksBefore(), limit, at);
            case Rules.FAILED_CHECKS -> failsItsChecks(trial.checksBefore(), at);
            default -> false;
        };
    }

    private static boolean beyond(Trial trial, ToLongFunction<Second> bad, double limit, Instant at) {
        var recent = trial.baseline().stream()
                .filter(slice -> slice.second().isAfter(at.minus(SPAN)))
                .toList();
        long all = recent.stream().mapToLong(Second::requests).sum();
        return all >= FEWEST && recent.stream().mapToLong(bad).sum() > limit * all;
    }

    private static boolean notReady(Checks before, double limit, Instant at) {
        var asked = before.readiness(at.minus(SPAN));
        return asked.bad() > limit * asked.requests();
    }

    /** Twice in a row, so that one lost answer is no excuse; the two versions need not be asked at the same moment. */
    private static boolean failsItsChecks(Checks before, Instant at) {
        return before.mostFailMoreThan(1) && before.readiness(at.minus(SPAN)).requests() > 0;
    }
}
