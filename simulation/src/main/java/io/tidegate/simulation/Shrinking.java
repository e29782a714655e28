package io.tidegate.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes a failing scenario small, so that a person can read its history: leaves out deeds, faults, regions and services as
 * long as the same invariant is still broken. The result is the smallest in that nothing more can be left out alone.
 */
final class Shrinking {
    /** Enough for most; what is reached by then is shown. */
    private static final int MOST_RUNS = 1_000;

    /** A smaller scenario takes other ways, and less time, so other dice and paces are tried before it is given up. */
    private static final int DICE = 8;

    private static final List<Double> PACES = List.of(1.0, 0.6, 0.3);

    private final Plant plant;
    private final int invariant;
    private int runs;

    private Shrinking(Plant plant, int invariant) {
        this.plant = plant;
        this.invariant = invariant;
    }

    /**
     * A small scenario.
     *
     * @param runs how many histories it took to find it
     */
    record Shrunk(Scenario scenario, int runs) {}

    /** Shrinks {@code failing}, whose history breaks {@code invariant}. */
    static Shrunk shrink(Scenario failing, Plant plant, int invariant) {
        var shrinking = new Shrinking(plant, invariant);
        var smallest = failing;
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (Scenario candidate : shrinking.candidates(smallest)) {
                var failed = shrinking.failing(candidate);
                if (failed.isPresent()) {
                    smallest = failed.get();
                    smaller = true;
                    break;
                }
            }
        }
        return new Shrunk(smallest, shrinking.runs);
    }

    private Optional<Scenario> failing(Scenario candidate) {
        return IntStream.range(0, DICE)
                .mapToObj(throwing -> candidate.withDice(candidate.dice() + throwing))
                .flatMap(thrown -> PACES.stream().map(thrown::paced))
                .filter(this::stillFails)
                .findFirst();
    }

    private boolean stillFails(Scenario candidate) {
        if (runs >= MOST_RUNS) {
            return false;
        }
        runs++;
        return Simulation.run(candidate, plant, false).violations().stream()
                .anyMatch(violation -> violation.invariant() == invariant);
    }

    /** Boldest first: half of the deeds at once, then single ones. */
    private List<Scenario> candidates(Scenario from) {
        var all = new ArrayList<Scenario>();
        var deeds = from.deeds();
        if (deeds.size() > 3) {
            all.add(from.without(deeds.subList(deeds.size() / 2, deeds.size())));
            all.add(from.without(deeds.subList(0, deeds.size() / 2)));
        }
        if (!from.calm()) {
            all.add(from.calmly());
        }
        if (!from.plainly().equals(from)) {
            all.add(from.plainly());
        }
        deeds.stream().map(deed -> from.without(List.of(deed))).forEach(all::add);
        fewerRegions(from).forEach(all::add);
        fewerServices(from).forEach(all::add);
        return all;
    }

    /** The first region stays: the estate needs one, and its wave is the first. */
    private static Stream<Scenario> fewerRegions(Scenario from) {
        return from.estate().regions().stream().skip(1).map(from::withoutRegion);
    }

    private static Stream<Scenario> fewerServices(Scenario from) {
        var parts = from.estate().parts();
        return parts.size() == 1
                ? Stream.of()
                : parts.reversed().stream().map(part -> from.withoutService(part.name()));
    }
}
