package io.tidegate.executor.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.tidegate.estate.Resources;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a container asks for and may use. What is 0 is not stated, and so left to the namespace's own limits. Storage is not
 * among it: a Deployment's replicas have no volumes of their own.
 */
final class ContainerResources {
    private static final String CPU = "cpu";
    private static final String MEMORY = "memory";
    /** Kubernetes asks for as many of them as it limits to. */
    private static final String GPU = "nvidia.com/gpu";

    private ContainerResources() {}

    static ResourceRequirements of(Resources resources) {
        var requests = new TreeMap<String, Quantity>();
        state(requests, CPU, resources.requestedCpu(), "m");
        state(requests, MEMORY, resources.requestedMemory(), "");
        var limits = new TreeMap<String, Quantity>();
        state(limits, CPU, resources.cpuLimit(), "m");
        state(limits, MEMORY, resources.memoryLimit(), "");
        state(limits, GPU, resources.gpus(), "");
        return new ResourceRequirementsBuilder()
                .withRequests(requests)
                .withLimits(limits)
                .build();
    }

    private static void state(Map<String, Quantity> quantities, String what, long amount, String unit) {
        if (amount > 0) {
            quantities.put(what, new Quantity(Long.toString(amount), unit));
        }
    }

    /** What a container was made from; its storage is remembered elsewhere. */
    static Resources read(Container container, long storage) {
        var stated = Optional.ofNullable(container.getResources());
        var requests = stated.map(ResourceRequirements::getRequests);
        var limits = stated.map(ResourceRequirements::getLimits);
        return new Resources(
                thousandths(requests, CPU),
                whole(requests, MEMORY),
                thousandths(limits, CPU),
                whole(limits, MEMORY),
                storage,
                (int) whole(limits, GPU));
    }

    private static long thousandths(Optional<Map<String, Quantity>> quantities, String what) {
        return amount(quantities, what).movePointRight(3).longValue();
    }

    private static long whole(Optional<Map<String, Quantity>> quantities, String what) {
        return amount(quantities, what).longValue();
    }

    private static BigDecimal amount(Optional<Map<String, Quantity>> quantities, String what) {
        return quantities
                .map(all -> all.get(what))
                .map(Quantity::getNumericalAmount)
                .orElse(BigDecimal.ZERO);
    }
}
