package io.tidegate.judge;

import java.time.Instant;
import java.util.Optional;

/**
 * What one version of a service did in one second, all its replicas together.
 *
 * @param slow requests that took longer than the limit on the 95th percentile
 * @param memory the largest share of its memory limit that a replica used
 * @param latency how long its requests took, in seconds
 */
public record Slice(Instant second, long requests, long errors, long slow, Optional<Double> memory, Sketch latency) {
    /** A slice whose single latencies are not known. */
    public static Slice of(Instant second, long requests, long errors, long slow, Optional<Double> memory) {
        return new Slice(second, requests, errors, slow, memory, Sketch.EMPTY);
    }

    /** A slice whose slow requests are counted from its latencies. */
    public static Slice of(
            Instant second, long requests, long errors, Sketch latency, double limit, Optional<Double> memory) {
        return new Slice(second, requests, errors, latency.above(limit), memory, latency);
    }

    /** The same of a source that does not tell its requests. */
    public Slice withoutRequests() {
        return of(second, 0, 0, 0, memory);
    }

    /** Its requests, and how many of them failed. */
    public Count failures() {
        return new Count(requests, Math.min(errors, requests));
    }

    /** Its requests, and how many of them were too slow. */
    public Count slowness() {
        return new Count(requests, Math.min(slow, requests));
    }

    /** Its counts. */
    Second counts() {
        return new Second(second, requests, errors, slow, memory);
    }
}
