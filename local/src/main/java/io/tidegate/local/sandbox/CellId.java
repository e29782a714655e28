package io.tidegate.local.sandbox;

import java.util.Comparator;

/**
 * Whose a cell is. The service's name alone would not do: two estates, or two environments, may have services of the same
 * name in this region, and their orders know nothing of each other.
 */
record CellId(String estate, String environment, String service) implements Comparable<CellId> {
    private static final Comparator<CellId> BY_NAME =
            Comparator.comparing(CellId::service).thenComparing(CellId::estate).thenComparing(CellId::environment);

    @Override
    public int compareTo(CellId other) {
        return BY_NAME.compare(this, other);
    }

    @Override
    public String toString() {
        return estate + "/" + environment + "/" + service;
    }
}
