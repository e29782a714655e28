package io.tidegate.judge.steady;

/**
 * A measured level of which more is worse, such as a quantile of latencies or the use of a processor.
 *
 * @param value above 0
 * @param grain what is small for it, in its own unit: changes of that size do not matter
 */
public record Gauge(double value, double grain) {
    public Gauge {
        if (!(value > 0 && grain > 0)) {
            throw new IllegalArgumentException(
                    "a gauge's value and grain are above 0, not %s and %s".formatted(value, grain));
        }
    }

    /** Its logarithm, dulled near zero. */
    double level() {
        return Math.log(value + grain);
    }
}
