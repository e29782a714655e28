package io.tidegate.judge;

/**
 * How much more than chance the counts of bad requests scatter from slice to slice: bad requests come in bursts, and a
 * burst is one event. Tests of counts divide their evidence by it. Variance over mean, given the requests of each slice,
 * less one standard error of that ratio if there were no bursts, so that chance alone does not dull the tests.
 *
 * @param slices slices with requests
 * @param requests all requests
 * @param bad all bad requests
 * @param squares sum over slices of bad² / requests
 */
public record OverDispersion(long slices, long requests, long bad, double squares) {
    /** Before any slice. */
    public static final OverDispersion UNKNOWN = new OverDispersion(0, 0, 0, 0);

    /** After one more slice. */
    public OverDispersion observe(Count count) {
        return count.requests() == 0
                ? this
                : new OverDispersion(
                        slices + 1,
                        requests + count.requests(),
                        bad + count.bad(),
                        squares + (double) count.bad() * count.bad() / count.requests());
    }

    /** The factor, at least 1; 1 as long as nothing is known. */
    public double factor() {
        if (bad == 0 || slices < 2) {
            return 1;
        }
        double chiSquared = squares * requests / bad - bad;
        double standardError = Math.sqrt((2 + (double) slices / bad) / slices);
        return Math.max(1, chiSquared / (slices - 1) - standardError);
    }
}
