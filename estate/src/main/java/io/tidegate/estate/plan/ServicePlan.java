package io.tidegate.estate.plan;

import io.tidegate.estate.Image;
import io.tidegate.estate.Migration;
import io.tidegate.estate.SecondsRange;
import io.tidegate.estate.Strategy;
import io.tidegate.estate.Workload;
import java.util.List;
import java.util.Optional;

/**
 * What happens to one service in one region.
 *
 * @param workload what shall run, with what one replica gets in the plan's environment
 * @param previous what runs before; empty when the service is new here
 * @param dependsOn services of this region that must be healthy before it starts
 * @param remainingSeconds longest path from its start to the region's end; of those that may start, the largest goes first
 * @param migration the change of stored data that the image brings, if any
 */
public record ServicePlan(
        String service,
        Workload workload,
        Optional<Workload> previous,
        int phase,
        List<String> dependsOn,
        Strategy strategy,
        boolean critical,
        SecondsRange estimate,
        int remainingSeconds,
        Optional<Migration> migration) {
    public ServicePlan {
        dependsOn = List.copyOf(dependsOn);
    }

    /** The image that shall run. */
    public Image image() {
        return workload.image();
    }

    /** Whether the image takes over from another by and by. */
    boolean comesByCanary() {
        return bringsImage() && previous.isPresent() && strategy == Strategy.CANARY;
    }

    /** Whether anything else runs here before, or nothing. */
    public boolean changes() {
        return previous.isEmpty() || !previous.get().equals(workload);
    }

    /** Whether what it brings cannot be undone: taking it back would restore the image, but not the data. */
    public boolean isIrreversible() {
        return bringsImage() && migration.filter(change -> !change.reversible()).isPresent();
    }

    /** Whether another image runs here before, or none. */
    public boolean bringsImage() {
        return previous.isEmpty() || !previous.get().image().equals(image());
    }
}
