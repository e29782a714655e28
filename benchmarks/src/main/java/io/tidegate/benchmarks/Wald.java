package io.tidegate.benchmarks;

/**
 * The least that any test needs in the mean whose chance of a false alarm is {@code alpha} (Wald 1945): ln(1/α) over the
 * information in one second.
 */
record Wald(double alpha) {
    /** A version may have this many times the failures of the one before. */
    private static final double MARGIN = 1.5;

    /**
     * Seconds until a share of failed requests above a limit can be known; infinite where it is not above.
     *
     * @param rate requests a second
     */
    double againstLimit(double rate, double share, double limit) {
        return share > limit ? -Math.log(alpha) / (rate * information(share, limit)) : Double.POSITIVE_INFINITY;
    }

    /**
     * Seconds until it can be known that a version fails more often than the one beside it.
     *
     * @param rate its requests a second
     * @param beside those of the version before
     * @param before the share of those that fail
     */
    double besideTheVersionBefore(double rate, double beside, double share, double before) {
        double bad = rate * share + beside * before;
        double blamed = rate * share / bad;
        double allowed = MARGIN * rate / (MARGIN * rate + beside);
        return blamed > allowed ? -Math.log(alpha) / (bad * information(blamed, allowed)) : Double.POSITIVE_INFINITY;
    }

    /** What one observation tells for a share and against another, in nats. */
    private static double information(double share, double against) {
        return part(share, against) + part(1 - share, 1 - against);
    }

    private static double part(double share, double against) {
        return share == 0 ? 0 : share * Math.log(share / against);
    }
}
