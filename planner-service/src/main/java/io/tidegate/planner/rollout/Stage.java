package io.tidegate.planner.rollout;

import java.util.Locale;
import java.util.Set;

/**
 * Where a deployment is.
 * <pre>
 *   AWAITING_APPROVAL
 *    │  │  ▲                   ┌────────────────────────────────┐
 *    │  ▼  │                   │                                ▼
 *    │ QUEUED ─▶ PREPARING ─▶ IN_PROGRESS ─▶ CONNECTING ─▶ STABILISING ─▶ COMPLETED ─▶ SETTLED
 *    │  │         │      │     │   ▲   │          │             │             │
 *    │  │         │      └─────┤   │   └──────────┴─────────────┴─────────────┤
 *    │  │         │            ▼   │                                          │
 *    │  │         │           PAUSED ─────────────────────────────────────────┤
 *    │  │         │            │                                              ▼
 *    ├──┴─────────┴────────────┘                                        ROLLING_BACK ─▶ ROLLED_BACK
 *    ├─▶ FAILED                                                         │       ▲  │
 *    └─▶ CANCELLED ◀────────────────────────────────────────────────────┘       │  ▼
 *                                                                               HELD
 *
 * Held for a person to choose:
 *   QUEUED ─▶ HELD ─▶ QUEUED
 *   HELD ─▶ FAILED
 *   HELD ─▶ CANCELLED
 *   PREPARING ─▶ HELD
 *   IN_PROGRESS ─▶ HELD
 *   PAUSED ─▶ HELD
 *   CONNECTING ─▶ HELD
 *   STABILISING ─▶ HELD
 *   COMPLETED ─▶ HELD
 *
 * By a planner that takes over, or where the last regions are skipped:
 *   PREPARING ─▶ CONNECTING
 *   PREPARING ─▶ STABILISING
 *   PREPARING ─▶ ROLLING_BACK
 *   PAUSED ─▶ PREPARING
 *   PAUSED ─▶ CONNECTING
 *   PAUSED ─▶ STABILISING
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
    /** All waves are done; regions find out whether they reach each other. */
    CONNECTING,
    /** All waves are done; the whole is watched. */
    STABILISING,
    /** Done; a bad verdict within a region's rollback window still takes it back. */
    COMPLETED,
    /** Done for good. */
    SETTLED,
    /** It is being taken back, wave by wave. */
    ROLLING_BACK,
    /** A person must choose: the way back could not be finished, it would not undo all, or what waits conflicts. */
    HELD,
    /** Everything runs as before. */
    ROLLED_BACK,
    /** A person ended it; everything runs as before, or as that person left it. */
    CANCELLED,
    /** It never began. */
    FAILED;

    /** The stages that may follow. */
    public Set<Stage> next() {
        return switch (this) {
            case QUEUED -> Set.of(AWAITING_APPROVAL, PREPARING, HELD, FAILED, CANCELLED);
            case AWAITING_APPROVAL -> Set.of(QUEUED, FAILED, CANCELLED);
            case PREPARING ->
                Set.of(IN_PROGRESS, PAUSED, CONNECTING, STABILISING, ROLLING_BACK, HELD, FAILED, CANCELLED);
            case IN_PROGRESS -> Set.of(PAUSED, CONNECTING, STABILISING, ROLLING_BACK, HELD);
            case CONNECTING -> Set.of(STABILISING, ROLLING_BACK, HELD);
            case PAUSED ->
                Set.of(PREPARING, IN_PROGRESS, CONNECTING, STABILISING, ROLLING_BACK, HELD, FAILED, CANCELLED);
            case STABILISING -> Set.of(COMPLETED, ROLLING_BACK, HELD);
            case COMPLETED -> Set.of(SETTLED, ROLLING_BACK, HELD);
            case ROLLING_BACK -> Set.of(ROLLED_BACK, CANCELLED, HELD);
            case HELD -> Set.of(ROLLING_BACK, QUEUED, FAILED, CANCELLED);
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
            case PREPARING, IN_PROGRESS, PAUSED, CONNECTING, STABILISING, ROLLING_BACK, HELD -> true;
            case QUEUED, AWAITING_APPROVAL, COMPLETED, SETTLED, ROLLED_BACK, CANCELLED, FAILED -> false;
        };
    }

    /** Whether it has changed regions and can be taken back. */
    boolean canGoBack() {
        return next().contains(ROLLING_BACK);
    }

    /** Whether it gives way to an emergency; what goes back does not. */
    boolean yields() {
        return this == PREPARING || this == IN_PROGRESS || this == PAUSED || this == CONNECTING || this == STABILISING;
    }

    /** The word in status messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
