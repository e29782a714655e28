package io.tidegate.estate;

import java.time.Duration;

/**
 * How a service is asked for its health (specification S11).
 *
 * @param live path that answers while the process lives
 * @param ready path that answers when it can serve
 * @param deep path that answers when what it does works
 * @param metrics path of its metrics as Prometheus text
 * @param interval time between two checks
 * @param timeout longest wait for an answer, shorter than the interval
 */
public record HealthSettings(
        String live, String ready, String deep, String metrics, Duration interval, Duration timeout) {
    /** The specification's paths, and its interval for services. */
    public static final HealthSettings SPECIFICATION = new HealthSettings(
            "/health/live",
            "/health/ready",
            "/health/deep",
            "/health/metrics",
            Duration.ofSeconds(15),
            Duration.ofSeconds(5));
}
