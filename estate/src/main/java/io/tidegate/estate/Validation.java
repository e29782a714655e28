package io.tidegate.estate;

import java.util.List;

/** What is validated before a deployment goes on. */
public enum Validation {
    INTEGRATION,
    /** By telemetry, always and without a validator. */
    HEALTH,
    SMOKE,
    RESIDENCY,
    /** Whether regions reach each other; once, after the last wave. */
    CONNECTIVITY;

    /** What a region may be validated by before its wave counts as completed. */
    public static final List<Validation> OF_REGIONS = List.of(INTEGRATION, HEALTH, SMOKE, RESIDENCY);
}
