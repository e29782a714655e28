package io.tidegate.estate.reading;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.graph.DefaultDirectedGraph;
import org.jgrapht.graph.DefaultEdge;

/** Finds where dependencies go round. */
final class Cycles {
    private Cycles() {}

    /** One path for each group of names that reach each other, such as {@code a -> b -> a}; sorted. */
    static List<List<String>> in(Map<String, List<String>> dependencies) {
        var graph = new DefaultDirectedGraph<String, DefaultEdge>(DefaultEdge.class);
        dependencies.keySet().forEach(graph::addVertex);
        dependencies.forEach((name, needs) -> needs.forEach(need -> graph.addEdge(name, need)));
        var cycles = new ArrayList<List<String>>();
        for (var group : new KosarajuStrongConnectivityInspector<>(graph).stronglyConnectedSets()) {
            var start = group.stream().min(Comparator.naturalOrder()).orElseThrow();
            if (group.size() > 1 || graph.containsEdge(start, start)) {
                cycles.add(path(start, group, dependencies));
            }
        }
        cycles.sort(Comparator.comparing(cycle -> String.join(" ", cycle)));
        return List.copyOf(cycles);
    }

    /** Follows dependencies inside the group until a name comes again; what leads there is cut off. */
    private static List<String> path(
            String start, java.util.Set<String> group, Map<String, List<String>> dependencies) {
        var path = new ArrayList<String>();
        var seen = new HashSet<String>();
        var at = start;
        while (seen.add(at)) {
            path.add(at);
            at = dependencies.getOrDefault(at, List.of()).stream()
                    .filter(group::contains)
                    .findFirst()
                    .orElseThrow();
        }
        var cycle = new ArrayList<>(path.subList(path.indexOf(at), path.size()));
        cycle.add(at);
        return List.copyOf(cycle);
    }
}
