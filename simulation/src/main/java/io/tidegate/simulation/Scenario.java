package io.tidegate.simulation;

import io.tidegate.planner.rollout.Actor;
import io.tidegate.planner.rollout.Input;
import io.tidegate.planner.rollout.Queue;
import io.tidegate.planner.rollout.Terms;
import io.tidegate.planner.rollout.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a history is made from: an estate, people with commands, and faults. Everything in between, such as how long a
 * record takes, is left to the dice.
 *
 * @param seed what it was made from
 * @param dice the seed of everything in between
 * @param calm whether the log and the runtimes behave
 */
record Scenario(long seed, long dice, RandomEstate estate, boolean calm, List<Deed> deeds) {
    /** When faults stop and people fall silent, in milliseconds. */
    static final int QUIET = 120_000;

    Scenario {
        deeds = deeds.stream().sorted(Comparator.comparing(Deed::at)).toList();
    }

    /** The scenario of a seed. */
    static Scenario of(long seed) {
        return Coincidences.isOne(seed) ? Coincidences.of(seed) : random(seed);
    }

    private static Scenario random(long seed) {
        var chance = new Chance(~seed); // other dice than those of the run
        boolean calm = chance.happens(0.1);
        var estate = RandomEstate.of(chance);
        var deeds = new ArrayList<Deed>(wishes(chance, estate));
        if (!calm) {
            deeds.addAll(kills(chance, estate));
            deeds.addAll(outages(chance, estate));
            deeds.addAll(partings(chance, estate));
        }
        return new Scenario(seed, seed, estate, calm, deeds);
    }

    /** One deployment to an estate of this size, where nothing goes wrong. */
    static Scenario grown(int regions, int services) {
        var estate = RandomEstate.grown(regions, services);
        return new Scenario(0, 0, estate, true, List.of(new Deed.Wanted(1_000, request(estate, 1, Map.of()), 1)));
    }

    /** A deployment that is to begin at once, under an id by its number. */
    static Input.Request request(RandomEstate estate, int number, Map<String, String> images) {
        return new Input.Request(
                "c" + number,
                "d" + number,
                "shop",
                "production",
                estate.document(),
                images,
                new Actor("person-1", "", "simulation"),
                Terms.NOW);
    }

    private static List<Deed> kills(Chance chance, RandomEstate estate) {
        var nodes = new ArrayList<String>();
        candidates(estate).forEach(region -> nodes.add(PlannerNode.nameOf(region)));
        for (String region : estate.regions()) {
            nodes.addAll(
                    List.of(CoordinatorNode.nameOf(region), ExecutorNode.nameOf(region), JudgeNode.nameOf(region)));
        }
        var kills = new ArrayList<Deed>();
        int count = chance.between(0, 8);
        for (int kill = 0; kill < count; kill++) {
            var node = chance.oneOf(nodes);
            long down = chance.happens(0.1) ? chance.between(20_000, 45_000) : chance.between(200, 10_000);
            kills.add(new Deed.Killed(chance.between(0, QUIET - 50_000), node, down));
        }
        return kills;
    }

    private static List<Deed> outages(Chance chance, RandomEstate estate) {
        var outages = new ArrayList<Deed>();
        for (String region : estate.regions()) {
            if (chance.happens(0.2)) {
                int lasting = chance.between(2_000, 70_000);
                outages.add(new Deed.CutOff(chance.between(0, QUIET - lasting), region, lasting));
            }
        }
        return outages;
    }

    private static List<Deed> partings(Chance chance, RandomEstate estate) {
        var partings = new ArrayList<Deed>();
        for (String region : estate.regions()) {
            if (chance.happens(candidates(estate).contains(region) ? 0.25 : 0.1)) {
                int lasting = chance.between(2_000, 60_000);
                partings.add(new Deed.Parted(chance.between(0, QUIET - lasting), region, lasting));
            }
        }
        return partings;
    }

    /** The regions whose planner may lead. */
    static List<String> candidates(RandomEstate estate) {
        return estate.regions().subList(0, Math.min(2, estate.regions().size()));
    }

