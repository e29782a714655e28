package io.tidegate.coordinator.wave;

import io.tidegate.estate.Image;
import io.tidegate.estate.Workload;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One move of a service on its way to another version or back. All but {@link Action#WATCH} become a step request.
 *
 * @param image the image it is about
 * @param workload all of what shall run; only for {@link Action#APPLY}
 * @param weights percent of traffic by version; only for {@link Action#ROUTE}; empty takes the route away
 * @param time longest time it may take, or the shortest time to watch
 */
public record Move(
        Action action, Image image, Optional<Workload> workload, Map<String, Integer> weights, Duration time) {
    private static final Duration QUICK = Duration.ofSeconds(10);

    /** What is done. */
    public enum Action {
        APPLY,
        AWAIT_READY,
        ROUTE,
        REMOVE,
        /** Waits for evidence of how the version is; nothing is asked of the executor. */
        WATCH
    }

    public Move {
        weights = Map.copyOf(weights);
        int sum = weights.values().stream().mapToInt(Integer::intValue).sum();
        if (action == Action.ROUTE && !weights.isEmpty() && sum != 100) {
            throw new IllegalArgumentException("weights " + new TreeMap<>(weights) + " add up to " + sum + ", not 100");
        }
    }

    static Move apply(Workload workload) {
        return new Move(Action.APPLY, workload.image(), Optional.of(workload), Map.of(), Duration.ofSeconds(30));
    }

    static Move awaitReady(Image image, Duration longest) {
        return new Move(Action.AWAIT_READY, image, Optional.empty(), Map.of(), longest);
    }

    /** All traffic to one version. */
    static Move routeAll(Image image) {
        return new Move(Action.ROUTE, image, Optional.empty(), Map.of(image.version(), 100), QUICK);
    }

    /** A share of traffic, in percent, to {@code candidate}, the rest to {@code baseline}. */
    static Move split(Image candidate, int weight, Image baseline) {
        return weight == 100
                ? routeAll(candidate)
                : new Move(
                        Action.ROUTE,
                        candidate,
                        Optional.empty(),
                        Map.of(candidate.version(), weight, baseline.version(), 100 - weight),
                        QUICK);
    }

    static Move routeNowhere(Image image) {
        return new Move(Action.ROUTE, image, Optional.empty(), Map.of(), QUICK);
    }

    static Move remove(Image image) {
        return new Move(Action.REMOVE, image, Optional.empty(), Map.of(), Duration.ofSeconds(30));
    }

    static Move watch(Image image, Duration least) {
        return new Move(Action.WATCH, image, Optional.empty(), Map.of(), least);
    }
}
