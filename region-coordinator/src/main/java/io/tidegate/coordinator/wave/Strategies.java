package io.tidegate.coordinator.wave;

import io.tidegate.coordinator.wave.Move.Action;
import io.tidegate.estate.Image;
import io.tidegate.estate.Policy;
import io.tidegate.estate.Strategy;
import io.tidegate.estate.plan.ServicePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Strategies as lists of moves: how a version comes in, how it goes out, and what is left to tidy up. */
final class Strategies {
    private Strategies() {}

    /** How the planned version takes over from what runs. */
    static List<Move> forward(ServicePlan plan, Optional<Running> before, Policy policy) {
        var moves = new ArrayList<Move>();
        before.flatMap(Running::kept)
                .filter(kept -> !kept.equals(plan.image()))
                .ifPresent(kept -> moves.add(Move.remove(kept)));
        moves.add(Move.apply(plan.image(), plan.replicas(), plan.port()));
        moves.add(Move.awaitReady(plan.image(), policy.readyTimeout()));
        var old = before.map(Running::image);
        if (old.isEmpty()) {
            moves.add(Move.routeAll(plan.image()));
        } else if (plan.strategy() == Strategy.ROLLING) {
            moves.add(Move.routeAll(plan.image()));
            moves.add(Move.remove(old.get()));
        } else {
            for (var stage : policy.canaryStages()) {
                moves.add(Move.split(plan.image(), stage.weight(), old.get()));
                moves.add(Move.watch(plan.image(), stage.pause()));
            }
        }
        return List.copyOf(moves);
    }

    /** The fastest means that undoes what these moves may have done, up to and including the one in flight. */
    static Means means(List<Move> begun, Optional<Running> before) {
        if (begun.isEmpty()) {
            return Means.NONE;
        }
        boolean oldIsThere = before.isPresent()
                && begun.stream()
                        .noneMatch(move -> move.action() == Action.REMOVE
                                && move.image().equals(before.get().image()));
        return oldIsThere ? Means.TRAFFIC : Means.CONTAINER;
    }

    /** How users get back what they had. */
    static List<Move> back(ServicePlan plan, Optional<Running> before, Means means, Policy policy) {
        return switch (means) {
            case NONE -> List.of();
            case TRAFFIC -> List.of(Move.routeAll(former(before)));
            case CONTAINER ->
                before.isEmpty()
                        ? List.of(Move.routeNowhere(plan.image()))
                        : List.of(
                                Move.apply(former(before), plan.replicas(), plan.port()),
                                Move.awaitReady(former(before), policy.readyTimeout()),
                                Move.routeAll(former(before)));
        };
    }

    /** What proves that the way back was gone, and takes away what is no longer wanted. */
    static List<Move> verification(ServicePlan plan, Optional<Running> before, Means means, Policy policy) {
        if (means == Means.NONE) {
            return List.of();
        }
        var moves = new ArrayList<Move>();
        before.ifPresent(old -> moves.add(Move.awaitReady(old.image(), policy.readyTimeout())));
        moves.add(Move.remove(plan.image()));
        return List.copyOf(moves);
    }

    private static Image former(Optional<Running> before) {
        return before.map(Running::image)
                .orElseThrow(() -> new IllegalStateException("a service that is new here has no former version"));
    }
}
