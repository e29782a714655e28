package io.tidegate.health.collect.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidegate.health.collect.Target;
import io.tidegate.health.collect.UnreadableTelemetryException;
import io.tidegate.health.collect.kubernetes.Cluster.Aggregate;
import io.tidegate.health.collect.kubernetes.Snapshot.Node;
import io.tidegate.observability.testing.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real control plane, looked at with no more rights than the manifests of {@code k8s/} give the health-service. */
@SuppressWarnings("NullAway.Init")
final class KubernetesClusterTest {
    private static final String USER = "system:serviceaccount:tidegate:health-service";
    private static final AtomicLong NAMES = new AtomicLong();
    private static KubernetesClient administrator;

    private String namespace;
    private KubernetesCluster cluster;

    @BeforeAll
    static void start() {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
        administrator = new KubernetesClientBuilder().withConfig(config()).build();
    }

    @AfterAll
    static void stop() {
        if (administrator != null) {
            administrator.close();
        }
    }

    private static Config config() {
        return Config.fromKubeconfig(ControlPlane.kubeconfig().toFile());
    }

    @BeforeEach
    void install() throws IOException {
        namespace = "tidegate-health-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet();
        administrator
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        load("cluster/health-rights.yaml");
        load("workloads/health-rights.yaml");
        cluster = cluster(true);
        await("the rights are in force").ignoreExceptions().until(() -> cluster.look(Optional.empty()), found -> true);
    }

    private void load(String file) throws IOException {
        try (var text = Files.newInputStream(ControlPlane.manifests().resolve(file))) {
            for (HasMetadata resource : administrator.load(text).items()) {
                if (resource.getKind().startsWith("Role")) {
                    resource.getMetadata().setNamespace(namespace);
                }
                administrator.resource(resource).forceConflicts().serverSideApply();
            }
        }
    }

    private KubernetesCluster cluster(boolean withNodes) {
        return new KubernetesCluster(
                new ConfigBuilder(config()).withImpersonateUsername(USER).build(),
                namespace,
                "east",
                withNodes,
                Duration.ofSeconds(5));
    }

    @AfterEach
    void remove() {
        cluster.close();
        administrator.namespaces().withName(namespace).delete();
    }

    /** A pod as the executor makes it; what its image's tag ends in says how it fares. */
    private void pod(String name, String estate, String version, String tag, UnaryOperator<PodBuilder> more) {
        var pod = new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .addToLabels("app.kubernetes.io/managed-by", "tidegate")
                .addToLabels("tidegate.io/estate", estate)
                .addToLabels("tidegate.io/environment", "production")
                .addToAnnotations(Map.of(
                        "tidegate.io/estate",
                        estate,
                        "tidegate.io/environment",
                        "production",
                        "tidegate.io/service",
                        "carts",
                        "tidegate.io/version",
                        version))
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage("shop/carts:" + tag)
                .endContainer()
                .endSpec();
        administrator.resource(more.apply(pod).build()).create();
    }

    private void pod(String name, String version, String tag) {
        pod(name, "shop", version, tag, pod -> pod);
    }

    private Finding found(String pod) {
        var snapshot = cluster.look(Optional.empty());
        return snapshot.pods().stream()
                .filter(there -> there.name().equals(pod))
                .flatMap(there -> Finding.of(there, snapshot, Map.of()).stream())
                .findFirst()
                .orElseThrow();
    }

    private Finding awaited(String pod) {
        return await("a finding of " + pod).ignoreExceptions().until(() -> found(pod), finding -> true);
    }

    @Test
    void aPodThatRunsIsReadyAndWellAndOfItsExactVersion() {
        pod("carts-1", "2.0.0+build.7", "2");
        assertThat(awaited("carts-1")).isEqualTo(new Finding("carts-1", true, List.of()));
        assertThat(cluster.look(Optional.empty()).pods())
                .extracting(Snapshot.Pod::version)
                .containsExactly(new Target.Version("shop", "production", "east", "carts", "2.0.0+build.7"));
    }

