package io.tidegate.health.collect.kubernetes;

import io.tidegate.health.collect.kubernetes.Snapshot.Container;
import io.tidegate.health.collect.kubernetes.Snapshot.Node;
import io.tidegate.health.collect.kubernetes.Snapshot.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a cluster's states mean for one replica of a version. Whether it is ready says the cluster itself; besides, something may
 * be wrong with its containers, its node or its volumes.
 *
 * @param troubles what is wrong; none where nothing is
 */
record Finding(String pod, boolean ready, List<String> troubles) {
    /** What a container waits for that will come. */
    private static final Set<String> COMING = Set.of("ContainerCreating", "PodInitializing");

    /** Phases in which a pod runs no more, and another takes its place. */
    private static final Set<String> OVER = Set.of("Succeeded", "Failed");

    private static final String COMPLETED = "Completed";

    Finding {
        troubles = List.copyOf(troubles);
    }

    /**
     * What is found of a pod. Nothing, while it is starting for the first time, or once it is leaving: it is no replica yet, or no
     * more, and would count as one that fails.
     *
     * @param restarts of its containers at the look before, by name; of one that is not there nothing is known
     */
    static Optional<Finding> of(Pod pod, Snapshot around, Map<String, Integer> restarts) {
        if (pod.leaving() || OVER.contains(pod.phase())) {
            return Optional.empty();
        }
        var troubles = Stream.of(
                        around.nodes().stream()
                                .flatMap(nodes -> pod.node().stream().flatMap(name -> ofNode(name, nodes))),
                        pod.claims().stream().flatMap(claim -> ofClaim(claim, around.claims())),
                        pod.containers().stream().flatMap(container -> ofContainer(container, restarts)))
                .flatMap(found -> found)
                .toList();
        return troubles.isEmpty() && isStarting(pod)
                ? Optional.empty()
                : Optional.of(new Finding(pod.name(), pod.ready(), troubles));
    }

    private static boolean isStarting(Pod pod) {
        return !pod.ready()
                && pod.containers().stream().allMatch(container -> container.restarts() == 0)
                && (pod.containers().isEmpty()
                        || pod.containers().stream()
                                .anyMatch(container -> !container.initial() && !container.started()));
    }

    private static Stream<String> ofNode(String name, Map<String, Node> nodes) {
        var node = nodes.get(name);
        return node == null
                ? Stream.of("node " + name + " is not there")
                : node.troubles().stream().map(trouble -> "node " + name + ": " + trouble);
    }

    /** One that is not bound yet keeps its pod from starting, and is no trouble until then. */
    private static Stream<String> ofClaim(String name, Map<String, String> claims) {
        var phase = claims.get(name);
        if (phase == null) {
            return Stream.of("volume claim " + name + " is not there");
        }
        return "Lost".equals(phase) ? Stream.of("volume claim " + name + " has lost its volume") : Stream.empty();
    }

    private static Stream<String> ofContainer(Container container, Map<String, Integer> restarts) {
        var found = new ArrayList<String>();
        container.waiting().filter(reason -> !COMING.contains(reason)).ifPresent(found::add);
        container
                .ended()
                .filter(reason -> !container.initial() || !reason.equals(COMPLETED))
                .ifPresent(reason -> found.add("ended: " + reason));
        if (container.restarts() > restarts.getOrDefault(container.name(), container.restarts())) {
            found.add("started again");
        }
        if (found.isEmpty()) {
            return Stream.empty();
        }
        var before = container.endedBefore().map(reason -> ", ended before: " + reason);
        return Stream.of("container %s: %s%s%s"
                .formatted(
                        container.name(),
                        String.join(", ", found),
                        before.orElse(""),
                        container.restarts() == 0 ? "" : ", restarts: " + container.restarts()));
    }

    /** All that is wrong, in words; empty where nothing is. */
    String message() {
        return Stream.concat(ready ? Stream.empty() : Stream.of("not ready"), troubles.stream())
                .collect(Collectors.joining("; "));
    }
}
