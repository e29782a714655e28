package io.tidegate.executor.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidegate.estate.HealthSettings;
import io.tidegate.estate.Resources;
import io.tidegate.executor.step.Outcome.Done;
import io.tidegate.executor.step.Outcome.Failed;
import io.tidegate.executor.step.Outcome.Reason;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A runtime under test, and a service of its own for each test, with orders in their order. */
public abstract class RuntimeBench {
    protected static final Duration SOON = Duration.ofSeconds(20);
    private static final AtomicLong NAMES = new AtomicLong();

    private final String service = "orders-" + NAMES.incrementAndGet();
    private long position = 100;

    /** The runtime under test; services that it has not heard of are unknown to it. */
    protected abstract Runtime runtime();

    /** What the runtime keeps of a version of this test's service. */
    protected abstract Workload kept(String version);

    /** Does a step as the executor does it. */
    protected Outcome run(Step.Action action, String version, Duration within) throws InterruptedException {
        var clock = Clock.systemUTC();
        var step = new Step(
                action, workload(version, 1), Map.of(), next(), clock.instant().plus(within));
        return new StepRunner(runtime(), clock).run(step, () -> false);
    }

    protected void ready(String version, int replicas) {
        assertDone(runtime().apply(workload(version, replicas), next()));
        awaitReady(version, replicas);
    }

    protected void awaitReady(String version, int replicas) {
        awaitReady(id(), version, replicas);
    }

    protected void awaitReady(ServiceId id, String version, int replicas) {
        await().atMost(SOON)
                .until(
                        () -> runtime().observe(id, version),
                        seen -> seen.complete() && seen.wanted() == replicas && seen.ready() == replicas);
    }

    protected Workload workload(String version, int replicas) {
        return workload(
                new ServiceId("code-platform", "production", service),
                version,
                "registry.example/" + service + ":" + version,
                replicas,
                8080);
    }

    /** One that asks for nothing and is asked as the specification says. */
    protected static Workload workload(ServiceId id, String version, String image, int replicas, int port) {
        return new Workload(
                id.estate(),
                id.environment(),
                id.service(),
                version,
                image,
                replicas,
                port,
                Resources.NONE,
                HealthSettings.SPECIFICATION);
    }

    /** The same with other resources, and asked for its health otherwise. */
    protected static Workload with(Workload workload, Resources resources, HealthSettings health) {
        return new Workload(
                workload.estate(),
                workload.environment(),
                workload.service(),
                workload.version(),
                workload.image(),
                workload.replicas(),
                workload.port(),
                resources,
                health);
    }

    protected String service() {
        return service;
    }

    protected ServiceId id() {
        return workload("any", 1).id();
    }

    protected Fence next() {
        position++;
        return new Fence(1, position, "step-" + position);
    }

    protected static void assertDone(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Done.class);
    }

    protected static void assertFailed(Outcome outcome, Reason reason) {
        assertThat(outcome).isInstanceOfSatisfying(Failed.class, failed -> assertThat(failed.reason())
                .as(failed.message())
                .isEqualTo(reason));
    }

    /** Where the last order stands. */
    protected long last() {
        return position;
    }
}
