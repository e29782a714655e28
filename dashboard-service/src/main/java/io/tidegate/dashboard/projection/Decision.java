package io.tidegate.dashboard.projection;

import io.tidegate.judge.Evidence;
import java.time.Instant;
import java.util.Optional;

/**
 * One decision on a deployment, and what it rests on.
 *
 * @param word what was decided, such as {@code wave_started}
 * @param rule what decided it
 */
public record Decision(
        Instant at,
        String word,
        String rule,
        String region,
        String service,
        String message,
        Optional<Evidence> evidence) {}
