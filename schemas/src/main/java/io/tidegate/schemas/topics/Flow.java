package io.tidegate.schemas.topics;

/** Which way a topic is replicated between regions. */
public enum Flow {
    /** From the control plane's region into every other. */
    FROM_CONTROL_PLANE,
    /** From every other region into the control plane's. */
    TO_CONTROL_PLANE,
    /** Nowhere: it never leaves its region. */
    STAYS
}
