package io.tidegate.planner.rollout;

import io.tidegate.estate.plan.Plan;
import io.tidegate.estate.plan.PlannedWave;
import io.tidegate.estate.plan.RegionPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A deployment as the planner knows it.
 *
 * @param wave the wave under way, forward or back; 0 before the first
 * @param expectedEnd when it ends by the plan's estimates
 * @param deadline when the present stage, or wave, must have ended
 * @param regions progress by region, in the order of the plan
 * @param cause why it is taken back, if it is
 * @param cancelled whether a person ended it, so that its end is CANCELLED
 * @param reason one sentence on why it is where it is; empty while all goes well
 * @param hold whose wish it is that it stops before its next wave, if it is somebody's
 * @param overridesFreeze whether it goes on though a freeze is on
 */
public record Deployment(
        String id,
        Plan plan,
        String digest,
        Actor actor,
        Stage stage,
        int wave,
        Instant startedAt,
        Instant expectedEnd,
        Instant deadline,
        Map<String, RegionProgress> regions,
        Optional<Cause> cause,
        boolean cancelled,
        String reason,
        Optional<Hold> hold,
        boolean overridesFreeze) {
    public Deployment {
        regions = Collections.unmodifiableMap(new LinkedHashMap<>(regions));
    }

    static Deployment started(DeploymentEvent.Started event) {
        var regions = new LinkedHashMap<String, RegionProgress>();
        for (RegionPlan region : event.plan().regions()) {
            regions.put(region.region(), RegionProgress.pending(region.region(), region.wave()));
        }
        return new Deployment(
                event.deployment(),
                event.plan(),
                event.digest(),
                event.actor(),
                Stage.PREPARING,
                0,
                event.at(),
                event.at().plus(event.plan().longest()),
                event.at().plus(Deadlines.PREPARING),
                regions,
                Optional.empty(),
                false,
                "",
                Optional.empty(),
                event.overridesFreeze());
    }

    Deployment enter(Stage next, Instant until) {
        if (next != stage && !stage.next().contains(next)) {
            throw new IllegalStateException("deployment " + id + " cannot go from " + stage + " to " + next);
        }
        return new Deployment(
                id,
                plan,
                digest,
                actor,
                next,
                wave,
                startedAt,
                expectedEnd,
                until,
                regions,
                cause,
                cancelled,
                reason,
                hold,
                overridesFreeze);
    }

    Deployment atWave(int number) {
        return new Deployment(
                id,
                plan,
                digest,
                actor,
                stage,
                number,
                startedAt,
                expectedEnd,
                deadline,
                regions,
                cause,
                cancelled,
                reason,
                hold,
                overridesFreeze);
    }

    Deployment because(Cause why, boolean byCancel) {
        return new Deployment(
                id,
                plan,
                digest,
                actor,
                stage,
                wave,
                startedAt,
                expectedEnd,
                deadline,
                regions,
                Optional.of(why),
                byCancel,
                why.message(),
                hold,
                overridesFreeze);
    }

    Deployment saying(String why) {
        return new Deployment(
                id,
                plan,
                digest,
                actor,
                stage,
                wave,
                startedAt,
                expectedEnd,
                deadline,
                regions,
                cause,
                cancelled,
                why,
                hold,
                overridesFreeze);
    }

    Deployment with(Optional<Hold> wish) {
        return new Deployment(
                id,
                plan,
                digest,
                actor,
                stage,
                wave,
                startedAt,
                expectedEnd,
                deadline,
                regions,
                cause,
                cancelled,
                reason,
                wish,
                overridesFreeze);
    }

    /** Whether it has changed regions and can be taken back. */
    boolean canGoBack() {
        return stage.canGoBack() && (stage != Stage.PAUSED || wave > 0);
    }

    Deployment with(RegionProgress progress) {
        var changed = new LinkedHashMap<>(regions);
        changed.put(progress.region(), progress);
        return new Deployment(
                id,
                plan,
                digest,
                actor,
                stage,
                wave,
                startedAt,
                expectedEnd,
                deadline,
                changed,
                cause,
                cancelled,
                reason,
                hold,
                overridesFreeze);
    }

    /** Whether time alone may change something. */
    public boolean waits() {
        return !stage.terminal() && stage != Stage.HELD;
    }

    /** The wave's regions; empty if there is no such wave. */
    public List<String> regionsOf(int number) {
        return plan.waves().stream()
                .filter(planned -> planned.number() == number)
                .flatMap(planned -> planned.regions().stream())
                .toList();
    }

    List<RegionProgress> progressOf(int number) {
        return regions.values().stream()
                .filter(progress -> progress.wave() == number)
                .toList();
    }

    /** The wave after this one, if there is one. */
    Optional<Integer> waveAfter(int number) {
        return plan.waves().stream()
                .map(PlannedWave::number)
                .filter(other -> other > number)
                .min(Integer::compare);
    }

    /** The wave before this one, if there is one. */
    Optional<Integer> waveBefore(int number) {
        return plan.waves().stream()
                .map(PlannedWave::number)
                .filter(other -> other < number)
                .max(Integer::compare);
    }

    RegionPlan planOf(String region) {
        return plan.regions().stream()
                .filter(planned -> planned.region().equals(region))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("deployment " + id + " has no region " + region));
    }

    /** Whether a bad verdict from this region still takes the deployment back. */
    public boolean windowOpen(String region, Instant now) {
        var progress = regions.get(region);
        if (progress == null) {
            return false;
        }
        return progress.completedAt()
                .map(at -> now.isBefore(at.plus(planOf(region).rollbackWindow())))
                .orElse(true);
    }

    /** When the last region's rollback window closes. */
    Instant lastWindowEnd() {
        Instant last = startedAt;
        for (RegionProgress progress : regions.values()) {
            Duration window = planOf(progress.region()).rollbackWindow();
            Instant end = progress.completedAt().orElse(startedAt).plus(window);
            last = end.isAfter(last) ? end : last;
        }
        return last;
    }
}
