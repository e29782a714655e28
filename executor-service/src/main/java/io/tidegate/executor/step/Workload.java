package io.tidegate.executor.step;

/**
 * One version of a service as it shall be.
 *
 * @param replicas how many
 * @param port where it listens
 */
public record Workload(
        String estate, String environment, String service, String version, String image, int replicas, int port) {
    /** The service that it is a version of. */
    public ServiceId id() {
        return new ServiceId(estate, environment, service);
    }

    /** The same with another number of replicas. */
    public Workload withReplicas(int other) {
        return new Workload(estate, environment, service, version, image, other, port);
    }
}
