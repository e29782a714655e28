package io.tidegate.judge;

/**
 * The chance of ever taking back a good version that a deployment may spend. Its trials, one for each service and region
 * that gets a new version, have equal parts of it: however they depend on each other, the chances of all together are no
 * larger than the sum of the parts. Stages of a canary share their trial's part.
 *
 * @param whole chance for the whole deployment, such as 0.001
 */
public record Budget(double whole) {
    /** The part of each of so many trials. */
    public double part(long trials) {
        return whole / Math.max(1, trials);
    }

    /**
     * Shares of a trial's part. A fifth is left to the rules on memory and health checks; the rest goes to errors (with
     * availability) and latency, five to three. Where there is a version before, what is beside it is the sharper judge and
     * has the most; where there is none, nothing is set aside for comparisons.
     */
    public record Shares(
            double errorsAgainstLimit,
            double errorsAgainstBaseline,
            double errorsAgainstPast,
            double latencyAgainstLimit,
            double latencyAgainstBaseline) {
        private static final Shares COMPARED = new Shares(0.10, 0.30, 0.10, 0.05, 0.25);
        private static final Shares ALONE = new Shares(0.5, 0, 0, 0.3, 0);

        static Shares of(boolean compared) {
            return compared ? COMPARED : ALONE;
        }
    }
}
