package io.tidegate.estate.plan;

import io.tidegate.estate.Policy;
import io.tidegate.estate.SecondsRange;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/**
 * Everything a deployment is going to do, decided before it starts.
 *
 * @param estimate the phases' estimates, one after the other, for a region that runs every service
 * @param criticalPath the chain of dependencies that takes longest
 */
public record Plan(
        String estate,
        String environment,
        List<PlannedPhase> phases,
        List<PlannedWave> waves,
        List<RegionPlan> regions,
        Policy policy,
        SecondsRange estimate,
        List<String> criticalPath) {
    public Plan {
        phases = List.copyOf(phases);
        waves = List.copyOf(waves);
        regions = List.copyOf(regions);
        criticalPath = List.copyOf(criticalPath);
    }

    /**
     * How long the deployment takes by the upper estimates: waves one after the other, a wave's regions side by side, the
     * pauses of canaries, and the stability watch.
     */
    public Duration longest() {
        long seconds = waves.stream()
                .mapToLong(wave -> regions.stream()
                        .filter(region -> region.wave() == wave.number())
                        .mapToLong(region -> Schedule.withPauses(region, policy).seconds())
                        .max()
                        .orElse(0))
                .sum();
        return Duration.ofSeconds(seconds).plus(policy.stability());
    }

    /** What taking the deployment back does not undo, a sentence each; empty where everything can be undone. */
    public List<String> irreversible() {
        var sentences = new LinkedHashSet<String>();
        for (RegionPlan region : regions) {
            for (ServicePlan service : region.services()) {
                service.migration()
                        .filter(migration -> service.isIrreversible())
                        .ifPresent(migration -> sentences.add("'" + service.service() + "' brings a "
                                + migration.kind().name().toLowerCase(Locale.ROOT) + " migration with "
                                + service.image()
                                + " that cannot be reversed: a rollback restores the image, not the data"));
            }
        }
        return List.copyOf(sentences);
    }

    /** The key of what this plan changes: only one deployment at a time is under way for it. */
    public String aggregateKey() {
        return estate + "/" + environment;
    }
}
