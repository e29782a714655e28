package io.tidegate.estate.plan;

import io.tidegate.estate.HealthSettings;
import io.tidegate.estate.Image;
import io.tidegate.estate.Migration;
import io.tidegate.estate.Resources;
import io.tidegate.estate.SecondsRange;
import io.tidegate.estate.Strategy;
import java.util.List;
import java.util.Optional;

/**
 * What happens to one service in one region.
 *
 * @param image what shall run
 * @param previous what runs before; empty when the service is new here
 * @param dependsOn services of this region that must be healthy before it starts
 * @param remainingSeconds longest path from its start to the region's end; of those that may start, the largest goes first
 * @param resources what one replica gets in the plan's environment
 * @param migration the change of stored data that the image brings, if any
 */
public record ServicePlan(
        String service,
        Image image,
        Optional<Image> previous,
        int replicas,
        int port,
        int phase,
        List<String> dependsOn,
        Strategy strategy,
        boolean critical,
        SecondsRange estimate,
        int remainingSeconds,
        Resources resources,
        HealthSettings health,
        Optional<Migration> migration) {
    public ServicePlan {
        dependsOn = List.copyOf(dependsOn);
    }

    /** Whether the image takes over from another by and by. */
    boolean comesByCanary() {
        return changes() && previous.isPresent() && strategy == Strategy.CANARY;
    }

    /** Whether another image runs here before, or none. */
    public boolean changes() {
        return previous.isEmpty() || !previous.get().equals(image);
    }
}