    @Test
    void aPodThatCrashesAgainAndAgainIsTrouble() {
        pod("carts-1", "2", "2-crash");
        var finding = await().ignoreExceptions()
                .until(() -> found("carts-1"), found -> found.message().contains("CrashLoopBackOff"));
        assertThat(finding.ready()).isFalse();
        assertThat(finding.message()).contains("ended before: Error");
    }

    @Test
    void anImageThatCannotBePulledIsTrouble() {
        pod("carts-1", "2", "2-nopull");
        await().ignoreExceptions()
                .until(() -> found("carts-1"), found -> found.message().contains("ImagePullBackOff"));
    }

    @Test
    void memoryThatRanOutIsSaidOnceARestartIsSeen() {
        pod("carts-1", "2", "2");
        awaited("carts-1");
        var carts = administrator.pods().inNamespace(namespace).withName("carts-1");
        insisting(() -> carts.editStatus(pod -> new PodBuilder(pod)
                .editStatus()
                .editFirstContainerStatus()
                .withRestartCount(1)
                .withNewLastState()
                .withNewTerminated()
                .withReason("OOMKilled")
                .withExitCode(137)
                .endTerminated()
                .endLastState()
                .endContainerStatus()
                .endStatus()
                .build()));
        var snapshot = cluster.look(Optional.empty());
        assertThat(Finding.of(snapshot.pods().getFirst(), snapshot, Map.of("app", 0))
                        .orElseThrow()
                        .message())
                .isEqualTo("container app: started again, ended before: OOMKilled, restarts: 1");
    }

