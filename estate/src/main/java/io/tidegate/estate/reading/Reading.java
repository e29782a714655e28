package io.tidegate.estate.reading;

import io.tidegate.estate.Estate;
import java.util.List;

/** The outcome of reading an estate file. */
public sealed interface Reading {
    /** The file is an estate. */
    record Read(Estate estate) implements Reading {}

    /** The file is no estate; {@code findings} says everything that is wrong, in the order of the file. */
    record Rejected(List<Finding> findings) implements Reading {
        public Rejected {
            findings = List.copyOf(findings);
        }
    }
}
