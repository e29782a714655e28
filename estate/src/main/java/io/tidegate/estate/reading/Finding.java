package io.tidegate.estate.reading;

import java.util.Comparator;

/** Something wrong in a file: where, what, and what would be right. Lines and columns count from 1. */
public record Finding(String file, int line, int column, String message) implements Comparable<Finding> {
    private static final Comparator<Finding> BY_PLACE = Comparator.comparing(Finding::file)
            .thenComparingInt(Finding::line)
            .thenComparingInt(Finding::column)
            .thenComparing(Finding::message);

    @Override
    public int compareTo(Finding other) {
        return BY_PLACE.compare(this, other);
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + message;
    }
}
