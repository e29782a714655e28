package io.tidegate.executor.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidegate.estate.HealthSettings;
import io.tidegate.estate.Resources;
import io.tidegate.executor.step.Fence;
import io.tidegate.executor.step.Outcome.Failed;
import io.tidegate.executor.step.Outcome.Reason;
import io.tidegate.executor.step.Runtime;
import io.tidegate.executor.step.RuntimeContract;
import io.tidegate.executor.step.ServiceId;
import io.tidegate.executor.step.Step;
import io.tidegate.executor.step.Workload;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract on a real control plane, done with no more rights than the manifests of {@code k8s/} give the executor. */
class KubernetesRuntimeTest extends RuntimeContract {
    private static KubernetesClient administrator;
    private static String namespace;
    private static KubernetesRuntime runtime;

    @BeforeAll
    static void start() {
        administrator = TestCluster.administrator();
        namespace = TestCluster.freshNamespace(administrator);
        ExecutorRights.grant(administrator, namespace);
        runtime = new KubernetesRuntime(
                new ConfigBuilder(TestCluster.config())
                        .withImpersonateUsername(ExecutorRights.USER)
                        .build(),
                new Target(namespace, "edge", "shop.example"),
                Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        if (runtime != null) {
            runtime.close();
            administrator.namespaces().withName(namespace).delete();
            administrator.close();
        }
    }

    @Override
    protected Runtime runtime() {
        return runtime;
    }

    @Override
    protected Workload kept(String version) {
        return Manifests.workload(deployment(version));
    }

    private Deployment deployment(String version) {
        return find(Deployment.class, Names.ofVersion(id(), version));
    }

    @Test
    void anImageThatCannotBePulledIsSeenLongBeforeTheDeadline() throws Exception {
        assertDone(run(Step.Action.APPLY, "1.0.0-nopull", Duration.ofSeconds(20)));
        assertFailed(run(Step.Action.AWAIT_READY, "1.0.0-nopull", Duration.ofMinutes(5)), Reason.IMAGE_UNAVAILABLE);
    }

    @Test
    void resourcesBearTheRecommendedLabelsTheFenceAndTheFieldManager() {
        assertDone(runtime.apply(workload("1.0.0+build.7", 2), new Fence(4, 17, "step-x")));
        var deployment = find(Deployment.class, Names.ofVersion(id(), "1.0.0+build.7"));
        assertThat(deployment.getMetadata().getLabels())
                .containsEntry("app.kubernetes.io/name", service())
                .containsEntry("app.kubernetes.io/part-of", "code-platform")
                .containsEntry("tidegate.io/estate", "code-platform")
                .containsEntry("tidegate.io/environment", "production")
                .containsEntry("app.kubernetes.io/managed-by", "tidegate");
        assertThat(deployment.getMetadata().getAnnotations())
                .containsEntry("tidegate.io/epoch", "4")
                .containsEntry("tidegate.io/position", "17")
                .containsEntry("tidegate.io/step-id", "step-x")
                .containsEntry("tidegate.io/version", "1.0.0+build.7");
        assertThat(deployment.getMetadata().getManagedFields())
                .filteredOn(entry -> entry.getManager().equals("tidegate"))
                .extracting(ManagedFieldsEntry::getOperation)
                .containsExactly("Apply");
    }

    @Test
    void aStepThatChangesNothingReplacesNoPod() {
        ready("1.0.0", 2);
        var before = podNames();
        assertDone(runtime.apply(workload("1.0.0", 2), next()));
        awaitReady("1.0.0", 2);
        assertThat(podNames()).hasSize(2).isEqualTo(before);
        assertThat(find(Deployment.class, Names.ofVersion(id(), "1.0.0"))
                        .getMetadata()
                        .getAnnotations())
                .as("only what was just created may be taken back")
                .doesNotContainKey(Marks.BORN_OF);
    }

    @Test
    void resourcesAreStatedAndThoseThatAreNoLongerWantedGoAway() {
        var some = new Resources(250, 512 << 20, 1_000, 1L << 30, 5L << 30, 2);
        assertDone(runtime.apply(with(workload("1.0.0", 1), some, HealthSettings.SPECIFICATION), next()));
        assertThat(stated("1.0.0").getRequests())
                .containsOnly(entry("cpu", quantity("250m")), entry("memory", quantity("512Mi")));
        assertThat(stated("1.0.0").getLimits())
                .containsOnly(
                        entry("cpu", quantity("1")),
                        entry("memory", quantity("1Gi")),
                        entry("nvidia.com/gpu", quantity("2")));
        assertThat(kept("1.0.0").resources()).isEqualTo(some);

        ready("1.0.0", 1);
        assertThat(stated("1.0.0").getRequests()).isNullOrEmpty();
        assertThat(stated("1.0.0").getLimits()).isNullOrEmpty();
        assertThat(kept("1.0.0")).isEqualTo(workload("1.0.0", 1));
    }

    private ResourceRequirements stated(String version) {
        return deployment(version)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getResources();
    }

    private static Quantity quantity(String amount) {
        return Quantity.parse(amount);
    }

    @Test
    void moreStorageReplacesNoPodSinceItChangesNothing() {
        ready("1.0.0", 1);
        var before = podNames();
        var stored = new Resources(0, 0, 0, 0, 1L << 30, 0);
        assertDone(runtime.apply(with(workload("1.0.0", 1), stored, HealthSettings.SPECIFICATION), next()));
        awaitReady("1.0.0", 1);
        assertThat(podNames()).isEqualTo(before);
        assertThat(kept("1.0.0").resources()).isEqualTo(stored);
    }

    private Set<String> podNames() {
        return administrator.pods().inNamespace(namespace).withLabel(Marks.NAME, service()).list().getItems().stream()
                .map(pod -> pod.getMetadata().getName())
                .collect(Collectors.toSet());
    }

    @Test
    void weightsStandInTheRouteAndTheStableServiceFollowsTheGreaterShare() {
        ready("1.0.0", 1);
        ready("2.0.0", 1);
        assertDone(runtime.route(id(), Map.of("1.0.0", 75, "2.0.0", 25), next()));
        var route = find(HTTPRoute.class, Names.ofService(id())).getSpec();
        assertThat(route.getParentRefs()).extracting(parent -> parent.getName()).containsExactly("edge");
        assertThat(route.getHostnames()).containsExactly(service() + "--production--code-platform.shop.example");
        assertThat(route.getRules().getFirst().getBackendRefs())
                .extracting(backend -> Map.entry(backend.getName(), backend.getWeight()))
                .containsExactly(
                        Map.entry(Names.ofVersion(id(), "1.0.0"), 75), Map.entry(Names.ofVersion(id(), "2.0.0"), 25));
        assertThat(selected()).isEqualTo(Names.ofVersion(id(), "1.0.0"));

        assertDone(runtime.route(id(), Map.of("2.0.0", 100), next()));
        assertThat(find(HTTPRoute.class, Names.ofService(id()))
                        .getSpec()
                        .getRules()
                        .getFirst()
                        .getBackendRefs())
                .hasSize(1);
        assertThat(selected()).isEqualTo(Names.ofVersion(id(), "2.0.0"));

        assertDone(runtime.route(id(), Map.of(), next()));
        assertThat(administrator
                        .resources(HTTPRoute.class)
                        .inNamespace(namespace)
                        .withName(Names.ofService(id()))
                        .get())
                .isNull();
        assertThat(find(Service.class, Names.ofService(id())).getSpec().getSelector())
                .isNullOrEmpty();
    }

    @Test
    void everyReplicaIsATargetOfTheHealthService() {
        ready("1.0.0", 2);
        try (var targets = new PodTargets(administrator, namespace, "us-east-1")) {
            await().until(() -> ofThisService(targets).size() == 2);
            var pods = administrator
                    .pods()
                    .inNamespace(namespace)
                    .withLabel(Marks.NAME, service())
                    .list();
            assertThat(ofThisService(targets))
                    .extracting(target -> target.targets().getFirst())
                    .containsExactlyInAnyOrderElementsOf(pods.getItems().stream()
                            .map(pod -> pod.getStatus().getPodIP() + ":8080")
                            .toList());
            assertThat(ofThisService(targets).getFirst().labels())
                    .containsEntry("estate", "code-platform")
                    .containsEntry("environment", "production")
                    .containsEntry("region", "us-east-1")
                    .containsEntry("version", "1.0.0");
        }
    }

    @Test
    void aTargetSaysHowItIsAskedForItsHealth() {
        var health = new HealthSettings(
                "/lives", "/up", "/works", "/numbers", Duration.ofSeconds(7), Duration.ofMillis(1_500));
        assertDone(runtime.apply(with(workload("1.0.0", 1), Resources.NONE, health), next()));
        awaitReady("1.0.0", 1);
        try (var targets = new PodTargets(administrator, namespace, "us-east-1")) {
            await().until(() -> ofThisService(targets).size() == 1);
            assertThat(ofThisService(targets).getFirst().labels())
                    .containsEntry("__metrics_path__", "/numbers")
                    .containsEntry("tidegate_health_ready", "/up")
                    .containsEntry("tidegate_health_deep", "/works")
                    .containsEntry("tidegate_health_interval_millis", "7000")
                    .containsEntry("tidegate_health_timeout_millis", "1500");
        }
    }

    private List<PodTargets.Target> ofThisService(PodTargets targets) {
        return targets.list().stream()
                .filter(target -> service().equals(target.labels().get("service")))
                .toList();
    }

    @Test
    void aNewPortOfAServiceReplacesTheOldOne() {
        ready("1.0.0", 1);
        assertDone(runtime.apply(workload(id(), "2.0.0", workload("2.0.0", 1).image(), 1, 9090), next()));
        assertThat(find(Service.class, Names.ofService(id())).getSpec().getPorts())
                .extracting(port -> port.getPort())
                .containsExactly(9090);
    }

    @Test
    void whatIsNotTidegatesIsLeftAlone() {
        administrator
                .resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName(Names.ofService(id()))
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .addNewPort()
                        .withPort(80)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
        var outcome = runtime.apply(workload("1.0.0", 1), next());
        assertFailed(outcome, Reason.REFUSED);
        assertThat(((Failed) outcome).message()).contains("is not Tidegate's");
    }

    @Test
    void theAdmissionPolicyRejectsALowerEpochFromAnybody() {
        assertDone(runtime.apply(workload("1.0.0", 1), new Fence(5, 9, "step-9")));
        for (var annotation : List.of("tidegate.io/epoch", "tidegate.io/position")) {
            assertThat(ExecutorRights.denied(administrator, namespace, Names.ofService(id()), Map.of(annotation, "4")))
                    .contains(Answers.FENCE_POLICY);
        }
        assertThat(ExecutorRights.denied(
                        administrator,
                        namespace,
                        Names.ofService(id()),
                        Map.of("tidegate.io/epoch", "6", "tidegate.io/position", "1")))
                .isEmpty();
    }

    @Test
    void theAdmissionPolicyLetsNobodyHandAResourceToAnotherEstateOrEnvironment() {
        assertDone(runtime.apply(workload("1.0.0", 1), next()));
        for (var annotation : List.of("tidegate.io/estate", "tidegate.io/environment", "tidegate.io/service")) {
            assertThat(ExecutorRights.denied(
                            administrator, namespace, Names.ofService(id()), Map.of(annotation, "another")))
                    .contains(Answers.FENCE_POLICY);
        }
    }

    @Test
    void noPodOfAServiceIsSelectedByItsNamesakeInAnotherEstateOrEnvironment() {
        ready("1.0.0", 1);
        assertDone(runtime.route(id(), Map.of("1.0.0", 100), next()));
        for (var other : List.of(
                new ServiceId("other-platform", "production", service()),
                new ServiceId("code-platform", "staging", service()))) {
            assertDone(runtime.apply(workload(other, "1.0.0", "other:1.0.0", 1, 8080), next()));
            await().until(() -> runtime.observe(other, "1.0.0").complete());
            assertDone(runtime.route(other, Map.of("1.0.0", 100), next()));
        }
        assertThat(selectedPods()).hasSize(1).allSatisfy(pod -> assertThat(
                        pod.getMetadata().getAnnotations())
                .containsEntry("tidegate.io/estate", "code-platform")
                .containsEntry("tidegate.io/environment", "production"));
    }

    /** The pods that the stable Service sends requests to. */
    private List<Pod> selectedPods() {
        var selector = find(Service.class, Names.ofService(id())).getSpec().getSelector();
        return administrator
                .pods()
                .inNamespace(namespace)
                .withLabels(selector)
                .list()
                .getItems();
    }

    private static <T extends HasMetadata> T find(Class<T> kind, String name) {
        var found = administrator
                .resources(kind)
                .inNamespace(namespace)
                .withName(name)
                .get();
        assertThat(found).as("%s %s", kind.getSimpleName(), name).isNotNull();
        return found;
    }

    private String selected() {
        return find(Service.class, Names.ofService(id()))
                .getSpec()
                .getSelector()
                .getOrDefault("app.kubernetes.io/instance", "");
    }
}
