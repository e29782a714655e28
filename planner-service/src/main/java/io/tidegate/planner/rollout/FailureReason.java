package io.tidegate.planner.rollout;

import java.util.Locale;

/**
 * Why a deployment fails before it changed anything. Where it has changed something by then, it is taken back with the same
 * word as its rule. What cannot be planned any more at its turn fails with the reason for which a command would be refused.
 */
public enum FailureReason {
    /** Those who must did not agree in time. */
    APPROVAL_EXPIRED,
    /** At its turn it came to more than was agreed to. */
    APPROVAL_NEEDED,
    /** Somebody who was asked to agree did not. */
    REJECTED,
    /** It overlaps with another deployment, and nobody chose in time. */
    CONFLICT,
    /** Its turn did not come in time. */
    EXPIRED,
    /** A freeze outlasts the time that it may wait. */
    FROZEN,
    /** Every region that it is for is drained. */
    DRAINED,
    /** It stood before a wave for as long as it might, and nobody let it go on. */
    PAUSE_EXPIRED,
    /** A region did not answer in time. */
    REGION_SILENT,
    /** A region said that it is not ready for it. */
    REGION_NOT_READY;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