    @Test
    void aNodeUnderPressureIsTroubleOfItsPods() {
        var node = pressed("pressed-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet());
        try {
            pod("carts-1", "shop", "2", "2", pod -> pod.editSpec()
                    .withNodeName(node)
                    .endSpec());
            await().ignoreExceptions()
                    .until(() -> found("carts-1").troubles(), List.of("node " + node + ": MemoryPressure")::equals);
        } finally {
            administrator
                    .pods()
                    .inNamespace(namespace)
                    .withName("carts-1")
                    .withGracePeriod(0)
                    .delete();
            administrator.nodes().withName(node).delete();
        }
    }

    /** A node that becomes ready, and then runs out of memory. */
    private static String pressed(String name) {
        var added = new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewStatus()
                .withAllocatable(Map.of("pods", new Quantity("10")))
                .withCapacity(Map.of("pods", new Quantity("10")))
                .endStatus()
                .build();
        administrator.resource(added).create();
        var node = administrator.nodes().withName(name);
        await().until(() -> KubernetesCluster.node(node.get()).troubles().isEmpty());
        insisting(() -> node.editStatus(there -> {
            there.getStatus().getConditions().stream()
                    .filter(condition -> condition.getType().equals("MemoryPressure"))
                    .forEach(condition -> condition.setStatus("True"));
            return there;
        }));
        return name;
    }

    /** Controllers write to what is there as well; who comes second tries again. */
    private static void insisting(Callable<?> edit) {
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptionsMatching(
                        failure -> failure instanceof KubernetesClientException answer && answer.getCode() == 409)
                .until(() -> edit.call() != null);
    }

    @Test
    void aNodeThatDoesNotSayThatItIsReadyIsNot() {
        assertThat(node(Map.of()).troubles()).containsExactly("not ready");
        assertThat(node(Map.of("Ready", "Unknown")).troubles()).containsExactly("not ready");
        assertThat(node(Map.of("Ready", "False", "DiskPressure", "True")).troubles())
                .containsExactly("not ready", "DiskPressure");
        assertThat(node(Map.of("Ready", "True", "DiskPressure", "False", "PIDPressure", "Unknown"))
                        .troubles())
                .isEmpty();
    }

    private static Node node(Map<String, String> conditions) {
        return KubernetesCluster.node(new NodeBuilder()
                .withNewStatus()
                .withConditions(conditions.entrySet().stream()
                        .map(condition -> new NodeConditionBuilder()
                                .withType(condition.getKey())
                                .withStatus(condition.getValue())
                                .build())
                        .toList())
                .endStatus()
                .build());
    }

    @Test
    void nodesAreReadyWhereTheClusterSaysSo() {
        assertThat(cluster.look(Optional.empty()).nodes().orElseThrow()).containsEntry("node-1", new Node(List.of()));
        try (var narrow = cluster(false)) {
            assertThat(narrow.look(Optional.empty()).nodes()).isEmpty();
        }
    }

    @Test
    void aVolumeThatIsLostIsTroubleAndOneThatIsBoundIsNot() {
        claim("bound", "Bound");
        claim("lost", "Lost");
        pod("carts-1", "shop", "2", "2", pod -> mounting(pod, "bound"));
        pod("carts-2", "shop", "2", "2", pod -> mounting(pod, "lost"));
        assertThat(awaited("carts-1").troubles()).isEmpty();
        assertThat(awaited("carts-2").troubles()).containsExactly("volume claim lost has lost its volume");
    }

    private static PodBuilder mounting(PodBuilder pod, String claim) {
        return pod.editSpec()
                .withNodeName("node-1") // nothing is scheduled that waits for its volume
                .addNewVolume()
                .withName("data")
                .withNewPersistentVolumeClaim()
                .withClaimName(claim)
                .endPersistentVolumeClaim()
                .endVolume()
                .endSpec();
    }

    private void claim(String name, String phase) {
        var claim = new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withStorageClassName("none") // which no controller provides, so that the phase stays as it is written
                .withNewResources()
                .withRequests(Map.of("storage", new Quantity("1Gi")))
                .endResources()
                .endSpec()
                .build();
        administrator.resource(claim).create();
        var there =
                administrator.persistentVolumeClaims().inNamespace(namespace).withName(name);
        insisting(() -> there.editStatus(known -> new PersistentVolumeClaimBuilder(known)
                .editOrNewStatus()
                .withPhase(phase)
                .endStatus()
                .build()));
    }

    @Test
    void onlyTheEstatesThatAreWantedAreLookedAt() {
        pod("carts-1", "shop", "2", "2", pod -> pod);
        pod("carts-2", "office", "2", "2", pod -> pod);
        assertThat(names(Set.of(new Aggregate("shop", "production")))).containsExactly("carts-1");
        assertThat(names(Set.of(new Aggregate("shop", "test")))).isEmpty();
        assertThat(names(Set.of(new Aggregate("shop", "production"), new Aggregate("no label!", "production"))))
                .containsExactly("carts-1");
    }

    private List<String> names(Set<Aggregate> wanted) {
        return cluster.look(Optional.of(wanted)).pods().stream()
                .map(Snapshot.Pod::name)
                .toList();
    }

    @Test
    void podsOfNoVersionAreNobodys() {
        pod("validation", "shop", "2", "2", pod -> pod.editMetadata()
                .removeFromAnnotations("tidegate.io/version")
                .endMetadata());
        assertThat(cluster.look(Optional.empty()).pods()).isEmpty();
    }

    @Test
    void whatMayNotBeListedIsUnreadableAndNeverNothing() {
        try (var stranger = new KubernetesCluster(
                new ConfigBuilder(config())
                        .withImpersonateUsername("system:serviceaccount:tidegate:somebody")
                        .build(),
                namespace,
                "east",
                true,
                Duration.ofSeconds(5))) {
            assertThatThrownBy(() -> stranger.look(Optional.empty()))
                    .isInstanceOf(UnreadableTelemetryException.class)
                    .hasMessageContaining("pods cannot be listed")
                    .hasMessageContaining("forbidden");
        }
    }
}
