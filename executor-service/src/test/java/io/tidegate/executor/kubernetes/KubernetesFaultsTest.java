package io.tidegate.executor.kubernetes;

import static io.tidegate.executor.kubernetes.FaultyApiServer.answer;
import static io.tidegate.executor.kubernetes.FaultyApiServer.answerAfterwards;
import static io.tidegate.executor.kubernetes.FaultyApiServer.expired;
import static io.tidegate.executor.kubernetes.FaultyApiServer.meanwhile;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidegate.estate.HealthSettings;
import io.tidegate.estate.Resources;
import io.tidegate.executor.step.Fence;
import io.tidegate.executor.step.Outcome;
import io.tidegate.executor.step.Outcome.Done;
import io.tidegate.executor.step.Outcome.Failed;
import io.tidegate.executor.step.Outcome.Reason;
import io.tidegate.executor.step.Outcome.Unknown;
import io.tidegate.executor.step.ServiceId;
import io.tidegate.executor.step.Step;
import io.tidegate.executor.step.StepRunner;
import io.tidegate.executor.step.Workload;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps while the API server misbehaves, and while another executor takes over. */
class KubernetesFaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30); // for requests that a test holds up
    private static final AtomicLong NAMES = new AtomicLong();
    private static KubernetesClient administrator;
    private static String namespace;
    private static KubernetesRuntime successor;

    private final String service = "carts-" + NAMES.incrementAndGet();
    private FaultyApiServer server;
    private KubernetesRuntime runtime;

    @BeforeAll
    static void start() {
        administrator = TestCluster.administrator();
        namespace = TestCluster.freshNamespace(administrator);
        successor = runtime(TestCluster.config());
    }

    @AfterAll
    static void stop() {
        if (successor != null) {
            successor.close();
            administrator.namespaces().withName(namespace).delete();
            administrator.close();
        }
    }

    @BeforeEach
    void standInFront() throws IOException {
        server = new FaultyApiServer(administrator);
        runtime = runtime(new ConfigBuilder(Config.empty())
                .withMasterUrl(server.address())
                .withOnlyHttpWatches(true)
                .build());
    }

    @AfterEach
    void stepAside() {
        runtime.close();
        server.close();
    }

    private static KubernetesRuntime runtime(Config config) {
        return new KubernetesRuntime(
                config, new Target(namespace, "edge", "shop.example"), Clock.systemUTC(), PATIENCE);
    }

    @Test
    void aConflictIsLookedAtAgainAtOnce() {
        server.next(3, "POST", "/deployments", answer(409));
        assertThat(runtime.apply(workload(2), fence(1))).isInstanceOf(Done.class);
    }

    @Test
    void aConflictThatDoesNotPassIsNamed() {
        server.next(1_000, "POST", "/deployments", answer(409));
        assertFailed(runtime.apply(workload(2), fence(1)), Reason.CONFLICT);
    }

    @Test
    void theApiServerIsLeftAloneForAsLongAsItAsks() throws Exception {
        server.next(1, "POST", "/deployments", answer(429, "Retry-After: 2"));
        var begun = System.nanoTime();
        assertThat(run(Step.Action.APPLY, Duration.ofSeconds(20))).isInstanceOf(Done.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(2));
    }

    @Test
    void noStepWaitsBeyondItsDeadlineForABusyApiServer() throws Exception {
        server.next(1, "GET", "/services", answer(429, "Retry-After: 60"));
        var begun = System.nanoTime();
        assertFailed(run(Step.Action.APPLY, Duration.ofSeconds(5)), Reason.RUNTIME_UNAVAILABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void faultsOfTheApiServerPass() throws Exception {
        server.next(2, "GET", "/deployments", answer(500));
        server.next(2, "POST", "/services", answer(503));
        assertThat(run(Step.Action.APPLY, Duration.ofSeconds(20))).isInstanceOf(Done.class);
    }

    @Test
    void whatWasDoneBehindATimeoutIsUnknownAndThenDoneOnce() throws Exception {
        server.next(1, "POST", "/deployments", answerAfterwards(504));
        var fence = fence(1);
        assertThat(runtime.apply(workload(2), fence)).isInstanceOf(Unknown.class);
        assertThat(runtime.apply(workload(2), fence)).isInstanceOf(Done.class);
        assertThat(administrator
                        .apps()
                        .deployments()
                        .inNamespace(namespace)
                        .withLabel(Marks.NAME, service)
                        .list()
                        .getItems())
                .hasSize(1)
                .allSatisfy(deployment ->
                        assertThat(deployment.getSpec().getReplicas()).isEqualTo(2));
    }

    @Test
    void anApiServerThatCannotBeReachedIsUnavailable() {
        server.close();
        assertFailed(runtime.apply(workload(1), fence(1)), Reason.RUNTIME_UNAVAILABLE);
    }

    @Test
    void aWatchThatExpiredIsOpenedAgain() throws Exception {
        var expiries = server.next(2, "GET", "watch=true", expired());
        assertThat(runtime.apply(slow(), fence(1))).isInstanceOf(Done.class);
        assertThat(run(Step.Action.AWAIT_READY, Duration.ofSeconds(30))).isInstanceOf(Done.class);
        assertThat(expiries).as("expiries that were not met").hasValue(0);
    }

    @Test
    void aWatchOutlivesAnApiServerThatIsDownForAWhile() throws Exception {
        var refusals = server.next(4, "GET", "watch=true", answer(503));
        var lists = server.next(2, "GET", "/pods", answer(500));
        assertThat(runtime.apply(workload(2), fence(1))).isInstanceOf(Done.class);
        assertThat(run(Step.Action.AWAIT_READY, Duration.ofSeconds(30))).isInstanceOf(Done.class);
        assertThat(refusals.get() + lists.get())
                .as("refusals that were not met")
                .isLessThan(6);
    }

    @Test
    void aCreationThatComesAfterALaterRemovalIsTakenBack() {
        server.next(1, "POST", "/deployments", meanwhile(() -> {
            assertThat(successor.apply(workload(1), fence(1))).isInstanceOf(Done.class);
            assertThat(successor.remove(id(), "1.0.0", fence(2))).isInstanceOf(Done.class);
        }));
        assertFailed(runtime.apply(workload(1), fence(1)), Reason.FENCED);
        assertThat(successor.observe(id(), "1.0.0").exists()).isFalse();
    }

    @Test
    void aWriteThatComesAfterALaterOrderIsNotDone() {
        assertThat(successor.apply(workload(1), fence(1))).isInstanceOf(Done.class);
        server.next(1, "PATCH", "/deployments", meanwhile(() -> assertThat(successor.scale(id(), "1.0.0", 5, fence(3)))
                .isInstanceOf(Done.class)));
        assertFailed(runtime.scale(id(), "1.0.0", 2, fence(2)), Reason.FENCED);
        assertThat(successor.observe(id(), "1.0.0").wanted()).isEqualTo(5);
    }

    @Test
    void whatASuccessorDidAgainIsNotTakenBack() {
        server.next(1, "POST", "/services", meanwhile(() -> {
            assertThat(successor.apply(workload(1), fence(1))).isInstanceOf(Done.class);
            assertThat(successor.scale(id(), "1.0.0", 3, fence(2))).isInstanceOf(Done.class);
        }));
        runtime.apply(workload(1), fence(1));
        assertThat(successor.observe(id(), "1.0.0").wanted()).isEqualTo(3);
    }

    private Outcome run(Step.Action action, Duration within) throws InterruptedException {
        var clock = Clock.systemUTC();
        return new StepRunner(runtime, clock)
                .run(
                        new Step(
                                action,
                                workload(2),
                                Map.of(),
                                fence(1),
                                clock.instant().plus(within)),
                        () -> false);
    }

    private Workload workload(int replicas) {
        return workload("registry.example/carts:1.0.0", replicas);
    }

    /** Not ready before a watch is opened, so that readiness is not what the first list says. */
    private Workload slow() {
        return workload("registry.example/carts:1.0.0-slowstart2", 2);
    }

    private Workload workload(String image, int replicas) {
        return new Workload(
                "code-platform",
                "production",
                service,
                "1.0.0",
                image,
                replicas,
                8080,
                Resources.NONE,
                HealthSettings.SPECIFICATION);
    }

    private ServiceId id() {
        return workload(1).id();
    }

    private static Fence fence(long position) {
        return new Fence(1, position, "step-" + position);
    }

    private static void assertFailed(Outcome outcome, Reason reason) {
        assertThat(outcome).isInstanceOfSatisfying(Failed.class, failed -> assertThat(failed.reason())
                .as(failed.message())
                .isEqualTo(reason));
    }
}
