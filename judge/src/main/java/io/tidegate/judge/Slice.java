package io.tidegate.judge;

import java.time.Instant;
import java.util.Optional;

/**
 * What one version of a service did in one second, all its replicas together.
 *
 * @param slow requests that took longer than the limit on the 95th percentile
 * @param memory the largest share of its memory limit that a replica used
 */
public record Slice(Instant second, long requests, long errors, long slow, Optional<Double> memory) {
    /** Its requests, and how many of them failed. */
    public Count failures() {
        return new Count(requests, Math.min(errors, requests));
    }

    /** Its requests, and how many of them were too slow. */
    public Count slowness() {
        return new Count(requests, Math.min(slow, requests));
    }
}
