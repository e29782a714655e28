package io.tidegate.benchmarks;

import io.tidegate.benchmarks.Figure.Statistic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * Faults of several sizes under several levels of traffic, and what came of each.
 *
 * @param errorPercents shares of the new version's requests that fail
 * @param rates requests a second that the new version gets
 * @param weight percent of the traffic that the new version gets
 */
record FaultGrid(List<Integer> errorPercents, List<Integer> rates, int weight) {
    /** The whole chance of a false alarm, and the limit on errors, of a policy that says nothing else. */
    private static final double ALPHA = 0.001;

    private static final double LIMIT = 0.05;

    /** The fault that the product's goals speak of. */
    private static final Fault MEASURE = new Fault(20, 20);

    private static final double MOST_SECONDS_TO_VERDICT = 5;
    private static final double MOST_MILLIS_TO_ROUTE = 500;

    FaultGrid {
        errorPercents = List.copyOf(errorPercents);
        rates = List.copyOf(rates);
        for (int rate : rates) {
            if (rate * 100.0 / weight < MeasuredSuite.REQUESTS_PER_SECOND) {
                throw new IllegalArgumentException(
                        "%d requests/s on %d %% of the traffic are less than the %.0f/s that a"
                                        .formatted(rate, weight, MeasuredSuite.REQUESTS_PER_SECOND)
                                + " suite's users make anyhow; choose a smaller weight");
            }
        }
    }

    /** One of them. */
    record Fault(int errorPercent, int rate) implements Comparable<Fault> {
        @Override
        public int compareTo(Fault other) {
            return rate == other.rate
                    ? Integer.compare(errorPercent, other.errorPercent)
                    : Integer.compare(rate, other.rate);
        }

        String words() {
            return "%d %% errors at %d/s".formatted(errorPercent, rate);
        }
    }

    /**
     * What came of one round.
     *
     * @param toVerdict seconds from the fault's onset; how long was waited, where none came
     * @param toRoute milliseconds from the verdict until the route was seen without the version
     */
    record Outcome(Fault fault, boolean found, double toVerdict, double toRoute) {}

    /** So many rounds of each, in an order that mixes them and is the same every time. */
    List<Fault> rounds(int each) {
        var all = new ArrayList<Fault>();
        for (int rate : rates) {
            for (int percent : errorPercents) {
                all.addAll(Collections.nCopies(each, new Fault(percent, rate)));
            }
        }
        Collections.shuffle(all, new Random(1));
        return all;
    }

    /** What users ask of a service in a second, of both versions together. */
    double traffic(Fault fault) {
        return fault.rate() * 100.0 / weight;
    }

    /** The least mean time, in seconds, that any test needs which knows the limit, or the version beside. */
    double leastSeconds(Fault fault) {
        var wald = new Wald(ALPHA);
        double share = fault.errorPercent() / 100.0;
        return Math.min(
                wald.againstLimit(fault.rate(), share, LIMIT),
                wald.besideTheVersionBefore(fault.rate(), traffic(fault) - fault.rate(), share, 0));
    }

    List<Figure> figures(List<Outcome> outcomes) {
        var byFault = new TreeMap<Fault, List<Outcome>>();
        outcomes.forEach(outcome -> byFault.computeIfAbsent(outcome.fault(), none -> new ArrayList<>())
                .add(outcome));
        var figures = new ArrayList<Figure>();
        byFault.forEach((fault, all) -> {
            var verdict = Figure.of(
                    fault.words() + ": onset to verdict",
                    "s",
                    new Distribution(all.stream().map(Outcome::toVerdict).toList()));
            var found = all.stream().filter(Outcome::found).toList();
            boolean measured = fault.equals(MEASURE);
            figures.add(measured ? verdict.within(Statistic.P99, MOST_SECONDS_TO_VERDICT) : verdict);
            figures.add(Figure.of(fault.words() + ": Wald's limit", "s", Distribution.of(leastSeconds(fault))));
            if (!found.isEmpty()) {
                var route = Figure.of(
                        fault.words() + ": verdict to route",
                        "ms",
                        new Distribution(found.stream().map(Outcome::toRoute).toList()));
                figures.add(measured ? route.within(Statistic.P99, MOST_MILLIS_TO_ROUTE) : route);
            }
            figures.add(Figure.of(
                    fault.words() + ": not found in time", "rounds", Distribution.of(all.size() - found.size())));
        });
        return figures;
    }
}
