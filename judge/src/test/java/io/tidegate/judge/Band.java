package io.tidegate.judge;

/**
 * The width of a band about an empirical distribution function that holds at every moment and every quantile at once
 * (Howard and Ramdas, Bernoulli 2022, theorem 2, with A = 0.85 and the constant solved for instead of bounded).
 *
 * @param constant C of the theorem
 * @param first number of values from which on the band holds, at least 1
 */
public record Band(double constant, long first) {
    private static final double A = 0.85;
    private static final int GRID = 20_000;
    private static final int HALVINGS = 60;

    /** The band that the truth ever leaves with a chance of {@code alpha} at most. */
    public static Band of(double alpha, long first) {
        double low = 1;
        double high = 0.8 * Math.log(1612 / alpha);
        for (int step = 0; step < HALVINGS; step++) {
            double middle = (low + high) / 2;
            if (chance(middle) > alpha) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return new Band(high, first);
    }

    /** The chance of leaving the band with constant {@code c}: the theorem's infimum over η, on a grid. */
    private static double chance(double c) {
        double smallest = 1;
        for (int step = 1; step < GRID; step++) {
            double eta = 1 + (2 * A * A - 1) * step / GRID;
            double gamma = Math.sqrt(2 / eta) * (A - Math.sqrt(2 * (eta - 1) / c));
            if (gamma > 1) {
                smallest = Math.min(
                        smallest, 4 * Math.exp(-gamma * gamma * c) * (1 + 1 / ((gamma * gamma - 1) * Math.log(eta))));
            }
        }
        return smallest;
    }

    /** Half the band's width in probability after {@code values} values, at least {@link #first}. */
    public double width(long values) {
        double t = values;
        return A * Math.sqrt((Math.log1p(Math.log(t / first)) + constant) / t);
    }
}
