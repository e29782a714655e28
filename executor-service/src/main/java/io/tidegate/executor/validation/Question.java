package io.tidegate.executor.validation;

import io.tidegate.estate.Validator;
import java.time.Instant;

/**
 * What is to be found out.
 *
 * @param id the same for the same question, however often it is heard
 * @param region where it is asked
 * @param epoch the control plane's epoch under which it is asked
 * @param deadline after this the answer counts no more
 */
public record Question(
        String id,
        String estate,
        String environment,
        String region,
        Validator validator,
        long epoch,
        Instant deadline) {}