    private static List<Deed> wishes(Chance chance, RandomEstate estate) {
        var wishes = new ArrayList<Deed>();
        var latest = "d0";
        int count = chance.between(2, 7);
        int at = 0;
        for (int number = 1; number <= count; number++) {
            at += chance.between(500, 35_000);
            if (at < QUIET) {
                var command = wish(chance, estate, number, latest, at);
                latest = command instanceof Input.Request ? command.deployment() : latest;
                wishes.add(new Deed.Wanted(at, command, chance.happens(0.1) ? 2 : 1));
                if (command instanceof Input.Request request && chance.happens(0.1)) {
                    wishes.add(hesitation(chance, request, at));
                }
                if (command instanceof Input.Hold hold && chance.happens(0.7)) {
                    var resume = new Input.Resume("r" + number, hold.deployment(), hold.actor());
                    wishes.add(new Deed.Wanted(Math.min(at + chance.between(500, 60_000), QUIET), resume, 1));
                }
                if (command instanceof Input.FreezeLane freeze && chance.happens(0.5)) {
                    var over = new Input.UnfreezeLane(
                            "u" + number,
                            freeze.actor(),
                            Written.at(freeze.written().moment().plusMillis(1)));
                    wishes.add(new Deed.Wanted(Math.min(at + chance.between(500, 60_000), QUIET), over, 1));
                }
                if (command instanceof Input.Drain drain && chance.happens(0.7)) {
                    var in = new Input.Undrain(
                            "i" + number,
                            drain.region(),
                            drain.actor(),
                            Written.at(drain.written().moment().plusMillis(1)));
                    wishes.add(new Deed.Wanted(Math.min(at + chance.between(500, 60_000), QUIET), in, 1));
                }
                if (command instanceof Input.Request request && estate.approvals() > 0) {
                    wishes.addAll(answers(chance, request, at));
                }
            }
        }
        return wishes;
    }

    /** Some orders take their time on the way, or are written by a clock that is behind or ahead. */
    private static Written written(Chance chance, int at) {
        int off = chance.happens(0.4) ? chance.between(-60_000, 10_000) : 0;
        return Written.at(World.BEGIN.plusMillis(at + off));
    }

    /** Who asked thinks again before anything has begun. */
    private static Deed hesitation(Chance chance, Input.Request request, int asked) {
        var longest = Duration.ofSeconds(chance.between(2, 20));
        var hold = new Input.Hold("h" + request.commandId(), request.deployment(), request.actor(), longest);
        return new Deed.Wanted(Math.min(asked + chance.between(1, 200), QUIET), hold, 1);
    }

    /** People see what waits for them, and mostly agree. */
    private static List<Deed> answers(Chance chance, Input.Request request, int asked) {
        var answers = new ArrayList<Deed>();
        int count = chance.between(0, 4);
        for (int number = 1; number <= count; number++) {
            var roles = chance.happens(0.9) ? List.of("sre") : List.<String>of();
            var somebody = new Actor("person-" + chance.between(1, 5), "", "simulation", roles);
            var answer = new Input.Approve(
                    "a" + number + request.commandId(), request.deployment(), somebody, chance.happens(0.9));
            int at = asked + chance.between(200, 40_000);
            answers.add(new Deed.Wanted(Math.min(at, QUIET), answer, chance.happens(0.1) ? 2 : 1));
        }
        return answers;
    }

    private static Input.Command wish(Chance chance, RandomEstate estate, int number, String latest, int at) {
        var actor = new Actor("person-" + chance.between(1, 3), "", "simulation");
        var id = "c" + number;
        var target = chance.happens(0.1) ? "d" + chance.between(0, number) : latest;
        if (number > 2 && chance.happens(0.08)) {
            var interrupted = "d" + chance.between(1, number - 1) + "~2";
            return chance.happens(0.5)
                    ? new Input.Cancel(id, interrupted, actor)
                    : new Input.Resume(id, interrupted, actor);
        }
        int dice = chance.between(1, 10);
        if (number > 1 && dice <= 2) {
            return new Input.Cancel(id, target, actor);
        }
        if (number > 1 && dice == 3) {
            return new Input.RollBack(id, target, actor);
        }
        if (number > 1 && dice == 4) {
            return new Input.Hold(id, target, actor, Duration.ofSeconds(chance.between(5, 60)));
        }
        if (number > 1 && dice == 5 && chance.happens(0.7)) {
            var until = World.BEGIN.plusMillis(chance.between(1_000, QUIET));
            var somebody = new Actor("person-1", "an incident", "simulation");
            return new Input.FreezeLane(id, Optional.of(until), somebody, written(chance, at));
        }
        if (number > 1 && chance.happens(0.08)) {
            var out = chance.oneOf(estate.regions());
            return chance.happens(0.7)
                    ? new Input.Drain(
                            id, out, new Actor("person-1", "works on the lines", "simulation"), written(chance, at))
                    : new Input.Undrain(id, out, actor, written(chance, at));
        }
        var images = number == 1 ? Map.<String, String>of() : estate.images(chance, number);
        return new Input.Request(
                id, "d" + number, "shop", "production", estate.document(), images, actor, terms(chance));
    }

