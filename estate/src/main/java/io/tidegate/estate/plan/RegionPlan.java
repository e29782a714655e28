package io.tidegate.estate.plan;

import io.tidegate.estate.Validation;
import io.tidegate.estate.Workload;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What happens in one region.
 *
 * @param services its services, changed or not, each after all that it depends on
 * @param order groups of services, each group after all that it depends on
 * @param retired services that run here and that the estate no longer has here; taken away once the deployment is settled,
 *     for until then it may be taken back
 */
public record RegionPlan(
        String region,
        int wave,
        List<Validation> validations,
        Duration rollbackWindow,
        List<ServicePlan> services,
        List<List<String>> order,
        Map<String, Workload> retired) {
    public RegionPlan {
        validations = List.copyOf(validations);
        services = List.copyOf(services);
        order = order.stream().map(List::copyOf).toList();
        retired = Collections.unmodifiableMap(new TreeMap<>(retired));
    }

    /** The order in which the region is taken back: what depends on others goes first. */
    public List<List<String>> reverseOrder() {
        return order.reversed();
    }
}
