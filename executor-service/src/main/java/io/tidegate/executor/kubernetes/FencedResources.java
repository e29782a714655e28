package io.tidegate.executor.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.tidegate.executor.step.Fence;
import io.tidegate.executor.step.Outcome;
import io.tidegate.executor.step.Outcome.Done;
import io.tidegate.executor.step.Outcome.Failed;
import io.tidegate.executor.step.Outcome.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Writes that obey the fence at the resource itself: a write is refused where the resource bears a later fence, and it
 * holds only for the very {@code resourceVersion} at which that was looked at. Whoever comes in between makes it look again.
 */
final class FencedResources {
    private static final int LOOKS = 20;

    private final KubernetesClient client;
    private final String namespace;
    private final Quiet quiet;
    private final String self = UUID.randomUUID().toString();

    FencedResources(KubernetesClient client, String namespace, Quiet quiet) {
        this.client = client;
        this.namespace = namespace;
        this.quiet = quiet;
    }

    /** A resource as it is now; empty where there is none. */
    <T extends HasMetadata> Optional<T> find(Class<T> kind, String name) {
        return Optional.ofNullable(
                client.resources(kind).inNamespace(namespace).withName(name).get());
    }

    /** The resource is as {@code wanted} says, which is told what is there. */
    <T extends HasMetadata> Outcome put(Class<T> kind, String name, Fence fence, Function<Optional<T>, T> wanted) {
        return looking(() -> {
            var present = find(kind, name);
            var objection = present.flatMap(resource -> objection(resource, fence));
            if (objection.isPresent()) {
                return objection.get();
            }
            if (present.isEmpty()) {
                adopted(create(wanted.apply(present)));
            } else if (createdBy(present.get(), fence)) {
                adopted(present.get()); // by the look before; applied, it would no longer tell whose creation it is
            } else {
                apply(wanted.apply(present), adopted(present.get()));
            }
            return new Done(kind.getSimpleName() + " " + name + " is as wanted");
        });
    }

    /** The resource is gone. */
    <T extends HasMetadata> Outcome delete(Class<T> kind, String name, Fence fence) {
        return delete(kind, name, fence, resource -> true);
    }

    /** The resource is gone if this process created it and nobody has applied it since. */
    <T extends HasMetadata> Outcome takeBack(Class<T> kind, String name, Fence fence) {
        return delete(kind, name, fence, resource -> self.equals(Marks.annotation(resource, Marks.BORN_OF)));
    }

    private <T extends HasMetadata> Outcome delete(Class<T> kind, String name, Fence fence, Predicate<T> concerned) {
        return looking(() -> {
            var present = find(kind, name).filter(concerned);
            var objection = present.flatMap(resource -> objection(resource, fence));
            if (objection.isPresent()) {
                return objection.get();
            }
            present.ifPresent(this::delete);
            return new Done(kind.getSimpleName() + " " + name + " is gone");
        });
    }

    private static Optional<Outcome> objection(HasMetadata resource, Fence fence) {
        var name = resource.getKind() + " " + resource.getMetadata().getName();
        if (!Marks.ours(resource)) {
            return Optional.of(new Failed(
                    Reason.REFUSED,
                    name + " is there and is not Tidegate's; remove it, or hand it over with the label "
                            + Marks.MANAGED_BY + "=" + Marks.TIDEGATE));
        }
        return Marks.fence(resource)
                .filter(fence::before)
                .map(last -> new Failed(
                        Reason.FENCED,
                        "step " + fence.stepId() + " (" + fence.place() + ") stands before " + last.stepId() + " ("
                                + last.place() + "), which " + name + " obeyed already"));
    }

    /**
     * A new resource. It is created and not applied: applying would overwrite what another executor created since it was
     * looked for, and there is no precondition for "is not there".
     */
    private <T extends HasMetadata> T create(T wanted) {
        wanted.getMetadata().getAnnotations().put(Marks.BORN_OF, self);
        return client.resource(wanted).create();
    }

    /** Whether this process created it, for this very step, and nobody has applied it since. */
    private boolean createdBy(HasMetadata resource, Fence fence) {
        return self.equals(Marks.annotation(resource, Marks.BORN_OF))
                && Marks.fence(resource).filter(fence::equals).isPresent();
    }

    /**
     * Makes what was created ours by server-side apply, so that a field which is no longer applied goes away. This is the
     * hand-over of field ownership that Kubernetes provides for resources that were not applied at first.
     */
    private <T extends HasMetadata> T adopted(T resource) {
        var owners = resource.getMetadata().getManagedFields();
        var creators = owners.stream()
                .filter(owner -> "Update".equals(owner.getOperation()))
                .filter(owner -> String.valueOf(owner.getFieldsV1()).contains("f:" + Marks.BORN_OF))
                .toList();
        if (creators.isEmpty()) {
            return resource;
        }
        creators.forEach(owner -> {
            owner.setManager(Marks.TIDEGATE);
            owner.setOperation("Apply");
        });
        var handOver = Map.of(
                "metadata",
                new ObjectMetaBuilder()
                        .withResourceVersion(resource.getMetadata().getResourceVersion())
                        .withManagedFields(owners)
                        .build());
        return client.resource(resource)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        client.getKubernetesSerialization().asJson(handOver));
    }

    private <T extends HasMetadata> void apply(T wanted, T present) {
        wanted.getMetadata().setResourceVersion(present.getMetadata().getResourceVersion());
        client.resource(wanted).fieldManager(Marks.TIDEGATE).forceConflicts().serverSideApply();
    }

    private void delete(HasMetadata resource) {
        client.resource(resource)
                .lockResourceVersion(resource.getMetadata().getResourceVersion())
                .delete();
    }

    /** Looks and writes again while somebody else is quicker. */
    private Outcome looking(Supplier<Outcome> write) {
        Outcome last = new Failed(Reason.CONFLICT, "not tried");
        for (int look = 0; look < LOOKS; look++) {
            try {
                return write.get();
            } catch (KubernetesClientException failure) {
                last = Answers.outcome(failure, true, quiet.left());
                if (failure.getCode() != 409) {
                    return last;
                }
            }
        }
        return last;
    }
}
