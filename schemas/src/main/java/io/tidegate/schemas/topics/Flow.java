package io.tidegate.schemas.topics;

/** Which way a topic is replicated between regions. */
public enum Flow {
    /** From every region whose planner may lead into every other. */
    FROM_CONTROL_PLANE,
    /** From every region into those whose planner may lead. */
    TO_CONTROL_PLANE,
    /** Between the regions whose planner may lead. */
    AMONG_CONTROL_PLANES,
    /** From every region into every other. */
    EVERYWHERE,
    /** Nowhere: it never leaves its region. */
    STAYS
}
