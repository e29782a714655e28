package io.tidegate.simulation;

import io.tidegate.planner.rollout.Actor;
import io.tidegate.planner.rollout.Deployment;
import io.tidegate.planner.rollout.Input;
import io.tidegate.planner.rollout.Stage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** One history: an estate, people with commands, and for a while everything going wrong; then quiet until all is over. */
final class Simulation {
    /** When everything must be over, in milliseconds: the largest estates take a long time to go back. */
    private static final int LONGEST = 7_200_000;

    /** How often somebody looks after what is held, in milliseconds. */
    private static final int ROUND = 30_000;

    private static final Actor SOMEBODY = new Actor("person-1", "the runtime is back", "simulation");

    private final Scenario scenario;
    private final World world;
    private final Plant plant;
    private final Log log;
    private final Invariants invariants;
    private final PlannerNode planner;
    private final Map<String, ExecutorNode> executors = new TreeMap<>();
    private final Map<String, Node> nodes = new TreeMap<>();

    private Simulation(Scenario scenario, Plant plant, boolean tracing) {
        this.scenario = scenario;
        this.world = new World(scenario.dice(), tracing);
        this.plant = plant;
        this.log = new Log(world, scenario.calm() ? Log.Faults.NONE : new Log.Faults(0.05, 0.01));
        var regions = scenario.estate().regions();
        Map<String, SimulatedRuntime> runtimes = new TreeMap<>();
        regions.forEach(region -> runtimes.put(region, new SimulatedRuntime()));
        this.invariants = new Invariants(scenario.seed(), world, runtimes);
        var readers = new LinkedHashSet<String>();
        for (String region : regions) {
            readers.add(CoordinatorNode.nameOf(region));
            readers.add(JudgeNode.nameOf(region));
        }
        this.planner = new PlannerNode(world, log, invariants, readers, plant);
        planner.start();
        nodes.put(planner.name(), planner);
        runtimes.forEach(this::region);
        scenario.deeds().forEach(deed -> world.after(deed.at(), () -> happen(deed)));
        world.after(Scenario.QUIET, this::quiet);
    }

    /** Runs the history of a scenario. */
    static History run(Scenario scenario, Plant plant, boolean tracing) {
        return new Simulation(scenario, plant, tracing).run();
    }

    private void region(String region, SimulatedRuntime runtime) {
        var coordinator = new CoordinatorNode(region, world, log, invariants, plant);
        coordinator.start();
        var faults = scenario.calm() ? ExecutorNode.Faults.NONE : new ExecutorNode.Faults(0.03, 0.02);
        var executor = new ExecutorNode(region, world, log, invariants, runtime, faults, plant);
        log.attach(executor);
        var judge = new JudgeNode(region, world, log, runtime);
        judge.start();
        executors.put(region, executor);
        List.of(coordinator, executor, judge).forEach(node -> nodes.put(node.name(), node));
    }

    private void happen(Deed deed) {
        world.note(deed::toString);
        switch (deed) {
            case Deed.Wanted wanted -> {
                for (int copy = 0; copy < wanted.copies(); copy++) {
                    log.writeUnnumbered("person", wanted.command(), PlannerNode.NAME);
                }
            }
            case Deed.Killed killed -> node(killed.node()).crash(killed.down());
            case Deed.CutOff cutOff -> executor(cutOff.region()).outage(cutOff.lasting());
        }
    }

    private Node node(String name) {
        return Objects.requireNonNull(nodes.get(name), () -> "nobody is called " + name);
    }

    private ExecutorNode executor(String region) {
        return Objects.requireNonNull(executors.get(region), () -> "there is no region " + region);
    }

    private void quiet() {
        world.note(() -> "faults end");
        log.behave();
        executors.values().forEach(ExecutorNode::behave);
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

    private History run() {
        boolean over = false;
        while (!over && world.elapsed().toMillis() < LONGEST && world.step()) {
            if (planner.idle() || world.elapsed().toMillis() % 1_000 == 0) {
                invariants.timely(planner.state());
            }
            over = world.elapsed().toMillis() > Scenario.QUIET + 20_000 && over();
            if (!invariants.violations().isEmpty()) {
                break;
            }
        }
        if (invariants.violations().isEmpty()) {
            invariants.finished(planner.state(), over);
        }
        return new History(scenario, invariants.violations(), invariants.coverage(), world.trace());
    }

    private boolean over() {
        return held().isEmpty() && nodes.values().stream().allMatch(Node::idle);
    }
}
