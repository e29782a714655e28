package io.tidegate.health.collect.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.tidegate.health.collect.Target;
import io.tidegate.health.collect.UnreadableTelemetryException;
import io.tidegate.health.collect.kubernetes.Snapshot.Container;
import io.tidegate.health.collect.kubernetes.Snapshot.Node;
import io.tidegate.health.collect.kubernetes.Snapshot.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cluster by its API server. One question is open at a time, and each has its time. What is asked is listed anew at each look
 * and not kept by a watch: of a watch that hears nothing nobody knows whether nothing happens or it is broken.
 */
public final class KubernetesCluster implements Cluster, AutoCloseable {
    /** What the executor writes on the pods of versions: as labels to look for, and as annotations word for word. */
    private static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    private static final String TIDEGATE = "tidegate";
    private static final String ESTATE = "tidegate.io/estate";
    private static final String ENVIRONMENT = "tidegate.io/environment";
    private static final String SERVICE = "tidegate.io/service";
    private static final String VERSION = "tidegate.io/version";

    /** A word that is the same as a label; others are shortened there. */
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

    private static final String READY = "Ready";
    private static final String TRUE = "True";

    private final KubernetesClient client;
    private final String namespace;
    private final String region;
    private final boolean withNodes;
    private final Duration timeout;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * @param reached how the API server is reached; trying again is left to the next look
     * @param namespace that services run in
     * @param region the region that the cluster is of
     * @param withNodes whether nodes are looked at, for which a right over the whole cluster is needed
     * @param timeout how long each answer is awaited
     */
    public KubernetesCluster(Config reached, String namespace, String region, boolean withNodes, Duration timeout) {
        this.client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(reached)
                        .withRequestRetryBackoffLimit(0)
                        .withRequestTimeout((int) timeout.toMillis())
                        .withConnectionTimeout((int) timeout.toMillis())
                        .build())
                .build();
        this.namespace = namespace;
        this.region = region;
        this.withNodes = withNodes;
        this.timeout = timeout;
    }

    @Override
    public Snapshot look(Optional<Set<Aggregate>> wanted) {
        var pods = listed("pods", () -> narrowed(wanted).list()).stream()
                .map(this::pod)
                .flatMap(Optional::stream)
                .filter(pod -> wanted.isEmpty()
                        || wanted.get()
                                .contains(new Aggregate(
                                        pod.version().estate(), pod.version().environment())))
                .toList();
        var nodes = withNodes ? Optional.of(nodes()) : Optional.<Map<String, Node>>empty();
        boolean haveVolumes = pods.stream().anyMatch(pod -> !pod.claims().isEmpty());
        return new Snapshot(pods, nodes, haveVolumes ? claims() : Map.of());
    }

    /** The question for pods, no wider than need be. A word that is no label leaves it wider. */
    private FilterWatchListDeletable<
                    io.fabric8.kubernetes.api.model.Pod,
                    ? extends KubernetesResourceList<io.fabric8.kubernetes.api.model.Pod>,
                    ?>
            narrowed(Optional<Set<Aggregate>> wanted) {
        var all = client.pods().inNamespace(namespace).withLabel(MANAGED_BY, TIDEGATE);
        var estates = words(wanted, Aggregate::estate);
        var environments = words(wanted, Aggregate::environment);
        return Stream.concat(Stream.of(estates), Stream.of(environments))
                        .allMatch(word -> LABEL.matcher(word).matches())
                ? wanted.isEmpty() ? all : all.withLabelIn(ESTATE, estates).withLabelIn(ENVIRONMENT, environments)
                : all;
    }

    private static String[] words(Optional<Set<Aggregate>> wanted, Function<Aggregate, String> word) {
        return wanted.stream().flatMap(Set::stream).map(word).distinct().toArray(String[]::new);
    }

    /** The client's own timeout ends with the headers of an answer; a body may take for ever. */
    private <T extends HasMetadata> List<T> listed(
            String what, Supplier<? extends KubernetesResourceList<T>> question) {
        var answer = threads.submit(() -> question.get().getItems());
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw unreadable(what, "no whole answer within " + timeout.toMillis() + " ms", late);
        } catch (ExecutionException failed) {
            var why = failed.getCause() instanceof KubernetesClientException own
                    ? message(own)
                    : String.valueOf(failed.getCause());
            throw unreadable(what, why, failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw unreadable(what, "the service is stopped", stopped);
        } finally {
            answer.cancel(true);
        }
    }

    private static UnreadableTelemetryException unreadable(String what, String why, Exception failure) {
        return new UnreadableTelemetryException(what + " cannot be listed: " + why, failure);
    }

    private static String message(KubernetesClientException failure) {
        @Nullable Throwable cause = failure.getCause();
        return cause == null || cause.getMessage() == null
                ? String.valueOf(failure.getMessage())
                : failure.getMessage() + " (" + cause.getMessage() + ")";
    }

    private Map<String, Node> nodes() {
        return listed("nodes", () -> client.nodes().list()).stream()
                .collect(Collectors.toMap(node -> node.getMetadata().getName(), KubernetesCluster::node));
    }

    private Map<String, String> claims() {
        return listed("volume claims", () -> client.persistentVolumeClaims()
                        .inNamespace(namespace)
                        .list())
                .stream()
                .collect(Collectors.toMap(claim -> claim.getMetadata().getName(), KubernetesCluster::phase));
    }

    private static String phase(PersistentVolumeClaim claim) {
        return claim.getStatus() == null || claim.getStatus().getPhase() == null
                ? ""
                : claim.getStatus().getPhase();
    }

    /** A node is well if it says that it is ready, and of nothing else that it is so: the rest are pressures. */
    static Node node(io.fabric8.kubernetes.api.model.Node node) {
        List<NodeCondition> conditions =
                node.getStatus() == null ? List.of() : node.getStatus().getConditions();
        boolean ready = conditions.stream()
                .anyMatch(condition -> READY.equals(condition.getType()) && TRUE.equals(condition.getStatus()));
        var pressures = conditions.stream()
                .filter(condition -> !READY.equals(condition.getType()) && TRUE.equals(condition.getStatus()))
                .map(NodeCondition::getType);
        return new Node(Stream.concat(ready ? Stream.empty() : Stream.of("not ready"), pressures)
                .toList());
    }

    /** A pod of a version; whatever else bears our label, such as a validation, is none. */
    private Optional<Pod> pod(io.fabric8.kubernetes.api.model.Pod pod) {
        var words = Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.<String, String>of());
        if (!words.keySet().containsAll(Set.of(ESTATE, ENVIRONMENT, SERVICE, VERSION))) {
            return Optional.empty();
        }
        var status = Optional.ofNullable(pod.getStatus());
        return Optional.of(new Pod(
                pod.getMetadata().getUid(),
                pod.getMetadata().getName(),
                new Target.Version(
                        words.getOrDefault(ESTATE, ""),
                        words.getOrDefault(ENVIRONMENT, ""),
                        region,
                        words.getOrDefault(SERVICE, ""),
                        words.getOrDefault(VERSION, "")),
                Optional.ofNullable(pod.getSpec().getNodeName()),
                pod.getMetadata().getDeletionTimestamp() != null,
                status.map(found -> found.getPhase()).orElse(""),
                status.stream()
                        .flatMap(found -> found.getConditions().stream())
                        .anyMatch(condition -> READY.equals(condition.getType()) && TRUE.equals(condition.getStatus())),
                Stream.concat(
                                status.stream()
                                        .flatMap(found -> found.getInitContainerStatuses().stream())
                                        .map(container -> container(container, true)),
                                status.stream()
                                        .flatMap(found -> found.getContainerStatuses().stream())
                                        .map(container -> container(container, false)))
                        .toList(),
                pod.getSpec().getVolumes().stream()
                        .filter(volume -> volume.getPersistentVolumeClaim() != null)
                        .map(volume -> volume.getPersistentVolumeClaim().getClaimName())
                        .toList()));
    }

    private static Container container(ContainerStatus status, boolean initial) {
        var state = Optional.ofNullable(status.getState());
        return new Container(
                status.getName(),
                initial,
                Boolean.TRUE.equals(status.getStarted()),
                Objects.requireNonNullElse(status.getRestartCount(), 0),
                state.map(now -> now.getWaiting()).map(now -> Objects.requireNonNullElse(now.getReason(), "waiting")),
                state.map(now -> now.getTerminated()).map(KubernetesCluster::reason),
                Optional.ofNullable(status.getLastState())
                        .map(then -> then.getTerminated())
                        .map(KubernetesCluster::reason));
    }

    private static String reason(ContainerStateTerminated ended) {
        return Objects.requireNonNullElseGet(ended.getReason(), () -> "exit code " + ended.getExitCode());
    }

    @Override
    public void close() {
        threads.shutdownNow();
        client.close();
    }
}
