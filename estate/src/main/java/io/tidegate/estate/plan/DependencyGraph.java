package io.tidegate.estate.plan;

import io.tidegate.estate.Service;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The services of one place and what they need there, without cycles. Every walk takes time in proportion to services
 * plus dependencies.
 */
final class DependencyGraph {
    private final Map<String, Service> services = new LinkedHashMap<>();
    private final Map<String, List<String>> needs = new HashMap<>();
    private final Map<String, List<String>> neededBy = new HashMap<>();
    private final List<List<String>> groups;

    DependencyGraph(List<Service> all) {
        all.forEach(service -> services.put(service.name(), service));
        for (Service service : all) {
            var here = service.dependsOn().stream()
                    .filter(services::containsKey)
                    .distinct()
                    .toList();
            needs.put(service.name(), here);
            here.forEach(need ->
                    neededBy.computeIfAbsent(need, key -> new ArrayList<>()).add(service.name()));
        }
        groups = layers();
    }

    /** Groups of names, each after all that it depends on and as early as that allows; sorted within a group. */
    List<List<String>> groups() {
        return groups;
    }

    /** Names in an order that respects dependencies. */
    List<Service> inOrder() {
        return groups.stream().flatMap(List::stream).map(this::service).toList();
    }

    List<String> needs(String name) {
        return needs.getOrDefault(name, List.of());
    }

    /** For every service the longest time from its start to the end, in seconds, at the upper estimates. */
    Map<String, Integer> remainingSeconds() {
        var remaining = new HashMap<String, Integer>();
        for (List<String> group : groups.reversed()) {
            for (String name : group) {
                int after = neededBy.getOrDefault(name, List.of()).stream()
                        .mapToInt(next -> remaining.getOrDefault(next, 0))
                        .max()
                        .orElse(0);
                remaining.put(name, after + service(name).estimate().max());
            }
        }
        return remaining;
    }

    /** The chain of dependencies that takes longest, first to last. */
    List<String> criticalPath() {
        var remaining = remainingSeconds();
        var longestFirst = Comparator.comparing((String name) -> remaining.getOrDefault(name, 0))
                .reversed()
                .thenComparing(Comparator.naturalOrder());
        var path = new ArrayList<String>();
        var next = services.keySet().stream().min(longestFirst);
        while (next.isPresent()) {
            path.add(next.get());
            next = neededBy.getOrDefault(next.get(), List.of()).stream().min(longestFirst);
        }
        return List.copyOf(path);
    }

    private Service service(String name) {
        var service = services.get(name);
        if (service == null) {
            throw new IllegalArgumentException("the graph holds no service '" + name + "'");
        }
        return service;
    }

    /** Takes off, again and again, what needs nothing that is left (Kahn 1962). */
    private List<List<String>> layers() {
        var open = new HashMap<String, Integer>();
        needs.forEach((name, all) -> open.put(name, all.size()));
        var layers = new ArrayList<List<String>>();
        var layer = services.keySet().stream()
                .filter(name -> needs(name).isEmpty())
                .sorted()
                .toList();
        int placed = 0;
        while (!layer.isEmpty()) {
            layers.add(layer);
            placed += layer.size();
            layer = layer.stream()
                    .flatMap(name -> neededBy.getOrDefault(name, List.of()).stream())
                    .filter(next -> open.merge(next, -1, Integer::sum) == 0)
                    .sorted()
                    .toList();
        }
        if (placed < services.size()) {
            throw new IllegalArgumentException(
                    "dependencies go round; read the estate through EstateReader, which says where");
        }
        return List.copyOf(layers);
    }
}
