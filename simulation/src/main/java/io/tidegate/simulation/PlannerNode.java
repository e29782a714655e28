package io.tidegate.simulation;

import io.tidegate.planner.kafka.EventMapping;
import io.tidegate.planner.kafka.InputMapping;
import io.tidegate.planner.rollout.Change;
import io.tidegate.planner.rollout.DeploymentDecider;
import io.tidegate.planner.rollout.DeploymentEvent;
import io.tidegate.planner.rollout.Evolution;
import io.tidegate.planner.rollout.Input;
import io.tidegate.planner.rollout.Lane;
import io.tidegate.schemas.avro.RegionCompleted;
import io.tidegate.schemas.avro.RegionDeploying;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** The planner: its decider between the simulated log's records. */
final class PlannerNode extends StreamsNode<Lane> {
    static final String NAME = "planner";
    private static final long EPOCH = 1;

    private final Set<String> readers;
    private final Plant plant;
    private final Map<String, RegionCompleted> completions = new HashMap<>();

    PlannerNode(World world, Log log, Invariants invariants, Set<String> readers, Plant plant) {
        super(NAME, world, log, invariants, Lane.empty(RandomEstate.LANE), plant);
        this.readers = Set.copyOf(readers);
        this.plant = plant;
    }

    @Override
    Lane receive(Lane lane, Message message) {
        return input(message.value()).map(input -> decide(lane, input)).orElse(lane);
    }

    private Optional<Input> input(Object value) {
        return value instanceof SpecificRecord record
                ? InputMapping.fromWire(plant == Plant.OLD_ATTEMPT ? confused(record) : record)
                : Optional.of((Input) value);
    }

    /** Takes the last end of a wave in a region for that of the one which has just begun there. */
    private SpecificRecord confused(SpecificRecord record) {
        if (record instanceof RegionCompleted completed) {
            completions.put(completed.getRegion(), completed);
        }
        return record instanceof RegionDeploying deploying && completions.containsKey(deploying.getRegion())
                ? RegionCompleted.newBuilder(completions.get(deploying.getRegion()))
                        .setDeploymentId(deploying.getDeploymentId())
                        .setPlanDigest(deploying.getPlanDigest())
                        .build()
                : record;
    }

    @Override
    Lane timePasses(Lane lane) {
        return plant == Plant.LOST_TIMER ? lane : decide(lane, new Input.TimePassed());
    }

    @Override
    boolean waits(Lane lane) {
        return lane.waits();
    }

    private Lane decide(Lane lane, Input input) {
        var decision = DeploymentDecider.decide(lane, input, world().now());
        var after = lane;
        for (Change change : decision.changes()) {
            var before = after;
            after = Evolution.evolve(before, change);
            if (change instanceof DeploymentEvent event) {
                var next = after;
                world().note(() -> NAME + " says " + Trace.of(event));
                happened(invariants -> invariants.planned(before, event, next));
                say(EventMapping.toWire(event), EPOCH, readers);
            }
        }
        if (input instanceof Input.Command command) {
            after = after.heeded(command.commandId());
            boolean refused = decision.refusal().isPresent();
            decision.refusal().ifPresent(refusal -> world().note(() -> NAME + " refuses " + refusal.message()));
            happened(invariants -> invariants.heeded(command, refused));
        }
        return after;
    }
}
