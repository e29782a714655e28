package io.tidegate.planner.rollout;

import java.util.Locale;
import java.util.Set;

/**
 * Where a deployment is.
 * <pre>
 *   PREPARING ─▶ IN_PROGRESS ─▶ STABILISING ─▶ COMPLETED ─▶ SETTLED
 *    │     │          │              │             │
 *    ▼     ▼          └──────────────┴─────────────┤
 *  FAILED CANCELLED                                ▼
 *               ▲                            ROLLING_BACK ─▶ ROLLED_BACK
 *               └────────────────────────────────┤  ▲
 *                                                ▼  │
 *                                                HELD
 * </pre>
 */
public enum Stage {
    /** Every region is asked whether it is ready. */
    PREPARING,
    /** A wave is under way. */
    IN_PROGRESS,
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
            case PREPARING -> Set.of(IN_PROGRESS, FAILED, CANCELLED);
            case IN_PROGRESS -> Set.of(STABILISING, ROLLING_BACK);
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
        return !terminal() && this != COMPLETED;
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
