package io.tidegate.executor.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.tidegate.executor.step.Observation;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a Deployment and its pods say of a version. */
final class Observations {
    private Observations() {}

    static Observation of(Deployment deployment, Collection<Pod> pods) {
        var there = pods.stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
        return new Observation(
                true,
                number(deployment.getSpec().getReplicas()),
                ready(deployment),
                there.stream()
                        .flatMap(Observations::containers)
                        .mapToInt(ContainerStatus::getRestartCount)
                        .sum(),
                Stream.concat(refusals(deployment), there.stream().flatMap(Observations::reasons))
                        .distinct()
                        .sorted()
                        .toList());
    }

    /**
     * Ready replicas of the template as it is now: none before the controller has seen it, and as if every replica of an
     * earlier template that is still there were among the ready ones.
     */
    static int ready(Deployment deployment) {
        var status = deployment.getStatus();
        if (status == null
                || status.getObservedGeneration() == null
                || status.getObservedGeneration() < deployment.getMetadata().getGeneration()) {
            return 0;
        }
        int earlier = number(status.getReplicas()) - number(status.getUpdatedReplicas());
        return Math.max(0, number(status.getReadyReplicas()) - earlier);
    }

    /** Pods that were not even made, for a quota or an admission policy. */
    private static Stream<String> refusals(Deployment deployment) {
        List<DeploymentCondition> conditions = deployment.getStatus() == null
                ? List.of()
                : deployment.getStatus().getConditions();
        return conditions.stream()
                .filter(condition ->
                        "ReplicaFailure".equals(condition.getType()) && "True".equals(condition.getStatus()))
                .map(DeploymentCondition::getReason);
    }

    private static Stream<String> reasons(Pod pod) {
        var waiting = containers(pod)
                .map(container -> Optional.ofNullable(container.getState())
                        .map(state -> state.getWaiting())
                        .map(state -> state.getReason()))
                .flatMap(Optional::stream);
        List<PodCondition> conditions =
                pod.getStatus() == null ? List.of() : pod.getStatus().getConditions();
        var unscheduled = conditions.stream()
                .filter(condition ->
                        "PodScheduled".equals(condition.getType()) && "False".equals(condition.getStatus()))
                .map(PodCondition::getReason);
        return Stream.concat(waiting, unscheduled);
    }

    private static Stream<ContainerStatus> containers(Pod pod) {
        return pod.getStatus() == null
                ? Stream.empty()
                : Stream.concat(
                        pod.getStatus().getInitContainerStatuses().stream(),
                        pod.getStatus().getContainerStatuses().stream());
    }

    private static int number(@Nullable Integer count) {
        return count == null ? 0 : count;
    }
}
