package io.tidegate.health.collect.kubernetes;

import static io.tidegate.health.collect.kubernetes.Pods.NODES;
import static io.tidegate.health.collect.kubernetes.Pods.cluster;
import static io.tidegate.health.collect.kubernetes.Pods.container;
import static io.tidegate.health.collect.kubernetes.Pods.pod;
import static io.tidegate.health.collect.kubernetes.Pods.running;
import static io.tidegate.health.collect.kubernetes.Pods.starting;
import static io.tidegate.health.collect.kubernetes.Pods.waiting;
import static io.tidegate.health.collect.kubernetes.Pods.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.health.collect.kubernetes.Snapshot.Container;
import io.tidegate.health.collect.kubernetes.Snapshot.Node;
import io.tidegate.health.collect.kubernetes.Snapshot.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FindingTest {
    private static Optional<Finding> found(Pod pod) {
        return Finding.of(pod, cluster(pod), Map.of());
    }

    private static String message(Pod pod, Snapshot around, Map<String, Integer> restarts) {
        return Finding.of(pod, around, restarts).orElseThrow().message();
    }

    @Test
    void aPodThatIsReadyIsWell() {
        assertThat(found(pod(true, running()))).contains(new Finding("carts-1", true, List.of()));
    }

    @Test
    void aPodThatHasStartedAndIsNotReadyIsOneThatFails() {
        var finding = found(pod(false, running())).orElseThrow();
        assertThat(finding.ready()).isFalse();
        assertThat(finding.troubles()).isEmpty();
        assertThat(finding.message()).isEqualTo("not ready");
    }

    @Test
    void aPodThatStartsForTheFirstTimeIsNoReplicaYet() {
        assertThat(found(pod(false))).as("no container yet").isEmpty();
        assertThat(found(pod(false, starting()))).isEmpty();
        assertThat(found(pod(false, running(), starting()))).as("one of two").isEmpty();
        assertThat(found(with(pod(false), false, "Pending", List.of()))).isEmpty();
    }

    @Test
    void aPodThatStartsAgainIsOneThatFails() {
        var again = new Container("app", false, false, 1, Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(found(pod(false, again)).orElseThrow().ready()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ContainerCreating", "PodInitializing"})
    void whatComesByItselfIsWaitedFor(String reason) {
        assertThat(found(pod(false, waiting(reason)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CrashLoopBackOff",
                "ImagePullBackOff",
                "ErrImagePull",
                "InvalidImageName",
                "CreateContainerConfigError",
                "RunContainerError",
                "AReasonOfALaterKubernetes"
            })
    void whateverElseAContainerWaitsForIsTrouble(String reason) {
        var finding = found(pod(false, waiting(reason))).orElseThrow();
        assertThat(finding.troubles()).containsExactly("container app: " + reason);
        assertThat(finding.message()).isEqualTo("not ready; container app: " + reason);
    }

    @Test
    void howAContainerEndedBeforeIsSaidWithItsTrouble() {
        var oom = container(7, Optional.of("CrashLoopBackOff"), Optional.empty(), Optional.of("OOMKilled"));
        assertThat(message(pod(false, oom), cluster(), Map.of("app", 7)))
                .contains("container app: CrashLoopBackOff, ended before: OOMKilled, restarts: 7");
    }

    @Test
    void anEndOfLongAgoIsNoTroubleAnyMore() {
        var once = container(3, Optional.empty(), Optional.empty(), Optional.of("OOMKilled"));
        assertThat(Finding.of(pod(true, once), cluster(), Map.of("app", 3))
                        .orElseThrow()
                        .troubles())
                .noneMatch(trouble -> trouble.startsWith("container"));
        assertThat(found(pod(true, once)).orElseThrow().troubles())
                .as("before the first look nothing is known")
                .isEmpty();
    }

    @Test
    void aContainerThatWasStartedAgainSinceTheLookBeforeIsTrouble() {
        var again = container(4, Optional.empty(), Optional.empty(), Optional.of("OOMKilled"));
        assertThat(message(pod(true, again), cluster(), Map.of("app", 3)))
                .contains("container app: started again, ended before: OOMKilled, restarts: 4");
    }

    @Test
    void aContainerThatHasEndedIsTroubleUnlessItWasThereToPrepare() {
        assertThat(message(pod(false, ended("app", false, "OOMKilled")), cluster(), Map.of()))
                .contains("container app: ended: OOMKilled");
        assertThat(found(pod(true, ended("prepare", true, "Completed"), running()))
                        .orElseThrow()
                        .troubles())
                .isEmpty();
        assertThat(found(pod(false, ended("prepare", true, "Error"), starting()))
                        .orElseThrow()
                        .troubles())
                .containsExactly("container prepare: ended: Error");
        assertThat(found(pod(false, ended("app", false, "Completed")))
                        .orElseThrow()
                        .troubles())
                .as("a service does not end")
                .hasSize(1);
    }

    private static Container ended(String name, boolean initial, String reason) {
        return new Container(name, initial, false, 0, Optional.empty(), Optional.of(reason), Optional.empty());
    }

    @Test
    void aPodThatLeavesOrIsOverIsNoReplicaAnyMore() {
        var crashed = pod(false, waiting("CrashLoopBackOff"));
        assertThat(found(with(crashed, true, "Running", List.of()))).isEmpty();
        assertThat(found(with(crashed, false, "Failed", List.of())))
                .as("evicted")
                .isEmpty();
        assertThat(found(with(crashed, false, "Succeeded", List.of()))).isEmpty();
    }

    @Test
    void whatIsWrongWithItsNodeIsWrongWithAPod() {
        var pod = pod(true, running());
        assertThat(message(pod, nodes(Map.of("node-1", new Node(List.of("not ready", "MemoryPressure")))), Map.of()))
                .isEqualTo("node node-1: not ready; node node-1: MemoryPressure");
        assertThat(message(pod, nodes(Map.of()), Map.of())).isEqualTo("node node-1 is not there");
        assertThat(message(
                        pod,
                        nodes(Map.of("node-1", new Node(List.of()), "node-2", new Node(List.of("gone")))),
                        Map.of()))
                .as("of another node")
                .isEmpty();
    }

    private static Snapshot nodes(Map<String, Node> nodes) {
        return new Snapshot(List.of(), Optional.of(nodes), Map.of());
    }

    @Test
    void nodesThatAreNotLookedAtAreNotMissing() {
        var around = new Snapshot(List.of(), Optional.empty(), Map.of());
        assertThat(message(pod(true, running()), around, Map.of())).isEmpty();
    }

    @Test
    void aVolumeThatIsLostOrWasNeverClaimedIsTrouble() {
        var pod = with(pod(true, running()), false, "Running", List.of("data"));
        assertThat(message(pod, claims(Map.of("data", "Lost")), Map.of()))
                .isEqualTo("volume claim data has lost its volume");
        assertThat(message(pod, claims(Map.of()), Map.of())).isEqualTo("volume claim data is not there");
        assertThat(message(pod, claims(Map.of("data", "Bound", "other", "Lost")), Map.of()))
                .isEmpty();
        assertThat(message(pod, claims(Map.of("data", "Pending")), Map.of())).isEmpty();
    }

    private static Snapshot claims(Map<String, String> claims) {
        return new Snapshot(List.of(), Optional.of(NODES), claims);
    }
}
