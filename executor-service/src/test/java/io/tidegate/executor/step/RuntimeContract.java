package io.tidegate.executor.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidegate.estate.HealthSettings;
import io.tidegate.estate.Resources;
import io.tidegate.executor.step.Outcome.Failed;
import io.tidegate.executor.step.Outcome.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * What every runtime does. Versions whose last word is {@code crash}, {@code neverready} or {@code slowstart2} are to behave
 * so; all others become ready.
 */
public abstract class RuntimeContract extends RuntimeBench {
    private static final Resources MODEST = new Resources(1_500, 300_000_000, 2_000, 1L << 30, 5L << 30, 0);
    private static final HealthSettings OWN_PATHS =
            new HealthSettings("/lives", "/up", "/works", "/numbers", Duration.ofSeconds(7), Duration.ofMillis(1_500));

    @Test
    void anAppliedVersionBecomesReadyAndTheWatchSaysSo() throws Exception {
        var seen = new CopyOnWriteArrayList<Observation>();
        try (var watch = runtime().watch(id(), "1.0.0", seen::add)) {
            assertThat(watch).isNotNull();
            assertDone(runtime().apply(workload("1.0.0", 3), next()));
            await().atMost(SOON).until(() -> !seen.isEmpty() && seen.getLast().complete());
        }
        assertThat(seen.getLast()).isEqualTo(new Observation(true, 3, 3, 0, List.of()));
        assertThat(runtime().observe(id(), "1.0.0")).isEqualTo(seen.getLast());
    }

    @Test
    void aWatchThatIsClosedWhileItLooksDoesNotSayThatAVersionWentAway() throws Exception {
        ready("1.0.0", 1);
        var seen = new CopyOnWriteArrayList<Observation>();
        for (int round = 1; round <= 30; round++) {
            int least = round;
            try (var watch = runtime().watch(id(), "1.0.0", seen::add)) {
                assertThat(watch).isNotNull();
                await().atMost(SOON).until(() -> seen.size() >= least);
            }
        }
        assertThat(seen).allMatch(Observation::exists);
    }

    @Test
    void aWatchSaysWhenAVersionGoesAway() throws Exception {
        ready("1.0.0", 1);
        var seen = new CopyOnWriteArrayList<Observation>();
        try (var watch = runtime().watch(id(), "1.0.0", seen::add)) {
            assertThat(watch).isNotNull();
            await().atMost(SOON).until(() -> !seen.isEmpty());
            assertDone(runtime().remove(id(), "1.0.0", next()));
            await().atMost(SOON).until(() -> !seen.getLast().exists());
        }
        assertThat(seen.getFirst().complete()).isTrue();
    }

    @Test
    void whatWasNeverAppliedIsAbsent() {
        assertThat(runtime().observe(id(), "1.0.0")).isEqualTo(Observation.ABSENT);
    }

    @Test
    void doingAStepTwiceIsTheSameAsOnce() throws Exception {
        var fence = next();
        assertDone(runtime().apply(workload("1.0.0", 2), fence));
        awaitReady("1.0.0", 2);
        assertDone(runtime().apply(workload("1.0.0", 2), fence));
        assertThat(runtime().observe(id(), "1.0.0")).isEqualTo(new Observation(true, 2, 2, 0, List.of()));
    }

    @Test
    void aNewVersionStandsBesideTheOldOne() throws Exception {
        ready("1.0.0", 2);
        ready("2.0.0", 1);
        assertThat(runtime().observe(id(), "1.0.0").ready()).isEqualTo(2);
        assertThat(runtime().observe(id(), "2.0.0").ready()).isEqualTo(1);
    }

    @Test
    void aVersionIsScaledUpAndDown() throws Exception {
        ready("1.0.0", 1);
        assertDone(runtime().scale(id(), "1.0.0", 4, next()));
        awaitReady("1.0.0", 4);
        assertDone(runtime().scale(id(), "1.0.0", 2, next()));
        awaitReady("1.0.0", 2);
    }

    @Test
    void aVersionThatIsScaledKeepsItsResourcesAndHowItIsAskedForItsHealth() throws Exception {
        var demanding = with(workload("1.0.0", 1), MODEST, OWN_PATHS);
        assertDone(runtime().apply(demanding, next()));
        awaitReady("1.0.0", 1);
        assertThat(kept("1.0.0")).isEqualTo(demanding);

        assertDone(runtime().scale(id(), "1.0.0", 3, next()));
        awaitReady("1.0.0", 3);
        assertThat(kept("1.0.0")).isEqualTo(demanding.withReplicas(3));
    }

