package io.tidegate.judge.signal;

import io.tidegate.judge.Second;
import io.tidegate.judge.Trial;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Whether a version serves alone, so that what is said of its service is said of it. */
public final class Serving {
    private static final Duration SPAN = Duration.ofSeconds(10);

    /** How far the version before may be behind in telling what it did. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Fewer requests than these may have gone to one of two versions by chance. */
    private static final int FEWEST = 10;

    private Serving() {}

    /** Whether there is no version before, or it is known to have had no requests while this one had. */
    public static boolean alone(Trial trial) {
        if (!trial.tests().compared()) {
            return true;
        }
        if (trial.slices().isEmpty() || trial.baseline().isEmpty()) {
            return false;
        }
        var last = trial.slices().getLast().second();
        boolean told = !trial.baseline().getLast().second().plus(PATIENCE).isBefore(last);
        return told && recent(trial.baseline(), last) == 0 && recent(trial.slices(), last) >= FEWEST;
    }

    private static long recent(List<Second> seconds, Instant last) {
        return seconds.stream()
                .filter(second -> second.second().isAfter(last.minus(SPAN)))
                .mapToLong(Second::requests)
                .sum();
    }
}
