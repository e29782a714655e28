package io.tidegate.estate.plan;

import io.tidegate.estate.Validation;
import java.time.Duration;
import java.util.List;

/**
 * What happens in one region.
 *
 * @param services its services, changed or not, each after all that it depends on
 * @param order groups of services, each group after all that it depends on
 */
public record RegionPlan(
        String region,
        int wave,
        List<Validation> validations,
        Duration rollbackWindow,
        List<ServicePlan> services,
        List<List<String>> order) {
    public RegionPlan {
        validations = List.copyOf(validations);
        services = List.copyOf(services);
        order = order.stream().map(List::copyOf).toList();
    }

    /** The order in which the region is taken back: what depends on others goes first. */
    public List<List<String>> reverseOrder() {
        return order.reversed();
    }
}
