package io.tidegate.executor.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.tidegate.observability.testing.ControlPlane;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The manifests of {@code k8s/} as a real API server takes them. */
class InstallationTest {
    private static KubernetesClient administrator;
    private static List<HasMetadata> resources;

    @BeforeAll
    static void build() {
        administrator = TestCluster.administrator();
        var overlay = ControlPlane.manifests().resolve("overlays/us-east-1").toString();
        var yaml = String.join("\n", ControlPlane.run(Path.of("kubectl"), "kustomize", overlay));
        resources = administrator
                .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items();
        // A rehearsal of the rest needs these to be there.
        resources.stream()
                .filter(resource -> resource instanceof Namespace || resource instanceof ServiceAccount)
                .forEach(resource ->
                        administrator.resource(resource).forceConflicts().serverSideApply());
    }

    @Test
    void theApiServerAcceptsEveryResource() {
        assertThat(resources).hasSizeGreaterThan(25);
        for (var resource : resources) {
            var accepted = administrator
                    .resource(resource)
                    .patch(new PatchContext.Builder()
                            .withPatchType(PatchType.SERVER_SIDE_APPLY)
                            .withFieldManager("test")
                            .withForce(true)
                            .withFieldValidation("Strict")
                            .withDryRun(List.of("All"))
                            .build());
            assertThat(accepted.getMetadata().getName())
                    .isEqualTo(resource.getMetadata().getName());
        }
    }

    @Test
    void everyPodFulfilsTheRestrictedSecurityStandard() {
        for (var deployment : deployments()) {
            var name = deployment.getMetadata().getName();
            // Admission of pods enforces the standard, admission of Deployments only warns.
            var pod = new PodBuilder()
                    .withNewMetadata()
                    .withName(name)
                    .withNamespace(deployment.getMetadata().getNamespace())
                    .endMetadata()
                    .withSpec(deployment.getSpec().getTemplate().getSpec())
                    .build();
            assertThat(administrator
                            .resource(pod)
                            .dryRun()
                            .create()
                            .getMetadata()
                            .getName())
                    .isEqualTo(name);
        }
    }

    @Test
    void everyServiceIsProbedAndReadsItsSettings() {
        assertThat(deployments())
                .extracting(deployment -> deployment.getMetadata().getName())
                .containsExactlyInAnyOrder(
                        "planner-service",
                        "dashboard-service",
                        "region-coordinator",
                        "executor-service",
                        "health-service");
        for (var deployment : deployments()) {
            var container =
                    deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
            assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/health/live");
            assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/health/ready");
            assertThat(container.getEnvFrom()).allSatisfy(from -> assertThat(resources)
                    .anyMatch(resource -> resource.getKind().equals("ConfigMap")
                            && resource.getMetadata()
                                    .getName()
                                    .equals(from.getConfigMapRef().getName())));
        }
    }

    @Test
    void noSettingIsOneThatNoServiceReads() throws Exception {
        var known = new StringBuilder();
        for (var service : List.of(
                "planner-service", "dashboard-service", "region-coordinator", "executor-service", "health-service")) {
            try (var files =
                    Files.walk(ControlPlane.manifests().resolveSibling(service).resolve("src/main/java"))) {
                for (var file : files.filter(path -> path.toString().endsWith("Settings.java"))
                        .toList()) {
                    known.append(Files.readString(file));
                }
            }
        }
        resources.stream()
                .filter(ConfigMap.class::isInstance)
                .map(ConfigMap.class::cast)
                .filter(map -> map.getData() != null)
                .flatMap(map -> map.getData().keySet().stream())
                .filter(key -> key.startsWith("TIDEGATE_"))
                .forEach(key -> {
                    var words = key.toLowerCase(Locale.ROOT).split("_", -1);
                    assertThat(known.toString().toLowerCase(Locale.ROOT))
                            .as(key)
                            .contains(words[words.length - 1] + "()");
                });
    }

    private static List<Deployment> deployments() {
        return resources.stream()
                .filter(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .toList();
    }
}
