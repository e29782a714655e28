package io.tidegate.executor.step;

/**
 * What an effect is marked with, so that it happens once and never under an outdated control plane.
 *
 * @param epoch the control plane's epoch; a runtime refuses one lower than the highest it has seen for the service
 * @param position the request's place among all requests for the service, growing; a runtime refuses one before the last
 *     it obeyed under the same epoch, since an executor that crashed reads again what it did before
 * @param stepId the step; doing it twice is the same as once
 */
public record Fence(long epoch, long position, String stepId) {
    /** Whether it stands before {@code other}; the same place is not before. */
    public boolean before(Fence other) {
        return epoch < other.epoch || (epoch == other.epoch && position < other.position);
    }

    /** Where it stands, for people. */
    public String place() {
        return position + " of epoch " + epoch;
    }
}
