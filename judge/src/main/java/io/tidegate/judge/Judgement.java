package io.tidegate.judge;

import java.util.Optional;

/** How a version is, and why. */
public record Judgement(Word word, Optional<Evidence> evidence, String message) {
    /** The closed list. Only {@link #HEALTHY} opens a gate, only {@link #UNHEALTHY} takes a version back. */
    public enum Word {
        HEALTHY,
        UNHEALTHY,
        INCONCLUSIVE,
        NO_DATA,
        ERROR
    }
}
