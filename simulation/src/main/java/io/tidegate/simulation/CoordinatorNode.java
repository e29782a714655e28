package io.tidegate.simulation;

import io.tidegate.coordinator.kafka.InputMapping;
import io.tidegate.coordinator.kafka.OutputMapping;
import io.tidegate.coordinator.wave.Decision;
import io.tidegate.coordinator.wave.Input;
import io.tidegate.coordinator.wave.Output;
import io.tidegate.coordinator.wave.RegionDecider;
import io.tidegate.coordinator.wave.RegionLane;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** A region's coordinator: its decider between the simulated log's records. */
final class CoordinatorNode extends StreamsNode<RegionLane> {
    private final String region;
    private final Plant plant;

    CoordinatorNode(String region, World world, Log log, Invariants invariants, Plant plant) {
        super(nameOf(region), world, log, invariants, RegionLane.empty(region, RandomEstate.LANE), plant);
        this.region = region;
        this.plant = plant;
    }

    static String nameOf(String region) {
        return "coordinator " + region;
    }

    @Override
    RegionLane receive(RegionLane lane, Message message) {
        return InputMapping.fromWire((SpecificRecord) message.value(), message.epoch(), region)
                .map(input -> decide(lane, input))
                .orElse(lane);
    }

    @Override
    RegionLane timePasses(RegionLane lane) {
        return decide(lane, new Input.TimePassed());
    }

    @Override
    boolean waits(RegionLane lane) {
        return RegionDecider.waits(lane);
    }

    private RegionLane decide(RegionLane lane, Input input) {
        var decision = RegionDecider.decide(plant.remembered(lane, input), input, world().now());
        happened(invariants -> invariants.regionMoved(lane, decision.lane()));
        decision.outputs().forEach(output -> say(decision, output));
        return decision.lane();
    }

    private void say(Decision decision, Output output) {
        var lane = decision.lane();
        world().note(() -> name() + " says " + Trace.of(output));
        switch (output) {
            case Output.Step step ->
                say(OutputMapping.step(lane, step, world().now()), lane.epoch(), Set.of(ExecutorNode.nameOf(region)));
            case Output.Report report -> {
                happened(invariants -> invariants.reported(lane, report));
                say(
                        OutputMapping.report(lane, report, world().now()),
                        lane.epoch(),
                        Set.of(PlannerNode.NAME, JudgeNode.nameOf(lane.region())));
            }
        }
    }
}
