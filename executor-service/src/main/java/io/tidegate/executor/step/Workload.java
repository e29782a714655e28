package io.tidegate.executor.step;

/**
 * One version of a service as it shall be.
 *
 * @param replicas how many
 * @param port where it listens
 */
public record Workload(
        String estate, String environment, String service, String version, String image, int replicas, int port) {}
