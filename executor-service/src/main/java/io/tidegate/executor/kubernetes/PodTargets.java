package io.tidegate.executor.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The replicas that there are, kept by a watch, in the shape of Prometheus' HTTP service discovery. */
public final class PodTargets implements AutoCloseable {
    private final String region;
    private final SharedIndexInformer<Pod> pods;

    /** One replica: where it is reached, and what it is a replica of. */
    public record Target(List<String> targets, Map<String, String> labels) {
        public Target {
            targets = List.copyOf(targets);
            labels = Map.copyOf(labels);
        }
    }

    public PodTargets(KubernetesClient client, String namespace, String region) {
        this.region = region;
        this.pods = client.pods()
                .inNamespace(namespace)
                .withLabel(Marks.MANAGED_BY, Marks.TIDEGATE)
                .runnableInformer(0)
                .exceptionHandler((started, failure) -> true);
        pods.start().exceptionally(stopped -> null);
    }

    /** Replicas that run, ready or not, ordered by address. */
    public List<Target> list() {
        return pods.getStore().list().stream()
                .filter(PodTargets::runs)
                .map(pod -> target(pod, region))
                .sorted(Comparator.comparing(target -> target.targets().getFirst()))
                .toList();
    }

    private static boolean runs(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus() != null
                && pod.getStatus().getPodIP() != null
                && "Running".equals(pod.getStatus().getPhase());
    }

    static Target target(Pod pod, String region) {
        var port =
                pod.getSpec().getContainers().getFirst().getPorts().getFirst().getContainerPort();
        var ip = pod.getStatus().getPodIP();
        var address = (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + port;
        var labels = HealthMarks.labels(pod);
        labels.put("estate", Marks.annotation(pod, Marks.ESTATE));
        labels.put("environment", Marks.annotation(pod, Marks.ENVIRONMENT));
        labels.put("region", region);
        labels.put("service", Marks.annotation(pod, Marks.SERVICE));
        labels.put("version", Marks.annotation(pod, Marks.EXACT_VERSION));
        labels.put("instance", address);
        return new Target(List.of(address), labels);
    }

    @Override
    public void close() {
        pods.stop();
    }
}
