package io.tidegate.system.history;

/**
 * An invariant that a run broke.
 *
 * @param invariant its number in the architecture's list
 * @param message what happened, with the places of the records that prove it
 */
public record Violation(int invariant, String message) {
    @Override
    public String toString() {
        return "invariant " + invariant + ": " + message;
    }
}
