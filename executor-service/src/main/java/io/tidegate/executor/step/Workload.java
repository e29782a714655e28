package io.tidegate.executor.step;

import io.tidegate.estate.HealthSettings;
import io.tidegate.estate.Resources;

/**
 * One version of a service as it shall be.
 *
 * @param replicas how many
 * @param port where it listens
 * @param resources what one replica asks for and may use
 * @param health how each replica is asked for its health
 */
public record Workload(
        String estate,
        String environment,
        String service,
        String version,
        String image,
        int replicas,
        int port,
        Resources resources,
        HealthSettings health) {
    /** The service that it is a version of. */
    public ServiceId id() {
        return new ServiceId(estate, environment, service);
    }

    /** The same with another number of replicas. */
    public Workload withReplicas(int other) {
        return new Workload(estate, environment, service, version, image, other, port, resources, health);
    }
}
