package io.tidegate.planner.rollout;

import java.util.Locale;
import java.util.Set;

/**
 * Where a deployment is.
 * <pre>
 *   AWAITING_APPROVAL
 *    │  │  ▲
 *    │  ▼  │
 *    │ QUEUED ─▶ PREPARING ─▶ IN_PROGRESS ─▶ STABILISING ─▶ COMPLETED ─▶ SETTLED
 *    │  │         │      │     │   ▲   │          │             │
 *    │  │         │      └─────┤   │   └──────────┴─────────────┤
 *    │  │         │            ▼   │                            │
 *    │  │         │           PAUSED ───────────────────────────┤
 *    │  │         │            │                                ▼
 *    ├──┴─────────┴────────────┘                          ROLLING_BACK ─▶ ROLLED_BACK
 *    ├─▶ FAILED                                           │       ▲  │
 *    └─▶ CANCELLED ◀──────────────────────────────────────┘       │  ▼
 *                                                                 HELD
 * </pre>
 */
public enum Stage {
    /** It waits for its turn, or for its time. */
    QUEUED,
    /** People must agree before it begins. */
    AWAITING_APPROVAL,
    /** Every region is asked whether it is ready. */
    PREPARING,
    /** A wave is under way. */
    IN_PROGRESS,
    /** It stands before its next wave until it may go on. */
    PAUSED,
    /** All waves are done; the whole is watched. */
    STABILISING,
    /** Done; a bad verdict within a region's rollback window still takes it back. */
    COMPLETED,
    /** Done for good. */
    SETTLED,
    /** It is being taken back, wave by wave. */
    ROLLING_BACK,
    /** The way back could not be finished; a person must choose. */
    HELD,
    /** Everything runs as before. */
    ROLLED_BACK,
    /** A person ended it; everything runs as before. */
    CANCELLED,
    /** It never began. */
    FAILED;

    /** The stages that may follow. */
    public Set<Stage> next() {
        return switch (this) {
            case QUEUED -> Set.of(AWAITING_APPROVAL, PREPARING, FAILED, CANCELLED);
            case AWAITING_APPROVAL -> Set.of(QUEUED, FAILED, CANCELLED);
            case PREPARING -> Set.of(IN_PROGRESS, PAUSED, FAILED, CANCELLED);
            case IN_PROGRESS -> Set.of(PAUSED, STABILISING, ROLLING_BACK);
            case PAUSED -> Set.of(IN_PROGRESS, ROLLING_BACK, FAILED, CANCELLED);
            case STABILISING -> Set.of(COMPLETED, ROLLING_BACK);
            case COMPLETED -> Set.of(SETTLED, ROLLING_BACK);
            case ROLLING_BACK -> Set.of(ROLLED_BACK, CANCELLED, HELD);
            case HELD -> Set.of(ROLLING_BACK);
            case SETTLED, ROLLED_BACK, CANCELLED, FAILED -> Set.of();
        };
    }

    /** Whether nothing can change it any more. */
    public boolean terminal() {
        return next().isEmpty();
    }

    /** Whether it keeps others from starting. */
    public boolean busy() {
        return switch (this) {
            case PREPARING, IN_PROGRESS, PAUSED, STABILISING, ROLLING_BACK, HELD -> true;
            case QUEUED, AWAITING_APPROVAL, COMPLETED, SETTLED, ROLLED_BACK, CANCELLED, FAILED -> false;
        };
    }

    /** Whether it has changed regions and can be taken back. */
    boolean canGoBack() {
        return next().contains(ROLLING_BACK);
    }

    /** The word in status messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
