package io.tidegate.simulation;

import io.tidegate.planner.kafka.EventMapping;
import io.tidegate.planner.kafka.InputMapping;
import io.tidegate.planner.kafka.LeaseMapping;
import io.tidegate.planner.lease.Lease;
import io.tidegate.planner.lease.LeaseDecider;
import io.tidegate.planner.lease.Saying;
import io.tidegate.planner.lease.Terms;
import io.tidegate.planner.lease.Word;
import io.tidegate.planner.rollout.Change;
import io.tidegate.planner.rollout.Decision;
import io.tidegate.planner.rollout.DeploymentDecider;
import io.tidegate.planner.rollout.DeploymentEvent;
import io.tidegate.planner.rollout.Evolution;
import io.tidegate.planner.rollout.Input;
import io.tidegate.planner.rollout.Lane;
import io.tidegate.planner.rollout.Takeover;
import io.tidegate.schemas.avro.RegionCompleted;
import io.tidegate.schemas.avro.RegionDeploying;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** A planner: its deciders between the simulated log's records. It leads, or stands by. */
final class PlannerNode extends StreamsNode<Seat> {
    /** What the leader knows, for who stands by. */
    private record Known(String region, Lane lane) {}

    private final Terms terms;
    private final Set<String> regions;
    private final Set<String> others;
    private final Plant plant;
    private final Map<String, RegionCompleted> completions = new HashMap<>();

    /** @param regions coordinators and judges; what planners order concerns them all */
    PlannerNode(Terms terms, World world, Log log, Invariants invariants, Set<String> regions, Plant plant) {
        super(nameOf(terms.region()), world, log, invariants, first(terms, world), plant);
        this.terms = terms;
        this.regions = Set.copyOf(regions);
        this.others = new HashSet<>();
        terms.installation().candidates().forEach(candidate -> others.add(nameOf(candidate)));
        others.remove(name());
        this.plant = plant;
    }

    private static Seat first(Terms terms, World world) {
        return new Seat(Lease.first(terms, world.now()), Lane.empty(RandomEstate.LANE), java.util.List.of());
    }

    static String nameOf(String region) {
        return "planner " + region;
    }

    boolean leads() {
        return state().lease().leads();
    }

    @Override
    Seat receive(Seat seat, Message message) {
        var word = message.value() instanceof SpecificRecord record
                ? LeaseMapping.fromWire(record)
                : Optional.<Word>empty();
        if (word.isPresent()) {
            return turn(seat, word.get());
        }
        if (message.value() instanceof Known known) {
            return follow(
                    turn(seat, new Word.Heartbeat(known.region(), message.epoch(), false)), known, message.epoch());
        }
        var awake = turn(seat, new Word.TimePassed());
        if (awake.lease().leads()) {
            return heed(awake, message);
        }
        return isHeeded(awake.lane(), message) ? awake : awake.keeping(message);
    }

    @Override
    Seat timePasses(Seat seat) {
        var after = turn(seat, new Word.TimePassed());
        boolean heeds = after.lease().leads() && plant != Plant.LOST_TIMER;
        return heeds ? decide(after, after.lane(), new Input.TimePassed()) : after;
    }

    @Override
    boolean waits(Seat seat) {
        return (seat.lease().leads() && seat.lane().waits()) || seat.lease().role() == Lease.Role.ASKING;
    }

    private Seat turn(Seat seat, Word word) {
        var before = seat.lease();
        var decision = LeaseDecider.decide(before, word, terms, world().now());
        var after = seat.with(decision.lease());
        long epoch = after.lease().epoch();
        for (Saying saying : decision.sayings()) {
            say(
                    LeaseMapping.toWire(saying, terms.region(), seat.kept().size(), Instant.EPOCH, world().now()),
                    epoch,
                    everyone());
            if (saying instanceof Saying.TakenOver taken) {
                world().note(() -> name() + " takes over: " + taken.message());
                after = reissue(after);
            }
        }
        if (before.role() != after.lease().role()) {
            var role = after.lease().role();
            world().note(() -> name() + " is " + role + " under epoch " + epoch);
            happened(invariants -> invariants.led(before, decision.lease()));
        }
        if (!before.leads() && after.lease().leads()) {
            var kept = after.kept();
            after = after.keeping(java.util.List.of());
            for (Message message : kept) {
                after = heed(after, message);
            }
        }
        return after;
    }

    private Set<String> everyone() {
        var everyone = new HashSet<>(regions);
        everyone.removeIf(reader -> !reader.startsWith("coordinator "));
        everyone.addAll(others);
        return everyone;
    }

    private Seat reissue(Seat seat) {
        say(new Known(terms.region(), seat.lane()), seat.lease().epoch(), others);
        return seat.lane()
                .deployment()
                .map(deployment -> apply(seat, seat.lane(), Takeover.reissue(deployment, world().now())))
                .orElse(seat);
    }

    private Seat follow(Seat seat, Known known, long epoch) {
        if (seat.lease().leads() || epoch != seat.lease().epoch()) {
            return seat;
        }
        var kept = seat.kept().stream()
                .filter(message -> !isHeeded(known.lane(), message))
                .toList();
        return seat.with(known.lane()).keeping(kept);
    }

    private static boolean isHeeded(Lane lane, Message message) {
        return message.value() instanceof Input.Command command
                ? lane.knows(command.commandId())
                : lane.hasHeard(message.source(), message.sequence());
    }

    private Seat heed(Seat seat, Message message) {
        var lane = message.sequence() > 0 ? seat.lane().hearing(message.source(), message.sequence()) : seat.lane();
        return input(message.value()).map(input -> decide(seat, lane, input)).orElseGet(() -> kept(seat, lane));
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

    private Seat decide(Seat seat, Lane lane, Input input) {
        var decision = DeploymentDecider.decide(lane, input, world().now());
        if (!(input instanceof Input.Command command)) {
            return apply(seat, lane, decision);
        }
        boolean refused = decision.refusal().isPresent();
        decision.refusal().ifPresent(refusal -> world().note(() -> name() + " refuses " + refusal.message()));
        var after = apply(seat, lane.heeded(command.commandId()), decision);
        happened(invariants -> invariants.heeded(command, refused));
        return after;
    }

    private Seat apply(Seat seat, Lane lane, Decision decision) {
        long epoch = seat.lease().epoch();
        var after = lane;
        for (Change change : decision.changes()) {
            var before = after;
            after = Evolution.evolve(before, change);
            if (change instanceof DeploymentEvent event) {
                var next = after;
                world().note(() -> name() + " says " + Trace.of(event));
                happened(invariants -> invariants.planned(epoch, before, event, next));
                say(EventMapping.toWire(event), epoch, regions);
            }
        }
        return kept(seat, after);
    }

    private Seat kept(Seat seat, Lane lane) {
        if (!lane.equals(seat.lane())) {
            say(new Known(terms.region(), lane), seat.lease().epoch(), others);
        }
        return seat.with(lane);
    }
}
