package io.tidegate.simulation;

import io.tidegate.planner.rollout.Actor;
import io.tidegate.planner.rollout.Input;
import io.tidegate.planner.rollout.Written;
import io.tidegate.simulation.RandomEstate.RandomRegion;
import io.tidegate.simulation.RandomEstate.RandomService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Scenarios in which one thing happens just when another does, as in others it does once in some hundred thousand. When
 * exactly is left to chance, so that only some of them come to what they are made for.
 */
final class Coincidences {
    /** How many seeds there are for one of these. */
    private static final int RARITY = 20;

    private static final Actor SOMEBODY = new Actor("person-1", "works on the lines", "simulation");

    private Coincidences() {}

    static boolean isOne(long seed) {
        return Math.floorMod(seed, RARITY) == 0;
    }

    /** The scenario of such a seed. */
    static Scenario of(long seed) {
        var chance = new Chance(~seed);
        boolean calm = chance.happens(0.5);
        return switch (chance.between(1, 4)) {
            case 1 -> nothingLeftOfTheLastWave(seed, calm, chance);
            case 2 -> leaderCutOffWhereNothingLasts(seed, calm, chance);
            case 3 -> leaderLostAfterTwoWaves(seed, calm, chance);
            default -> leaderCutOffWhereSomethingLasts(seed, calm, chance);
        };
    }

    /** A deployment stands before its last wave while the only region of that is taken out. */
    private static Scenario nothingLeftOfTheLastWave(long seed, boolean calm, Chance chance) {
        var drawn = RandomEstate.of(chance).places();
        var places = new ArrayList<RandomRegion>();
        drawn.forEach(place -> places.add(
                new RandomRegion(place.name(), place.equals(drawn.getLast()) ? 2 : 1, place.rollbackWindow())));
        var estate = estate(chance, places, false);
        int asked = chance.between(500, 20_000);
        int stopped = asked + chance.between(1_000, 12_000);
        int over = stopped + chance.between(20_000, 50_000);
        var deeds = new ArrayList<Deed>();
        deeds.add(wanted(asked, Scenario.request(estate, 1, Map.of())));
        if (chance.happens(0.5)) {
            deeds.add(wanted(stopped, new Input.Hold("c2", "d1", SOMEBODY, Duration.ofSeconds(60))));
            deeds.add(wanted(over, new Input.Resume("c3", "d1", SOMEBODY)));
        } else {
            deeds.add(wanted(stopped, new Input.FreezeLane("c2", Optional.empty(), SOMEBODY, at(stopped))));
            deeds.add(wanted(over, new Input.UnfreezeLane("c3", SOMEBODY, at(over))));
        }
        deeds.add(drained(chance.between(asked + 1_500, over), places.getLast()));
        return new Scenario(seed, seed, estate, calm, deeds);
    }

    /**
     * The leader begins with the first wave, in its own region, when that region is cut off: who takes over knows nothing of
     * it. The other region is taken out meanwhile, and answers only after the first has said that it is done.
     */
    private static Scenario leaderCutOffWhereNothingLasts(long seed, boolean calm, Chance chance) {
        var places = twoOfThree(chance);
        var estate = estate(chance, places, false);
        int asked = chance.between(6_000, 20_000);
        int cut = asked + chance.between(300, 900);
        var deeds = new ArrayList<Deed>();
        deeds.add(wanted(asked, Scenario.request(estate, 1, Map.of())));
        deeds.add(new Deed.Parted(cut, places.getFirst().name(), chance.between(28_000, 42_000)));
        deeds.add(silent(cut + chance.between(19_000, 27_000), places.get(1), chance.between(15_000, 40_000)));
        deeds.add(drained(cut + chance.between(500, 40_000), places.get(1)));
        return new Scenario(seed, seed, estate, calm, deeds);
    }

