package io.tidegate.simulation;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What runs in a region, and where its traffic goes. */
final class SimulatedRuntime {
    /** When a version becomes ready; {@link Instant#MAX} for one that never does. */
    private final Map<String, Map<String, Instant>> versions = new TreeMap<>();

    private final Map<String, Map<String, Integer>> routes = new TreeMap<>();
    private final Map<String, Long> positions = new TreeMap<>();

    /** Whether an order at this place among all for the service is to be obeyed; if so, none before it will be. */
    boolean obeys(String service, long position) {
        return positions.merge(service, position, Math::max) == position;
    }

    void apply(String service, String version, Instant readyAt) {
        versions.computeIfAbsent(service, unseen -> new TreeMap<>()).putIfAbsent(version, readyAt);
    }

    void remove(String service, String version) {
        versions.getOrDefault(service, new TreeMap<>()).remove(version);
    }

    void route(String service, Map<String, Integer> weights) {
        if (weights.isEmpty()) {
            routes.remove(service);
        } else {
            routes.put(service, Map.copyOf(weights));
        }
    }

    boolean ready(String service, String version, Instant now) {
        var readyAt = versions.getOrDefault(service, Map.of()).get(version);
        return readyAt != null && !readyAt.isAfter(now);
    }

    boolean runs(String service, String version) {
        return versions.getOrDefault(service, Map.of()).containsKey(version);
    }

    /** Share of traffic by version; empty for a service without a route. */
    Map<String, Integer> weights(String service) {
        return routes.getOrDefault(service, Map.of());
    }

    /** All routes, by service. */
    Map<String, Map<String, Integer>> routes() {
        return new TreeMap<>(routes);
    }
}
