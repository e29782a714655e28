package io.tidegate.benchmarks;

import java.util.List;

/** How a quantity grows with a size. */
final class Growth {
    private Growth() {}

    /** The slope of the quantity's logarithm over the size's, by least squares: 1 where it grows in line, 2 with the square. */
    static double exponent(List<Double> sizes, List<Double> values) {
        double meanSize = meanOfLogarithms(sizes);
        double meanValue = meanOfLogarithms(values);
        double both = 0;
        double square = 0;
        for (int index = 0; index < sizes.size(); index++) {
            double size = Math.log(sizes.get(index)) - meanSize;
            both += size * (Math.log(values.get(index)) - meanValue);
            square += size * size;
        }
        return both / square;
    }

    private static double meanOfLogarithms(List<Double> values) {
        return values.stream().mapToDouble(Math::log).average().orElseThrow();
    }
}
