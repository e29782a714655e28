package io.tidegate.executor.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.tidegate.executor.step.Fence;
import io.tidegate.executor.step.ServiceId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What Tidegate writes on every resource that it keeps: whose it is, and the fence of the last order obeyed. */
final class Marks {
    static final String NAME = "app.kubernetes.io/name";
    static final String INSTANCE = "app.kubernetes.io/instance";
    static final String VERSION = "app.kubernetes.io/version";
    static final String PART_OF = "app.kubernetes.io/part-of";
    static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    static final String TIDEGATE = "tidegate";

    /** Annotations as the estate writes it; as labels, of the first two, what Kubernetes accepts of them. */
    static final String ESTATE = "tidegate.io/estate";

    static final String ENVIRONMENT = "tidegate.io/environment";
    static final String SERVICE = "tidegate.io/service";
    /** The version as the estate writes it; the label holds what Kubernetes accepts of it. */
    static final String EXACT_VERSION = "tidegate.io/version";

    /** Bytes of storage that one replica asks for, which a Deployment cannot give. */
    static final String STORAGE = "tidegate.io/storage-bytes";

    static final String EPOCH = "tidegate.io/epoch";
    static final String POSITION = "tidegate.io/position";
    static final String STEP = "tidegate.io/step-id";
    /** The executor process that created it, until it is applied again. */
    static final String BORN_OF = "tidegate.io/born-of";

    private Marks() {}

    /** Whose it is, word for word, as annotations. */
    static Map<String, String> describing(ServiceId service) {
        return Map.of(ESTATE, service.estate(), ENVIRONMENT, service.environment(), SERVICE, service.service());
    }

    /** Whose it is, as labels to look for. */
    static Map<String, String> labelling(ServiceId service) {
        return Map.of(ESTATE, Names.label(service.estate()), ENVIRONMENT, Names.label(service.environment()));
    }

    /** The labels that the pods of one version bear and no others. */
    static Map<String, String> selecting(ServiceId service, String version) {
        var labels = new HashMap<>(labelling(service));
        labels.put(INSTANCE, Names.ofVersion(service, version));
        return Map.copyOf(labels);
    }

    static Map<String, String> of(Fence fence) {
        return Map.of(
                EPOCH, Long.toString(fence.epoch()), POSITION, Long.toString(fence.position()), STEP, fence.stepId());
    }

    /** The fence of the last order that was obeyed here; empty where there was none, or somebody wrote nonsense. */
    static Optional<Fence> fence(HasMetadata resource) {
        try {
            return Optional.of(new Fence(
                    Long.parseLong(annotation(resource, EPOCH)),
                    Long.parseLong(annotation(resource, POSITION)),
                    annotation(resource, STEP)));
        } catch (NumberFormatException unmarked) {
            return Optional.empty();
        }
    }

    static boolean ours(HasMetadata resource) {
        var labels = resource.getMetadata().getLabels();
        return labels != null && TIDEGATE.equals(labels.get(MANAGED_BY));
    }

    /** What an annotation counts; 0 where there is none, or somebody wrote nonsense. */
    static long number(HasMetadata resource, String key) {
        try {
            return Long.parseLong(annotation(resource, key));
        } catch (NumberFormatException unmarked) {
            return 0;
        }
    }

    static String annotation(HasMetadata resource, String key) {
        var annotations = resource.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(key, "");
    }
}
