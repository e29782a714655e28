package io.tidegate.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the chance of taking back a good version is shared among what is looked at; all stages of a deployment share it.
 *
 * @param whole chance for the whole deployment, such as 0.001
 */
public record Budget(double whole) {
    private static final double ERRORS = 0.4;
    private static final double LATENCY = 0.3;
    private static final double AVAILABILITY = 0.1;

    /** For the tests of errors, both together. */
    public double errors() {
        return whole * ERRORS;
    }

    /** For the test of availability, which is the one of errors against their limit. */
    public double availability() {
        return whole * AVAILABILITY;
    }

    /** For the tests of latency, both together. */
    public double latency() {
        return whole * LATENCY;
    }

    /**
     * Of many services judged at once, those that may be called bad so that the expected share of good ones among them
     * stays below {@code alpha}, whatever their dependence (e-BH; Wang and Ramdas, JRSS B 2022).
     *
     * @param evidence one e-value for each service
     * @return their places in the list
     */
    public static List<Integer> worst(List<Double> evidence, double alpha) {
        var places = new ArrayList<>(IntStream.range(0, evidence.size()).boxed().toList());
        places.sort(Comparator.comparing(evidence::get).reversed());
        int rejected = 0;
        for (int rank = 1; rank <= places.size(); rank++) {
            if (evidence.get(places.get(rank - 1)) >= places.size() / (alpha * rank)) {
                rejected = rank;
            }
        }
        return places.subList(0, rejected).stream().sorted().toList();
    }
}
