package io.tidegate.simulation;

import io.tidegate.coordinator.wave.Attempt.Phase;
import io.tidegate.planner.lease.Lease.Role;
import io.tidegate.planner.rollout.Stage;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** States and transitions seen, of deployments, of regions in them, and of who leads. */
final class Coverage {
    /** From one state of a kind into another. */
    record Transition(Enum<?> from, Enum<?> to) {
        @Override
        public String toString() {
            return word(from) + " -> " + word(to);
        }
    }

    private final Set<Enum<?>> states = new HashSet<>();
    private final Set<Transition> transitions = new HashSet<>();

    /** All states that there are. */
    static Set<Enum<?>> legalStates() {
        var all = new LinkedHashSet<Enum<?>>();
        all.addAll(Arrays.asList(Stage.values()));
        all.addAll(Arrays.asList(Phase.values()));
        all.addAll(Arrays.asList(Role.values()));
        return all;
    }

    /** All transitions that there are. */
    static Set<Transition> legalTransitions() {
        var all = new LinkedHashSet<Transition>();
        add(all, Stage.values(), Stage::next);
        add(all, Phase.values(), Phase::next);
        add(all, Role.values(), Role::next);
        return all;
    }

    private static <E extends Enum<E>> void add(Set<Transition> all, E[] states, Function<E, Set<E>> next) {
        for (E from : states) {
            next.apply(from).forEach(to -> all.add(new Transition(from, to)));
        }
    }

    /** A state's name, such as {@code held} or {@code region stuck}. */
    static String word(Enum<?> state) {
        var name = state.name().toLowerCase(Locale.ROOT);
        return switch (state) {
            case Phase phase -> "region " + name;
            case Role role -> "planner " + name;
            default -> name;
        };
    }

    void reached(Enum<?> state) {
        states.add(state);
    }

    void moved(Enum<?> from, Enum<?> to) {
        states.add(to);
        if (from != to) {
            transitions.add(new Transition(from, to));
        }
    }

    Set<Enum<?>> states() {
        return states;
    }

    Set<Transition> transitions() {
        return transitions;
    }
}
