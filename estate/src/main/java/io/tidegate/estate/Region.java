package io.tidegate.estate;

import java.time.Duration;
import java.util.List;

/**
 * A region of the estate.
 *
 * @param wave number of its wave, from 1
 * @param trafficShare percent of all traffic; the shares of an estate add up to 100
 * @param latencyTarget what users of this region shall see at most
 * @param services the services that run here
 * @param validations what it is validated by
 * @param rollbackWindow how long after completion a bad verdict still takes a deployment back
 */
public record Region(
        String name,
        Role role,
        int wave,
        int trafficShare,
        Duration latencyTarget,
        List<String> services,
        List<Validation> validations,
        Duration rollbackWindow) {
    public Region {
        services = List.copyOf(services);
        validations = List.copyOf(validations);
        if (wave < 1) {
            throw new IllegalArgumentException("region " + name + " is in wave " + wave + ", but waves count from 1");
        }
    }
}
