package io.tidegate.planner.rollout;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What people set for a whole lane. */
public enum Setting {
    /** Whether something new may begin. */
    FREEZE,
    /** Which region is out. */
    DRAIN;

    static final String NOT_FROZEN = "not frozen";

    static String frozen(Optional<Instant> until) {
        return "frozen" + until.map(end -> " until " + end).orElse("");
    }

    static String drained(String region) {
        return region + " drained";
    }

    static String notDrained(String region) {
        return region + " not drained";
    }

    /** The word in events. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
