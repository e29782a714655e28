package io.tidegate.coordinator.wave;

import io.tidegate.judge.Evidence;
import java.util.Optional;

/**
 * Why a deployment is taken back.
 *
 * @param rule the rule, test or order that decided it, as a reason word
 * @param service the service it is about; empty where it is about the region
 * @param message one sentence for people
 */
public record Cause(String rule, String service, String message, Optional<Evidence> evidence) {
    /** The rule where it was not the region that decided. */
    static final String ORDERED = "ordered";

    /** A validator found that something is not as it should be. */
    static final String VALIDATION_FAILED = "validation_failed";

    /** A validator has not found in time that all is as it should be. */
    static final String NOT_VALIDATED = "not_validated";
}
