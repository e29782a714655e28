package io.tidegate.executor.step;

import io.tidegate.executor.step.Outcome.Done;
import io.tidegate.executor.step.Outcome.Failed;
import io.tidegate.executor.step.Outcome.Reason;
import io.tidegate.executor.step.Outcome.Unknown;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Does a step on a runtime within its deadline: what passes is tried again with jitter, what is unknown is tried again. */
public final class StepRunner {
    private static final int CRASHES_THAT_PROVE_A_LOOP = 2;
    private static final Set<String> NO_IMAGE =
            Set.of("ImagePullBackOff", "ErrImagePull", "InvalidImageName", "ErrImageNeverPull");
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final Runtime runtime;
    private final Clock clock;

    public StepRunner(Runtime runtime, Clock clock) {
        this.runtime = runtime;
        this.clock = clock;
    }

    /**
     * Does one step.
     *
     * @param superseded whether a newer step for the service waits, so that waiting on for this one is pointless
     */
    public Outcome run(Step step, BooleanSupplier superseded) throws InterruptedException {
        if (!clock.instant().isBefore(step.deadline())) {
            return new Failed(
                    Reason.DEADLINE_EXCEEDED,
                    step.action() + " of " + name(step) + " came after its deadline " + step.deadline()
                            + "; nothing was done");
        }
        return step.action() == Step.Action.AWAIT_READY ? awaitReady(step, superseded) : repeat(step);
    }

    private Outcome repeat(Step step) throws InterruptedException {
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            var outcome = once(step);
            boolean again =
                    switch (outcome) {
                        case Done done -> false;
                        case Failed failed -> failed.reason().passing();
                        case Unknown unknown -> true;
                    };
            long asked = outcome instanceof Failed failed ? failed.pause().toMillis() : 0;
            var next = clock.instant().plusMillis(asked + pause);
            if (!again || next.isAfter(step.deadline())) {
                return outcome;
            }
            TimeUnit.MILLISECONDS.sleep(
                    asked + pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1));
            pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
        }
    }

    private Outcome once(Step step) {
        var workload = step.workload();
        return switch (step.action()) {
            case APPLY -> runtime.apply(workload, step.fence());
            case ROUTE -> runtime.route(workload.id(), step.weights(), step.fence());
            case SCALE -> runtime.scale(workload.id(), workload.version(), workload.replicas(), step.fence());
            case REMOVE -> runtime.remove(workload.id(), workload.version(), step.fence());
            case AWAIT_READY -> throw new IllegalArgumentException("waiting is not done at once");
        };
    }

    private Outcome awaitReady(Step step, BooleanSupplier superseded) throws InterruptedException {
        var seen = new LinkedBlockingQueue<Observation>();
        var workload = step.workload();
        var last = Observation.ABSENT;
        try (var watch = runtime.watch(workload.id(), workload.version(), seen::add)) {
            java.util.Objects.requireNonNull(watch);
            while (clock.instant().isBefore(step.deadline())) {
                var observation = seen.poll(untilLook(step.deadline()), TimeUnit.MILLISECONDS);
                last = observation == null ? last : observation;
                if (last.complete()) {
                    return new Done(
                            last.ready() + " of " + last.wanted() + " replicas of " + name(step) + " are ready");
                }
                if (last.reasons().contains("CrashLoopBackOff") && last.restarts() >= CRASHES_THAT_PROVE_A_LOOP) {
                    return new Failed(
                            Reason.CRASH_LOOP,
                            name(step) + " crashes again and again (" + last.restarts() + " restarts); see its logs");
                }
                if (last.reasons().stream().anyMatch(NO_IMAGE::contains)) {
                    return new Failed(
                            Reason.IMAGE_UNAVAILABLE,
                            "the image " + workload.image() + " cannot be fetched; see its name and the registry");
                }
                if (superseded.getAsBoolean()) {
                    return new Failed(Reason.NOT_READY, "a newer step for " + workload.service() + " took over");
                }
            }
        }
        return new Failed(
                Reason.NOT_READY,
                "only " + last.ready() + " of " + last.wanted() + " replicas of " + name(step) + " became ready in time"
                        + (last.reasons().isEmpty() ? "" : " " + last.reasons()));
    }

    private long untilLook(Instant deadline) {
        return Math.clamp(Duration.between(clock.instant(), deadline).toMillis(), 1, 100);
    }

    private static String name(Step step) {
        return step.workload().service() + " " + step.workload().version();
    }
}
