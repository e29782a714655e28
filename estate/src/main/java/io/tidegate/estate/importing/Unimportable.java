package io.tidegate.estate.importing;

import io.tidegate.estate.reading.Finding;

/** Ends an import: what was found makes the whole file unusable. Never leaves this package. */
final class Unimportable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    Unimportable(String file, int line, int column, String message) {
        super(message);
        this.finding = new Finding(file, line, column, message);
    }

    Unimportable(String file, String message) {
        this(file, 1, 1, message);
    }

    Finding finding() {
        return finding;
    }
}
