package io.tidegate.planner.lease;

import io.tidegate.schemas.topics.Installation;
import java.time.Duration;

/**
 * What a lease goes by.
 *
 * @param region the region of this planner
 * @param interval how often the leader says that it leads
 * @param patience how long it may be silent
 */
public record Terms(String region, Installation installation, Duration interval, Duration patience) {
    public Terms {
        if (!installation.candidates().contains(region)) {
            throw new IllegalArgumentException("a planner runs in one of " + installation.candidates() + ", not in '"
                    + region + "'; name its region among the control plane's");
        }
        if (interval.isNegative()
                || interval.isZero()
                || interval.multipliedBy(3).compareTo(patience) > 0) {
            throw new IllegalArgumentException("a leader that speaks every " + interval
                    + " cannot be called silent after " + patience + "; wanted are at least three intervals");
        }
    }

    /** Whether {@code one} leads where both say so under the same epoch. */
    boolean precedes(String one, String other) {
        var candidates = installation.candidates();
        return candidates.indexOf(one) < candidates.indexOf(other);
    }
}
