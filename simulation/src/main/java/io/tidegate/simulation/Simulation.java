package io.tidegate.simulation;

import io.tidegate.planner.lease.Terms;
import io.tidegate.planner.rollout.Actor;
import io.tidegate.planner.rollout.Deployment;
import io.tidegate.planner.rollout.Input;
import io.tidegate.planner.rollout.Stage;
import io.tidegate.planner.rollout.Waiting;
import io.tidegate.planner.rollout.Written;
import io.tidegate.schemas.topics.Installation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One history: an estate, people with commands, and for a while everything going wrong; then quiet until all is over. */
final class Simulation {
    /** When everything must be over, in milliseconds: the largest estates take a long time to go back. */
    private static final int LONGEST = 7_200_000;

    /** How often somebody looks after what is held, in milliseconds. */
    private static final int ROUND = 30_000;

    /** How often a leader says that it leads. */
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final Actor SOMEBODY = new Actor("person-1", "the runtime is back", "simulation");

    private final Scenario scenario;
    private final World world;
    private final Plant plant;
    private final Log log;
    private final Invariants invariants;
    private final Installation installation;
    private final List<PlannerNode> planners = new ArrayList<>();
    private final Map<String, ExecutorNode> executors = new TreeMap<>();
    private final List<ValidatorNode> validators = new ArrayList<>();
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
        this.installation = new Installation(regions, Scenario.candidates(scenario.estate()));
        var readers = new LinkedHashSet<String>();
        for (String region : regions) {
            readers.add(CoordinatorNode.nameOf(region));
            readers.add(JudgeNode.nameOf(region));
        }
        for (String candidate : installation.candidates()) {
            var planner = new PlannerNode(terms(candidate), world, log, invariants, readers, plant);
            planner.start();
            planners.add(planner);
            nodes.put(planner.name(), planner);
        }
        runtimes.forEach(this::region);
        scenario.deeds().forEach(deed -> world.after(deed.at(), () -> happen(deed)));
        world.after(Scenario.QUIET, this::quiet);
    }

    /** Runs the history of a scenario. */
    static History run(Scenario scenario, Plant plant, boolean tracing) {
        return new Simulation(scenario, plant, tracing).run();
    }

    private Terms terms(String region) {
        return new Terms(region, installation, INTERVAL, INTERVAL.multipliedBy(3));
    }

    private void region(String region, SimulatedRuntime runtime) {
        var terms = terms(installation.candidates().getFirst());
        var coordinator = new CoordinatorNode(region, terms, world, log, invariants, plant);
        coordinator.start();
        var faults = scenario.calm() ? ExecutorNode.Faults.NONE : new ExecutorNode.Faults(0.03, 0.02);
        var executor = new ExecutorNode(region, world, log, invariants, runtime, faults, plant);
        log.attach(executor);
        var judge = new JudgeNode(region, world, log, runtime, names());
        judge.start();
        var validator = new ValidatorNode(
                region, world, log, scenario.calm() ? ValidatorNode.Faults.NONE : ValidatorNode.Faults.SOME);
        log.attach(validator);
        validators.add(validator);
        executors.put(region, executor);
        List.of(coordinator, executor, judge, validator).forEach(node -> nodes.put(node.name(), node));
    }

    private void happen(Deed deed) {
        world.note(deed::toString);
        switch (deed) {
            case Deed.Wanted wanted -> {
                for (int copy = 0; copy < wanted.copies(); copy++) {
                    order(wanted.command());
                }
            }
            case Deed.Killed killed -> node(killed.node()).crash(killed.down());
            case Deed.Parted parted -> log.part(parted.region(), parted.lasting());
            case Deed.Unlinked way -> log.unlink(way.from(), way.to(), way.lasting());
            case Deed.CutOff cutOff -> executor(cutOff.region()).outage(cutOff.lasting());
        }
    }

    /** A command reaches every planner; the one that leads heeds it. */
    private void order(Input.Command command) {
        planners.forEach(planner -> log.writeUnnumbered("person", command, planner.name()));
    }

    private Set<String> names() {
        return planners.stream().map(PlannerNode::name).collect(Collectors.toSet());
    }

    /** The planner that leads; of two that say so, the one that is obeyed. */
    private PlannerNode leader() {
        return planners.stream()
                .max(Comparator.comparing(PlannerNode::leads)
                        .thenComparing(planner -> planner.state().lease().epoch()))
                .orElseThrow();
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
        validators.forEach(ValidatorNode::behave);
        mend(1);
    }

    /** Somebody looks after what is held: what stood in the way is gone, so the rollback is ordered again. */
    private void mend(int number) {
        held().ifPresent(deployment -> order(new Input.RollBack("mend" + number, deployment, SOMEBODY)));
        leader().state()
                .lane()
                .drained()
                .ifPresent(out ->
                        order(new Input.Undrain("in" + number, out.region(), SOMEBODY, Written.at(Instant.MAX))));
        disputed().ifPresent(deployment -> order(new Input.Resume("choose" + number, deployment, SOMEBODY)));
        world.after(ROUND, () -> mend(number + 1));
    }

    private Optional<String> held() {
        return leader().state()
                .lane()
                .deployment()
                .filter(deployment -> deployment.stage() == Stage.HELD)
                .map(Deployment::id);
    }

    private Optional<String> disputed() {
        return leader().state().lane().queue().waiting().stream()
                .filter(waiting -> waiting.stage() == Stage.HELD)
                .map(Waiting::id)
                .findFirst();
    }

    private History run() {
        boolean over = false;
        while (!over && world.elapsed().toMillis() < LONGEST && world.step()) {
            if (world.elapsed().toMillis() % 1_000 == 0) {
                invariants.timely(leader().state().lane());
            }
            over = world.elapsed().toMillis() > Scenario.QUIET + 20_000 && over();
            if (!invariants.violations().isEmpty()) {
                break;
            }
        }
        if (invariants.violations().isEmpty()) {
            invariants.finished(leader().state().lane(), over);
        }
        return new History(scenario, invariants.violations(), invariants.coverage(), world.trace());
    }

    private boolean over() {
        return leader().leads() && held().isEmpty() && nodes.values().stream().allMatch(Node::idle);
    }
}