    private static Terms terms(Chance chance) {
        return new Terms(
                chance.happens(0.2) ? Terms.Priority.EMERGENCY : Terms.Priority.SCHEDULED,
                chance.happens(0.1)
                        ? Terms.IfBusy.REPLACE
                        : chance.happens(0.5) ? Terms.IfBusy.QUEUE : Terms.IfBusy.REFUSE,
                chance.happens(0.1) ? World.BEGIN.plusMillis(chance.between(0, QUIET)) : Instant.EPOCH,
                chance.happens(0.3) ? Duration.ofSeconds(chance.between(5, 60)) : Queue.PATIENCE,
                false);
    }

    Scenario withDice(long other) {
        return new Scenario(seed, other, estate, calm, deeds);
    }

    /** The same deeds, each after so much of the time that it came after the first. */
    Scenario paced(double factor) {
        long first = deeds.isEmpty() ? 0 : deeds.getFirst().at();
        return new Scenario(
                seed,
                dice,
                estate,
                calm,
                deeds.stream()
                        .map(deed -> deed.at(first + Math.round((deed.at() - first) * factor)))
                        .toList());
    }

    Scenario calmly() {
        return new Scenario(seed, dice, estate, true, deeds);
    }

    Scenario without(List<Deed> left) {
        var kept = new ArrayList<>(deeds);
        kept.removeAll(left);
        return new Scenario(seed, dice, estate, calm, kept);
    }

    /** Every deployment at once or not at all, and without anybody's approval. */
    Scenario plainly() {
        return with(estate.withoutApprovals()).asking(Terms.NOW);
    }

    private Scenario asking(Terms terms) {
        return new Scenario(
                seed,
                dice,
                estate,
                calm,
                deeds.stream()
                        .map(deed -> deed instanceof Deed.Wanted(var at, Input.Request request, var copies)
                                ? new Deed.Wanted(at, request.with(terms), copies)
                                : deed)
                        .toList());
    }

    Scenario withoutService(String service) {
        return with(estate.withoutService(service));
    }

    Scenario withoutRegion(String region) {
        return with(estate.withoutRegion(region));
    }

    /** The same deeds on a smaller estate, as far as it has what they are done to. */
    private Scenario with(RandomEstate smaller) {
        return new Scenario(
                seed,
                dice,
                smaller,
                calm,
                deeds.stream().flatMap(deed -> fitted(deed, smaller).stream()).toList());
    }

    private static Optional<Deed> fitted(Deed deed, RandomEstate estate) {
        return switch (deed) {
            case Deed.Wanted(var at, Input.Request request, var copies) -> {
                var images = new TreeMap<>(request.images());
                images.keySet()
                        .retainAll(estate.parts().stream()
                                .map(RandomEstate.RandomService::name)
                                .toList());
                yield Optional.of(new Deed.Wanted(
                        at,
                        new Input.Request(
                                request.commandId(),
                                request.deployment(),
                                request.estate(),
                                request.environment(),
                                estate.document(),
                                images,
                                request.actor(),
                                request.terms()),
                        copies));
            }
            case Deed.Wanted other -> Optional.of(other);
            case Deed.Killed kill -> Optional.<Deed>of(kill).filter(found -> stands(kill.node(), estate));
            case Deed.Parted parted ->
                Optional.<Deed>of(parted).filter(found -> estate.regions().contains(parted.region()));
            case Deed.Unlinked way ->
                Optional.<Deed>of(way).filter(found -> estate.regions().containsAll(List.of(way.from(), way.to())));
            case Deed.CutOff outage ->
                Optional.<Deed>of(outage).filter(found -> estate.regions().contains(outage.region()));
        };
    }

    private static boolean stands(String node, RandomEstate estate) {
        var planners = candidates(estate).stream().map(PlannerNode::nameOf).toList();
        return node.startsWith(PlannerNode.nameOf(""))
                ? planners.contains(node)
                : estate.regions().stream().anyMatch(region -> node.endsWith(" " + region));
    }
}
