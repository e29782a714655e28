package io.tidegate.executor.kubernetes;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.tidegate.observability.testing.ControlPlane;
import java.util.concurrent.atomic.AtomicLong;

/** A real control plane as its administrator meets it. */
final class TestCluster {
    private static final AtomicLong NAMES = new AtomicLong();

    private TestCluster() {}

    /** How the cluster is reached as its administrator. */
    static Config config() {
        return Config.fromKubeconfig(ControlPlane.kubeconfig().toFile());
    }

    static KubernetesClient administrator() {
        return new KubernetesClientBuilder().withConfig(config()).build();
    }

    /** A namespace of its own that holds workloads to the restricted pod security standard. */
    static String freshNamespace(KubernetesClient administrator) {
        var name = "tidegate-test-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet();
        administrator
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build())
                .create();
        return name;
    }
}
