package io.tidegate.simulation;

import io.tidegate.schemas.avro.StepAction;
import io.tidegate.schemas.avro.StepFailed;
import io.tidegate.schemas.avro.StepFailure;
import io.tidegate.schemas.avro.StepOutcomeUnknown;
import io.tidegate.schemas.avro.StepRequested;
import io.tidegate.schemas.avro.StepSucceeded;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An executor: at least once. It does the steps of a service one after the other, those of several services side by
 * side, and reads again after a crash all that follows the first step it had not finished.
 */
final class ExecutorNode implements Node {
    /** How badly the runtime behaves. */
    record Faults(double unavailable, double unknown) {
        static final Faults NONE = new Faults(0, 0);
    }

    private static final int LOOK_MILLIS = 100;

    private final String region;
    private final World world;
    private final Log log;
    private final Invariants invariants;
    private final SimulatedRuntime runtime;
    private final Plant plant;
    private final List<StepRequested> inbox = new ArrayList<>();
    private final List<Long> positions = new ArrayList<>();
    private final Set<Integer> open = new TreeSet<>();
    private final Map<String, Deque<Integer>> lanes = new TreeMap<>();
    private Faults faults;
    private Instant reachableFrom = Instant.MIN;
    private boolean up = true;
    private int life;

    ExecutorNode(
            String region,
            World world,
            Log log,
            Invariants invariants,
            SimulatedRuntime runtime,
            Faults faults,
            Plant plant) {
        this.region = region;
        this.world = world;
        this.log = log;
        this.invariants = invariants;
        this.runtime = runtime;
        this.faults = faults;
        this.plant = plant;
    }

    static String nameOf(String region) {
        return "executor " + region;
    }

    @Override
    public String name() {
        return nameOf(region);
    }

    void behave() {
        faults = Faults.NONE;
    }

    /** The runtime cannot be reached for a while. */
    void outage(long millis) {
        world.note(() -> name() + " cannot reach its runtime for " + millis + " ms");
        reachableFrom = world.now().plusMillis(millis);
    }

    @Override
    public void deliver(Message message) {
        inbox.add((StepRequested) message.value());
        positions.add(message.sequence());
        open.add(inbox.size() - 1);
        if (up) {
            enqueue(inbox.size() - 1);
        }
    }

    @Override
    public boolean idle() {
        return up && open.isEmpty();
    }

    @Override
    public void crash(long afterMillis) {
        if (!up) {
            return;
        }
        up = false;
        life++;
        lanes.clear();
        int first = open.stream().findFirst().orElse(inbox.size());
        world.note(() -> name() + " is killed; it will read again from its step " + first);
        for (int index = first; index < inbox.size(); index++) {
            open.add(index);
        }
        world.after(afterMillis, () -> {
            up = true;
            List.copyOf(open).forEach(this::enqueue);
        });
    }

    private void enqueue(int index) {
        var lane = lanes.computeIfAbsent(inbox.get(index).getService(), unseen -> new ArrayDeque<>());
        lane.add(index);
        if (lane.size() == 1) {
            later(world.between(5, 300), () -> perform(index));
        }
    }

    private void perform(int index) {
        var step = inbox.get(index);
        if (!world.now().isBefore(step.getDeadline())) {
            failed(index, StepFailure.deadline_exceeded);
        } else if (step.getAction() == StepAction.await_ready) {
            await(index);
        } else if (plant != Plant.NO_FENCE && !runtime.obeys(step.getService(), positions.get(index))) {
            failed(index, StepFailure.fenced);
        } else if (world.now().isBefore(reachableFrom) || world.happens(faults.unavailable())) {
            failed(index, StepFailure.runtime_unavailable);
        } else {
            effect(step);
            if (world.happens(faults.unknown())) {
                answer(
                        index,
                        StepOutcomeUnknown.newBuilder()
                                .setStepId(step.getStepId())
                                .setService(step.getService())
                                .setRegion(region)
                                .build());
            } else {
                succeeded(index);
            }
        }
    }

    private void await(int index) {
        var step = inbox.get(index);
        var lane = lanes.getOrDefault(step.getService(), new ArrayDeque<>());
        if (runtime.ready(step.getService(), step.getVersion(), world.now())) {
            succeeded(index);
        } else if (!world.now().isBefore(step.getDeadline()) || lane.size() > 1) {
            failed(index, StepFailure.not_ready);
        } else {
            later(LOOK_MILLIS, () -> await(index));
        }
    }

    private void effect(StepRequested step) {
        var service = step.getService();
        world.note(() -> name() + " does " + step.getAction() + " " + service + " " + step.getVersion() + " "
                + step.getWeights());
        if (plant.skips(step)) {
            return;
        }
        invariants.step(step, runtime);
        switch (step.getAction()) {
            case apply -> runtime.apply(service, step.getVersion(), readyAt(step.getVersion()));
            case route -> runtime.route(service, step.getWeights());
            case remove -> runtime.remove(service, step.getVersion());
            default -> throw new IllegalStateException("no effect is known for " + step.getAction());
        }
        invariants.effect(region, service, runtime);
    }

    private Instant readyAt(String version) {
        return RandomEstate.neverReady(version) ? Instant.MAX : world.now().plusMillis(world.between(100, 3_000));
    }

    private void succeeded(int index) {
        var step = inbox.get(index);
        answer(
                index,
                StepSucceeded.newBuilder()
                        .setStepId(step.getStepId())
                        .setService(step.getService())
                        .setRegion(region)
                        .build());
    }

    private void failed(int index, StepFailure reason) {
        var step = inbox.get(index);
        answer(
                index,
                StepFailed.newBuilder()
                        .setStepId(step.getStepId())
                        .setService(step.getService())
                        .setRegion(region)
                        .setReason(reason)
                        .setMessage(reason.name())
                        .build());
    }

    /** Says what came of a step a little later; a crash in between forgets it, and the step is done again. */
    private void answer(int index, Object outcome) {
        later(world.between(1, 50), () -> {
            open.remove(index);
            log.write(name(), outcome, 0, Set.of(CoordinatorNode.nameOf(region)));
            var lane = lanes.getOrDefault(inbox.get(index).getService(), new ArrayDeque<>());
            lane.poll();
            var next = lane.peek();
            if (next != null) {
                later(world.between(5, 100), () -> perform(next));
            }
        });
    }

    private void later(long delayMillis, Runnable what) {
        int born = life;
        world.after(delayMillis, () -> {
            if (up && life == born) {
                what.run();
            }
        });
    }
}
