package io.tidegate.simulation;

import io.tidegate.coordinator.attention.Attention;
import io.tidegate.coordinator.kafka.AttentionMapping;
import io.tidegate.coordinator.kafka.InputMapping;
import io.tidegate.coordinator.kafka.OutputMapping;
import io.tidegate.coordinator.wave.Decision;
import io.tidegate.coordinator.wave.Input;
import io.tidegate.coordinator.wave.Output;
import io.tidegate.coordinator.wave.RegionDecider;
import io.tidegate.coordinator.wave.RegionLane;
import io.tidegate.planner.lease.Terms;
import io.tidegate.schemas.avro.ControlPlaneHeartbeat;
import io.tidegate.schemas.avro.ControlPlaneTakenOver;
import io.tidegate.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** A region's coordinator: its decider between the simulated log's records. */
final class CoordinatorNode extends StreamsNode<Post> {
    private final String region;
    private final Terms terms;
    private final Set<String> planners = new HashSet<>();
    private final Plant plant;
    private Instant lastTick = Instant.EPOCH;

    CoordinatorNode(String region, Terms terms, World world, Log log, Invariants invariants, Plant plant) {
        super(
                nameOf(region),
                world,
                log,
                invariants,
                new Post(
                        RegionLane.empty(region, RandomEstate.LANE),
                        Attention.to(terms.installation().candidates().getFirst(), world.now())),
                plant);
        this.region = region;
        this.terms = terms;
        terms.installation().candidates().forEach(candidate -> planners.add(PlannerNode.nameOf(candidate)));
        this.plant = plant;
    }

    static String nameOf(String region) {
        return "coordinator " + region;
    }

    @Override
    Post receive(Post post, Message message) {
        var record = (SpecificRecord) message.value();
        return switch (record) {
            case ControlPlaneHeartbeat said ->
                attend(post, post.attention().hear(said.getRegion(), said.getEpoch(), said.getAsking(), world().now()));
            case ControlPlaneTakenOver said ->
                attend(post, post.attention().hear(said.getRegion(), said.getEpoch(), false, world().now()));
            default -> coordinate(post, record, message);
        };
    }

    private Post coordinate(Post post, SpecificRecord record, Message message) {
        boolean ordered = Topic.of(record.getClass()) == Topic.DEPLOYMENT_EVENTS;
        var heard = post;
        if (ordered && message.epoch() > post.attention().epoch()) {
            var from = message.source().substring(PlannerNode.nameOf("").length());
            heard = attend(post, post.attention().hear(from, message.epoch(), false, world().now()));
        }
        boolean refused = ordered && heard.attention().refuses(message.epoch());
        if (refused && plant != Plant.NO_EPOCH_CHECK) {
            return heard;
        }
        // Who skips the check takes an old order for one of today.
        long epoch = refused ? heard.attention().epoch() : message.epoch();
        var before = heard;
        var input = InputMapping.fromWire(record, epoch, region);
        var after = input.map(known -> decide(before, known)).orElse(before);
        if (refused && !after.equals(before)) {
            happened(invariants -> invariants.obeyed(
                    region, message.epoch(), before.attention().epoch()));
        }
        return after;
    }

    @Override
    Post timePasses(Post post) {
        var now = world().now();
        boolean slept = Duration.between(lastTick, now)
                        .compareTo(terms.patience().dividedBy(3).plusSeconds(1))
                > 0;
        lastTick = now;
        var awake = slept ? post.with(post.attention().awake(now)) : post;
        return decide(attend(awake, awake.attention().pass(terms.patience(), now)), new Input.TimePassed());
    }

    @Override
    boolean waits(Post post) {
        return RegionDecider.waits(post.lane());
    }

    private Post attend(Post post, Attention.Heard heard) {
        heard.telling()
                .ifPresent(telling -> say(
                        AttentionMapping.toWire(telling, region, world().now()),
                        heard.attention().epoch(),
                        planners));
        var after = post.with(heard.attention());
        return heard.attention().epoch() > post.attention().epoch()
                ? decide(after, new Input.Obey(heard.attention().epoch()))
                : after;
    }

    private Post decide(Post post, Input input) {
        var lane = post.lane();
        var decision = RegionDecider.decide(plant.remembered(lane, input), input, world().now());
        happened(invariants -> invariants.regionMoved(lane, decision.lane()));
        decision.outputs().forEach(output -> say(decision, output));
        return post.with(decision.lane());
    }

    private void say(Decision decision, Output output) {
        var lane = decision.lane();
        world().note(() -> name() + " says " + Trace.of(output));
        switch (output) {
            case Output.Step step ->
                say(OutputMapping.step(lane, step, world().now()), lane.epoch(), Set.of(ExecutorNode.nameOf(region)));
            case Output.Validate validate ->
                say(
                        OutputMapping.validation(lane, validate, world().now()),
                        lane.epoch(),
                        Set.of(ValidatorNode.nameOf(region)));
            case Output.Report report -> {
                happened(invariants -> invariants.reported(lane, report));
                var readers = new HashSet<>(planners);
                readers.add(JudgeNode.nameOf(lane.region()));
                say(OutputMapping.report(lane, report, world().now()), lane.epoch(), readers);
            }
        }
    }
}
