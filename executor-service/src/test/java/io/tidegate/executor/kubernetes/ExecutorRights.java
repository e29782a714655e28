package io.tidegate.executor.kubernetes;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.tidegate.observability.testing.ControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** What the manifests of {@code k8s/} allow the executor and forbid everybody, installed in a test cluster. */
final class ExecutorRights {
    static final String USER = "system:serviceaccount:tidegate:executor-service";

    private ExecutorRights() {}

    /** Gives the executor its rights in a namespace, and installs the fence policy. Returns when both are in force. */
    static void grant(KubernetesClient administrator, String namespace) {
        load(administrator, "cluster/fence-policy.yaml", "");
        load(administrator, "workloads/executor-rights.yaml", namespace);
        Awaitility.await("the executor may create Deployments").until(() -> administrator
                .authorization()
                .v1()
                .subjectAccessReview()
                .create(new SubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withUser(USER)
                        .withNewResourceAttributes()
                        .withNamespace(namespace)
                        .withGroup("apps")
                        .withResource("deployments")
                        .withVerb("create")
                        .endResourceAttributes()
                        .endSpec()
                        .build())
                .getStatus()
                .getAllowed());
        awaitPolicy(administrator, namespace);
    }

    private static void load(KubernetesClient administrator, String file, String namespace) {
        try (var text = Files.newInputStream(ControlPlane.manifests().resolve(file))) {
            for (var resource : administrator.load(text).items()) {
                if (!namespace.isEmpty()) {
                    resource.getMetadata().setNamespace(namespace);
                }
                administrator.resource(resource).forceConflicts().serverSideApply();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read k8s/" + file, failure);
        }
    }

    /** The API server takes up a policy a moment after it was accepted. */
    private static void awaitPolicy(KubernetesClient administrator, String namespace) {
        var name = "fence-probe";
        administrator
                .resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .addToLabels(Marks.MANAGED_BY, Marks.TIDEGATE)
                        .addToAnnotations(Map.of(Marks.EPOCH, "2", Marks.POSITION, "2"))
                        .endMetadata()
                        .withNewSpec()
                        .addNewPort()
                        .withPort(80)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
        Awaitility.await("the fence policy is in force")
                .until(() -> !denied(administrator, namespace, name, Map.of(Marks.EPOCH, "1"))
                        .isEmpty());
        administrator.services().inNamespace(namespace).withName(name).delete();
    }

    /** What the API server says when a Service's annotations are set so, as a rehearsal; empty where it would be done. */
    static String denied(
            KubernetesClient administrator, String namespace, String service, Map<String, String> annotations) {
        var patch = Map.of("metadata", Map.of("annotations", annotations));
        try {
            administrator
                    .resources(Service.class)
                    .inNamespace(namespace)
                    .withName(service)
                    .patch(
                            new PatchContext.Builder()
                                    .withPatchType(PatchType.JSON_MERGE)
                                    .withDryRun(List.of("All"))
                                    .build(),
                            administrator.getKubernetesSerialization().asJson(patch));
            return "";
        } catch (KubernetesClientException refusal) {
            return String.valueOf(refusal.getMessage());
        }
    }
}
