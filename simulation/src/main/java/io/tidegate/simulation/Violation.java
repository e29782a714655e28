package io.tidegate.simulation;

/**
 * An invariant that did not hold.
 *
 * @param invariant its number in the architecture's list
 */
public record Violation(long seed, int invariant, String message) {}
