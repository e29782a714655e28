package io.tidegate.health.collect.kubernetes;

import io.tidegate.health.collect.Target;
import io.tidegate.health.collect.kubernetes.Snapshot.Container;
import io.tidegate.health.collect.kubernetes.Snapshot.Node;
import io.tidegate.health.collect.kubernetes.Snapshot.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pods as tests want them; one that nothing is said of runs well on a node that is well. */
final class Pods {
    static final Target.Version CARTS = new Target.Version("shop", "production", "east", "carts", "2");
    static final Target.Version BEFORE = new Target.Version("shop", "production", "east", "carts", "1");
    static final Target.Version BILLS = new Target.Version("office", "production", "east", "bills", "7");
    static final Map<String, Node> NODES = Map.of("node-1", new Node(List.of()));

    private Pods() {}

    static Container running() {
        return container(0, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Container starting() {
        return new Container("app", false, false, 0, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Container waiting(String reason) {
        return new Container("app", false, false, 0, Optional.of(reason), Optional.empty(), Optional.empty());
    }

    static Container container(
            int restarts, Optional<String> waiting, Optional<String> ended, Optional<String> endedBefore) {
        return new Container("app", false, true, restarts, waiting, ended, endedBefore);
    }

    static Pod pod(boolean ready, Container... containers) {
        return pod("carts-1", CARTS, ready, containers);
    }

    static Pod pod(String name, Target.Version version, boolean ready, Container... containers) {
        return new Pod(
                "id-" + name,
                name,
                version,
                Optional.of("node-1"),
                false,
                "Running",
                ready,
                List.of(containers),
                List.of());
    }

    static Pod with(Pod pod, boolean leaving, String phase, List<String> claims) {
        return new Pod(
                pod.id(), pod.name(), pod.version(), pod.node(), leaving, phase, pod.ready(), pod.containers(), claims);
    }

    static Snapshot cluster(Pod... pods) {
        return new Snapshot(List.of(pods), Optional.of(NODES), Map.of());
    }
}