    @Test
    void aVersionIsGivenOtherResourcesAndAskedOtherwiseWhereItIs() throws Exception {
        ready("1.0.0", 2);
        var changed = with(workload("1.0.0", 2), MODEST, OWN_PATHS);
        assertDone(runtime().apply(changed, next()));
        awaitReady("1.0.0", 2);
        assertThat(kept("1.0.0")).isEqualTo(changed);

        assertDone(runtime().apply(workload("1.0.0", 2), next()));
        awaitReady("1.0.0", 2);
        assertThat(kept("1.0.0")).isEqualTo(workload("1.0.0", 2));
    }

    @Test
    void whatIsNotThereCannotBeScaled() {
        assertFailed(runtime().scale(id(), "1.0.0", 2, next()), Reason.INVALID);
    }

    @Test
    void trafficGoesToReadyVersionsOnly() throws Exception {
        ready("1.0.0", 1);
        assertFailed(runtime().route(id(), Map.of("2.0.0", 100), next()), Reason.REFUSED);
        assertDone(runtime().apply(workload("2.0.0-neverready", 1), next()));
        assertFailed(runtime().route(id(), Map.of("1.0.0", 90, "2.0.0-neverready", 10), next()), Reason.REFUSED);
        assertDone(runtime().route(id(), Map.of("1.0.0", 100), next()));
    }

    @Test
    void weightsThatDoNotAddUpToAHundredAreRefused() throws Exception {
        ready("1.0.0", 1);
        assertFailed(runtime().route(id(), Map.of("1.0.0", 90), next()), Reason.REFUSED);
        assertFailed(runtime().route(id(), Map.of("1.0.0", 200, "2.0.0", -100), next()), Reason.REFUSED);
    }

    @Test
    void aVersionWithTrafficIsNotRemoved() throws Exception {
        ready("1.0.0", 1);
        ready("2.0.0", 1);
        assertDone(runtime().route(id(), Map.of("1.0.0", 95, "2.0.0", 5), next()));
        assertFailed(runtime().remove(id(), "2.0.0", next()), Reason.REFUSED);
        assertThat(runtime().observe(id(), "2.0.0").exists()).isTrue();

        assertDone(runtime().route(id(), Map.of("1.0.0", 100), next()));
        assertDone(runtime().remove(id(), "2.0.0", next()));
        assertThat(runtime().observe(id(), "2.0.0")).isEqualTo(Observation.ABSENT);
        assertThat(runtime().observe(id(), "1.0.0").ready()).isEqualTo(1);
    }

    @Test
    void theLastVersionIsRemovedOnceItsRouteHasEnded() throws Exception {
        ready("1.0.0", 1);
        assertDone(runtime().route(id(), Map.of("1.0.0", 100), next()));
        assertFailed(runtime().remove(id(), "1.0.0", next()), Reason.REFUSED);
        assertDone(runtime().route(id(), Map.of(), next()));
        assertDone(runtime().remove(id(), "1.0.0", next()));
        assertDone(runtime().remove(id(), "1.0.0", next()));
    }

    @Test
    void noOrderIsObeyedThatStandsBeforeTheLastOne() throws Exception {
        ready("1.0.0", 2);
        var before = new Fence(1, last() - 1, "before");
        for (var outcome : everyOrder(before)) {
            assertFailed(outcome, Reason.FENCED);
        }
        assertThat(runtime().observe(id(), "1.0.0")).isEqualTo(new Observation(true, 2, 2, 0, List.of()));
        assertThat(runtime().observe(id(), "2.0.0").exists()).isFalse();
    }

    @Test
    void noOrderOfALowerEpochIsObeyedHoweverLateItsPosition() throws Exception {
        assertDone(runtime().apply(workload("1.0.0", 2), new Fence(2, 5, "new control plane")));
        awaitReady("1.0.0", 2);
        for (var outcome : everyOrder(new Fence(1, 1_000, "old control plane"))) {
            assertFailed(outcome, Reason.FENCED);
        }
        assertDone(runtime().scale(id(), "1.0.0", 1, new Fence(3, 1, "newest control plane")));
    }

    @Test
    void aRemovalIsNotUndoneByAnEarlierOrder() throws Exception {
        ready("1.0.0", 1);
        var early = next();
        assertDone(runtime().remove(id(), "1.0.0", next()));
        assertFailed(runtime().apply(workload("1.0.0", 1), early), Reason.FENCED);
        assertThat(runtime().observe(id(), "1.0.0").exists()).isFalse();
    }

