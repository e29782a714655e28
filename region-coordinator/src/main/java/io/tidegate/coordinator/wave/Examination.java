package io.tidegate.coordinator.wave;

import io.tidegate.coordinator.wave.Output.Validated;
import io.tidegate.estate.Validation;
import java.time.Instant;
import java.util.Optional;

/**
 * A validator that was asked, and what it said.
 *
 * @param id identity of the latest request; an answer to an earlier one means nothing
 * @param deadline when the latest request must have been answered
 * @param until when it is asked no more
 * @param askAgainAt when it is asked once more, after an answer that says nothing
 * @param service what a test that failed is about; empty where that is not known
 * @param result what came of the latest request
 */
public record Examination(
        Validation kind,
        int attempt,
        String id,
        Instant deadline,
        Instant until,
        Optional<Instant> askAgainAt,
        String service,
        Optional<Validated> result) {

    /** Whether it will be asked no more. */
    boolean ended() {
        return result.isPresent() && askAgainAt.isEmpty();
    }

    boolean isOpen() {
        return result.isEmpty();
    }

    boolean passed() {
        return ended() && result.filter(said -> said.outcome().equals("passed")).isPresent();
    }

    Examination answered(Validated said, String about) {
        return new Examination(kind, attempt, id, deadline, until, Optional.empty(), about, Optional.of(said));
    }

    Examination again(Validated said, Instant at) {
        return new Examination(kind, attempt, id, deadline, until, Optional.of(at), "", Optional.of(said));
    }
}
