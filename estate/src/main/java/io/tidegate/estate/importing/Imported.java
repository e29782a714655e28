package io.tidegate.estate.importing;

import io.tidegate.estate.reading.Finding;
import java.util.List;

/** What an import gave. */
public sealed interface Imported {
    /**
     * An estate.
     *
     * @param text the estate file, accepted by {@link io.tidegate.estate.reading.EstateReader}
     * @param notes what was guessed or left out, a sentence each
     */
    record Estate(String text, List<String> notes) implements Imported {
        public Estate {
            notes = List.copyOf(notes);
        }
    }

    /** No estate, for these reasons. */
    record Rejected(List<Finding> findings) implements Imported {
        public Rejected {
            findings = List.copyOf(findings);
        }
    }
}
