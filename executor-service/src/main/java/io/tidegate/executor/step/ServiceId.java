package io.tidegate.executor.step;

/**
 * A service of an estate in an environment. A runtime keeps them apart by all three: two estates, or two environments, may
 * have services of the same name in one region, whose orders stand in different partitions and know nothing of each other.
 */
public record ServiceId(String estate, String environment, String service) {
    /** For people. */
    @Override
    public String toString() {
        return estate + "/" + environment + "/" + service;
    }
}
