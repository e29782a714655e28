package io.tidegate.estate;

/** How a new version of a service takes over. */
public enum Strategy {
    /** New replicas replace the old ones. */
    ROLLING,
    /** New replicas get a growing share of traffic, in stages. */
    CANARY
}
