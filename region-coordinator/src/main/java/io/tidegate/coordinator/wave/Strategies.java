package io.tidegate.coordinator.wave;

import io.tidegate.coordinator.wave.Move.Action;
import io.tidegate.estate.Policy;
import io.tidegate.estate.Strategy;
import io.tidegate.estate.plan.ServicePlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Strategies as lists of moves: how a version comes in, how it goes out, and what is left to tidy up. */
final class Strategies {
    private Strategies() {}

    /**
     * How what is planned takes over from what runs. A version that takes over from another has to be found healthy before
     * that one is taken away.
     */
    static List<Move> forward(ServicePlan plan, Optional<Running> before, Policy policy) {
        var come = List.of(Move.apply(plan.workload()), Move.awaitReady(plan.image(), policy.readyTimeout()));
        var moves = new ArrayList<Move>();
        if (before.isPresent() && isReshaped(plan, before.get())) {
            moves.addAll(come);
            if (!before.get().serves()) {
                moves.add(Move.routeAll(plan.image()));
            }
            return List.copyOf(moves);
        }
        before.flatMap(Running::kept)
                .filter(kept -> !kept.equals(plan.image()))
                .ifPresent(kept -> moves.add(Move.remove(kept)));
        moves.addAll(come);
        var old = before.map(Running::image);
        if (old.isEmpty()) {
            moves.add(Move.routeAll(plan.image()));
        } else if (plan.strategy() == Strategy.ROLLING || !before.get().serves()) {
            moves.add(Move.routeAll(plan.image()));
            moves.add(Move.watch(plan.image(), Duration.ZERO));
            moves.add(Move.remove(old.get()));
        } else {
            for (var stage : policy.canaryStages()) {
                moves.add(Move.split(plan.image(), stage.weight(), old.get()));
                moves.add(Move.watch(plan.image(), stage.pause()));
            }
        }
        return List.copyOf(moves);
    }

    /** Whether the same version runs, with other replicas or resources, on another port or under other checks. */
    private static boolean isReshaped(ServicePlan plan, Running before) {
        return before.image().equals(plan.image());
    }

    /** The fastest means that undoes what these moves may have done, up to and including the one in flight. */
    static Means means(ServicePlan plan, List<Move> begun, Optional<Running> before) {
        if (begun.isEmpty()) {
            return Means.NONE;
        }
        boolean oldIsThere = before.filter(Running::serves).isPresent()
                && !isReshaped(plan, before.get())
                && begun.stream()
                        .noneMatch(move -> move.action() == Action.REMOVE
                                && move.image().equals(before.get().image()));
        return oldIsThere ? Means.TRAFFIC : Means.CONTAINER;
    }

    /** How users get back what they had. */
    static List<Move> back(ServicePlan plan, Optional<Running> before, Means means, Policy policy) {
        return switch (means) {
            case NONE -> List.of();
            case TRAFFIC -> List.of(Move.routeAll(former(before).image()));
            case CONTAINER ->
                before.isEmpty() ? List.of(Move.routeNowhere(plan.image())) : restored(former(before), policy);
        };
    }

    private static List<Move> restored(Running former, Policy policy) {
        return List.of(
                Move.apply(former.workload()),
                Move.awaitReady(former.image(), policy.readyTimeout()),
                Move.routeAll(former.image()));
    }

    /**
     * What takes away what is no longer wanted, and proves by telemetry that users have again what was good before. Where
     * only the shape had changed there is nothing to tell apart, so readiness is proof enough.
     */
    static List<Move> verification(ServicePlan plan, Optional<Running> before, Means means, Policy policy) {
        if (means == Means.NONE) {
            return List.of();
        }
        var moves = new ArrayList<Move>();
        before.ifPresent(old -> moves.add(Move.awaitReady(old.image(), policy.readyTimeout())));
        if (before.filter(old -> isReshaped(plan, old)).isEmpty()) {
            moves.add(Move.remove(plan.image()));
            before.ifPresent(old -> moves.add(Move.watch(old.image(), Duration.ZERO)));
        }
        return List.copyOf(moves);
    }

    /** What takes a service away that the estate no longer has: first its traffic, then all that is there of it. */
    static List<Move> away(Running running) {
        var moves = new ArrayList<Move>();
        moves.add(Move.routeNowhere(running.image()));
        running.kept().ifPresent(kept -> moves.add(Move.remove(kept)));
        moves.add(Move.remove(running.image()));
        return List.copyOf(moves);
    }

    private static Running former(Optional<Running> before) {
        return before.orElseThrow(() -> new IllegalStateException("a service that is new here has no former version"));
    }
}
