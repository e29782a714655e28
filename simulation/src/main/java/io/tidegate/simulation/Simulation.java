package io.tidegate.simulation;

import io.tidegate.planner.rollout.Actor;
import io.tidegate.planner.rollout.Deployment;
import io.tidegate.planner.rollout.Input;
import io.tidegate.planner.rollout.Stage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One history: an estate, people with commands, and for a while everything going wrong; then quiet until all is over. */
final class Simulation {
    /** When faults stop and people fall silent, in milliseconds. */
    private static final int QUIET = 120_000;

    /** When everything must be over. */
    private static final int LONGEST = 1_800_000;

    /** How often somebody looks after what is held, in milliseconds. */
    private static final int ROUND = 30_000;

    private static final Actor SOMEBODY = new Actor("person-1", "the runtime is back", "simulation");

    private final World world;
    private final Plant plant;
    private final Log log;
    private final RandomEstate estate;
    private final Invariants invariants;
    private final PlannerNode planner;
    private final List<CoordinatorNode> coordinators = new ArrayList<>();
    private final List<ExecutorNode> executors = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private String latest = "d0";

    private Simulation(long seed, Plant plant, boolean tracing) {
        this.world = new World(seed, tracing);
        this.plant = plant;
        boolean calm = world.happens(0.1);
        this.log = new Log(world, calm ? Log.Faults.NONE : new Log.Faults(0.05, 0.01));
        this.estate = RandomEstate.of(world);
        Map<String, SimulatedRuntime> runtimes = new TreeMap<>();
        estate.regions().forEach(region -> runtimes.put(region, new SimulatedRuntime()));
        this.invariants = new Invariants(seed, world, runtimes);
        var readers = new LinkedHashSet<String>();
        for (String region : estate.regions()) {
            readers.add(CoordinatorNode.nameOf(region));
            readers.add(JudgeNode.nameOf(region));
        }
        this.planner = new PlannerNode(world, log, invariants, readers, plant);
        planner.start();
        nodes.add(planner);
        runtimes.forEach((region, runtime) -> region(region, runtime, calm));
        if (!calm) {
            crashes();
            outages();
        }
        people();
        world.after(QUIET, this::quiet);
    }

    /** Runs the history of a seed. */
    static History run(long seed, Plant plant, boolean tracing) {
        return new Simulation(seed, plant, tracing).run(seed);
    }

    private void region(String region, SimulatedRuntime runtime, boolean calm) {
        var coordinator = new CoordinatorNode(region, world, log, invariants, plant);
        coordinator.start();
        var faults = calm ? ExecutorNode.Faults.NONE : new ExecutorNode.Faults(0.03, 0.02);
        var executor = new ExecutorNode(region, world, log, invariants, runtime, faults, plant);
        log.attach(executor);
        var judge = new JudgeNode(region, world, log, runtime);
        judge.start();
        coordinators.add(coordinator);
        executors.add(executor);
        nodes.addAll(List.of(coordinator, executor, judge));
    }

    private void crashes() {
        int count = world.between(0, 8);
        for (int crash = 0; crash < count; crash++) {
            var node = world.oneOf(nodes);
            long down = world.happens(0.1) ? world.between(20_000, 45_000) : world.between(200, 10_000);
            world.after(world.between(0, QUIET - 50_000), () -> node.crash(down));
        }
    }

    private void outages() {
        for (ExecutorNode executor : executors) {
            if (world.happens(0.2)) {
                int lasting = world.between(2_000, 70_000);
                world.after(world.between(0, QUIET - lasting), () -> executor.outage(lasting));
            }
        }
    }

    private void people() {
        int count = world.between(2, 7);
        int at = 0;
        for (int number = 1; number <= count; number++) {
            int id = number;
            at += world.between(500, 35_000);
            if (at < QUIET) {
                world.after(at, () -> command(id));
            }
        }
    }

    private void command(int number) {
        var actor = new Actor("person-" + world.between(1, 3), "", "simulation");
        var id = "c" + number;
        var target = world.happens(0.1) ? "d" + world.between(0, number) : latest;
        int dice = world.between(1, 10);
        Input.Command command;
        if (number > 1 && dice <= 2) {
            command = new Input.Cancel(id, target, actor);
        } else if (number > 1 && dice == 3) {
            command = new Input.RollBack(id, target, actor);
        } else {
            latest = "d" + number;
            var images = number == 1 ? Map.<String, String>of() : estate.images(world, number);
            command = new Input.Request(id, latest, "shop", "production", estate.document(), images, actor);
        }
        world.note(() -> actor.name() + " wants " + command.getClass().getSimpleName() + " " + command.deployment());
        int copies = world.happens(0.1) ? 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
            log.writeUnnumbered("person", command, PlannerNode.NAME);
        }
    }

    private void quiet() {
        world.note(() -> "faults end");
        log.behave();
        executors.forEach(ExecutorNode::behave);
        mend(1);
    }

    /** Somebody looks after what is held: what stood in the way is gone, so the rollback is ordered again. */
    private void mend(int number) {
        held().ifPresent(deployment -> log.writeUnnumbered(
                "person", new Input.RollBack("mend" + number, deployment, SOMEBODY), PlannerNode.NAME));
        world.after(ROUND, () -> mend(number + 1));
    }

    private Optional<String> held() {
        return planner.state()
                .deployment()
                .filter(deployment -> deployment.stage() == Stage.HELD)
                .map(Deployment::id);
    }

    private History run(long seed) {
        boolean over = false;
        while (!over && world.elapsed().toMillis() < LONGEST && world.step()) {
            if (planner.idle() || world.elapsed().toMillis() % 1_000 == 0) {
                invariants.timely(planner.state());
            }
            over = world.elapsed().toMillis() > QUIET + 20_000 && over();
            if (!invariants.violations().isEmpty()) {
                break;
            }
        }
        if (invariants.violations().isEmpty()) {
            invariants.finished(planner.state(), over);
        }
        return new History(seed, invariants.violations(), invariants.coverage(), world.trace());
    }

    private boolean over() {
        return held().isEmpty() && nodes.stream().allMatch(Node::idle);
    }
}
