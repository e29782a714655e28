package io.tidegate.estate;

/** What a region is validated by before its wave counts as completed. */
public enum Validation {
    INTEGRATION,
    HEALTH,
    SMOKE,
    RESIDENCY
}
