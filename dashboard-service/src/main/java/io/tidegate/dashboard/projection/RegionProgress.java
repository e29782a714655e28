package io.tidegate.dashboard.projection;

import java.util.List;

/** How far a region has come within a deployment. */
public record RegionProgress(
        String region,
        String status,
        String phase,
        int servicesDeployed,
        int servicesHealthy,
        boolean rollbackAvailable,
        List<Validation> validations) {
    public RegionProgress {
        validations = List.copyOf(validations);
    }

    /** The outcome of one validation. */
    public record Validation(String name, String outcome, String message) {}
}