    /**
     * The standby hears nothing of the leader from the first wave on, and two waves are done when the leader is lost: who takes
     * over begins as if none were. The last region is taken out meanwhile, and answers after the others.
     */
    private static Scenario leaderLostAfterTwoWaves(long seed, boolean calm, Chance chance) {
        var drawn = RandomEstate.of(chance).places();
        var places = List.of(
                new RandomRegion(drawn.get(0).name(), 1, chance.between(10, 40)),
                new RandomRegion(drawn.get(1).name(), 3, chance.between(10, 40)),
                new RandomRegion(drawn.get(2).name(), 2, chance.between(10, 40)));
        var estate = estate(chance, places, false);
        int asked = chance.between(6_000, 12_000);
        int unlinked = asked + chance.between(300, 900);
        int cut = unlinked + chance.between(30_000, 45_000);
        int lasting = chance.between(28_000, 38_000);
        var leader = places.getFirst().name();
        var deeds = new ArrayList<Deed>();
        deeds.add(wanted(asked, Scenario.request(estate, 1, Map.of())));
        deeds.add(new Deed.Unlinked(unlinked, leader, places.get(1).name(), cut + lasting - unlinked));
        deeds.add(new Deed.Parted(cut, leader, lasting));
        deeds.add(silent(cut + chance.between(19_000, 25_000), places.get(1), chance.between(15_000, 35_000)));
        deeds.add(drained(cut + chance.between(500, 30_000), places.get(1)));
        return new Scenario(seed, seed, estate, calm, deeds);
    }

    /** The same where going back would not undo what the first wave has brought, and the other region never answers. */
    private static Scenario leaderCutOffWhereSomethingLasts(long seed, boolean calm, Chance chance) {
        var places = twoOfThree(chance);
        var estate = estate(chance, places, true);
        int asked = chance.between(45_000, 55_000);
        int cut = asked + chance.between(300, 900);
        var deeds = new ArrayList<Deed>();
        deeds.add(wanted(chance.between(500, 5_000), Scenario.request(estate, 1, Map.of())));
        deeds.add(wanted(asked, Scenario.request(estate, 2, images(chance, estate))));
        deeds.add(new Deed.Parted(cut, places.getFirst().name(), chance.between(28_000, 42_000)));
        deeds.add(silent(cut + chance.between(19_000, 27_000), places.get(1), chance.between(30_000, 60_000)));
        return new Scenario(seed, seed, estate, calm, deeds);
    }

    /** An estate in two of an installation's three regions: with one of them cut off, two remain to agree on it. */
    private static List<RandomRegion> twoOfThree(Chance chance) {
        var drawn = RandomEstate.of(chance).places();
        return List.of(
                new RandomRegion(drawn.get(0).name(), 1, chance.between(10, 40)),
                new RandomRegion(drawn.get(1).name(), 2, chance.between(10, 40)),
                new RandomRegion(drawn.get(2).name(), RandomRegion.NOWHERE, chance.between(10, 40)));
    }

    /** Few services, so that a wave is over soon. */
    private static RandomEstate estate(Chance chance, List<RandomRegion> places, boolean migrates) {
        var parts = new ArrayList<RandomService>();
        int count = chance.between(1, 3);
        for (int index = 0; index < count; index++) {
            parts.add(new RandomService("s" + index, chance.happens(0.4), migrates, List.of()));
        }
        return new RandomEstate(chance.between(1, 4), 0, true, places, parts);
    }

    private static Map<String, String> images(Chance chance, RandomEstate estate) {
        var images = new LinkedHashMap<String, String>();
        var kinds = List.of("good", "good", "late");
        estate.parts().forEach(part -> images.put(part.name(), "shop/" + part.name() + ":v2-" + chance.oneOf(kinds)));
        return images;
    }

    private static Deed wanted(int at, Input.Command command) {
        return new Deed.Wanted(at, command, 1);
    }

    private static Deed drained(int at, RandomRegion place) {
        return wanted(at, new Input.Drain("drain", place.name(), SOMEBODY, at(at)));
    }

    private static Deed silent(int at, RandomRegion place, int down) {
        return new Deed.Killed(at, CoordinatorNode.nameOf(place.name()), down);
    }

    private static Written at(int millis) {
        return Written.at(World.BEGIN.plusMillis(millis));
    }
}
