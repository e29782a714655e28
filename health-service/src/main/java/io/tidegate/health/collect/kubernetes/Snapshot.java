package io.tidegate.health.collect.kubernetes;

import io.tidegate.health.collect.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of a cluster that services stand on, as it was at one look.
 *
 * @param nodes by name; empty where nodes are not looked at
 * @param claims on volumes, by name, each with its phase
 */
record Snapshot(List<Pod> pods, Optional<Map<String, Node>> nodes, Map<String, String> claims) {
    Snapshot {
        pods = List.copyOf(pods);
        nodes = nodes.map(Map::copyOf);
        claims = Map.copyOf(claims);
    }

    /**
     * A pod of a version.
     *
     * @param id no other pod has it, not even a later one of the same name
     * @param node where it was put, once it was
     * @param leaving whether it is being deleted
     * @param claims on volumes that it uses
     */
    record Pod(
            String id,
            String name,
            Target.Version version,
            Optional<String> node,
            boolean leaving,
            String phase,
            boolean ready,
            List<Container> containers,
            List<String> claims) {
        Pod {
            containers = List.copyOf(containers);
            claims = List.copyOf(claims);
        }
    }

    /**
     * A container of a pod.
     *
     * @param initial whether it is there to prepare the pod, and may end
     * @param started whether it was found to have started
     * @param restarts how often it was started again
     * @param waiting why it does not run, where it waits for something
     * @param ended how it ended, where it has
     * @param endedBefore how it ended the last time, if it was started again
     */
    record Container(
            String name,
            boolean initial,
            boolean started,
            int restarts,
            Optional<String> waiting,
            Optional<String> ended,
            Optional<String> endedBefore) {}

    /** @param troubles what its conditions say is wrong with it */
    record Node(List<String> troubles) {
        Node {
            troubles = List.copyOf(troubles);
        }
    }
}