    @Test
    void ofOrdersThatComeAllAtOnceTheLastOneStands() throws Exception {
        var orders = new ArrayList<Callable<Outcome>>();
        for (int replicas = 1; replicas <= 8; replicas++) {
            var workload = workload("1.0.0", replicas);
            var fence = new Fence(1, replicas, "step-" + replicas);
            orders.add(() -> runtime().apply(workload, fence));
        }
        Collections.shuffle(orders, new Random(7));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var outcome : threads.invokeAll(orders)) {
                if (outcome.get() instanceof Failed failed) {
                    assertThat(failed.reason()).as(failed.message()).isEqualTo(Reason.FENCED);
                }
            }
        }
        assertDone(runtime().apply(workload("1.0.0", 8), new Fence(1, 8, "step-8")));
        assertThat(runtime().observe(id(), "1.0.0").wanted()).isEqualTo(8);
    }

    @Test
    void aSlowStartIsWaitedFor() throws Exception {
        assertDone(run(Step.Action.APPLY, "1.0.0-slowstart2", SOON));
        assertDone(run(Step.Action.AWAIT_READY, "1.0.0-slowstart2", SOON));
    }

    @Test
    void aCrashLoopIsSeenLongBeforeTheDeadline() throws Exception {
        assertDone(run(Step.Action.APPLY, "1.0.0-crash", SOON));
        var begun = System.nanoTime();
        assertFailed(run(Step.Action.AWAIT_READY, "1.0.0-crash", Duration.ofMinutes(5)), Reason.CRASH_LOOP);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
    }

    @Test
    void whatNeverBecomesReadyFailsAtItsDeadline() throws Exception {
        assertDone(run(Step.Action.APPLY, "1.0.0-neverready", SOON));
        var outcome = run(Step.Action.AWAIT_READY, "1.0.0-neverready", Duration.ofSeconds(2));
        assertFailed(outcome, Reason.NOT_READY);
        assertThat(((Failed) outcome).message()).contains("0 of 1");
    }

    @Test
    void anEstateWithAServiceOfTheSameNameIsNotFencedByAnotherNorIsItsTrafficTaken() {
        serves(workload("1.0.0", 2), this::next);
        for (var other : namesakes()) {
            var early = new AtomicLong();
            serves(other, () -> new Fence(1, early.incrementAndGet(), "early step of " + other.id()));
            assertDone(runtime().scale(other.id(), "1.0.0", 3, new Fence(9, 1, "later epoch of " + other.id())));
        }
        assertUntouched(id(), "1.0.0", 2);
        assertDone(runtime().scale(id(), "1.0.0", 4, next()));
        awaitReady("1.0.0", 4);
        for (var other : namesakes()) {
            assertThat(runtime().observe(other.id(), "1.0.0").wanted()).isEqualTo(3);
        }
    }

    @Test
    void anEstateThatIsTakenBackTakesNothingFromAnotherWithAServiceOfTheSameName() {
        serves(workload("1.0.0", 2), this::next);
        for (var other : namesakes()) {
            serves(other, this::next);
            assertDone(runtime().route(other.id(), Map.of(), next()));
            assertDone(runtime().remove(other.id(), "1.0.0", next()));

            assertThat(runtime().observe(other.id(), "1.0.0")).isEqualTo(Observation.ABSENT);
            assertFailed(runtime().scale(other.id(), "1.0.0", 1, next()), Reason.INVALID);
        }
        assertUntouched(id(), "1.0.0", 2);
        assertFailed(runtime().remove(id(), "1.0.0", next()), Reason.REFUSED); // its traffic still goes there
    }

    /** The same service of another estate, and of another environment of this one. */
    private List<Workload> namesakes() {
        return List.of(
                workload(
                        new ServiceId("other-platform", "production", service()),
                        "1.0.0",
                        "registry.example/other:1.0.0",
                        1,
                        9090),
                workload(
                        new ServiceId("code-platform", "staging", service()),
                        "1.0.0",
                        "registry.example/staged:1.0.0",
                        1,
                        9090));
    }

    private void serves(Workload workload, Supplier<Fence> fences) {
        assertDone(runtime().apply(workload, fences.get()));
        awaitReady(workload.id(), workload.version(), workload.replicas());
        assertDone(runtime().route(workload.id(), Map.of(workload.version(), 100), fences.get()));
    }

    private void assertUntouched(ServiceId id, String version, int replicas) {
        assertThat(runtime().observe(id, version)).isEqualTo(new Observation(true, replicas, replicas, 0, List.of()));
    }

    private List<Outcome> everyOrder(Fence fence) {
        return List.of(
                runtime().apply(workload("2.0.0", 1), fence),
                runtime().apply(workload("1.0.0", 1), fence),
                runtime().scale(id(), "1.0.0", 1, fence),
                runtime().route(id(), Map.of("1.0.0", 100), fence),
                runtime().remove(id(), "1.0.0", fence));
    }
}
