package io.tidegate.planner.rollout;

import java.util.Locale;

/** Why a deployment stands before a wave. */
public enum PauseReason {
    /** Somebody ordered it to stop there. */
    HELD,
    /** A freeze is on where the wave goes. */
    FROZEN,
    /** A region of the wave is drained, and the policy says to wait for it. */
    DRAINED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
