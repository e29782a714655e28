package io.tidegate.planner.rollout;

import io.tidegate.estate.FixedMap;
import io.tidegate.estate.plan.Plan;
import io.tidegate.estate.plan.PlannedWave;
import io.tidegate.estate.plan.RegionPlan;
import io.tidegate.planner.rollout.RegionProgress.State;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A deployment as the planner knows it.
 *
 * @param wave the wave under way, forward or back; 0 before the first
 * @param deadline when the present stage, or wave, must have ended
 * @param regions progress by region, in the order of the plan
 * @param cause why it is taken back, if it is
 * @param cancelled whether a person ended it, so that its end is CANCELLED
 * @param reason one sentence on why it is where it is; empty while all goes well
 * @param hold whose wish it is that it stops before its next wave, if it is somebody's
 * @param continuedAs the deployment as which it goes on, where an emergency has interrupted it; empty where none has
 * @param doubtful whether a planner that leads no more may have carried it further than is known
 */
public record Deployment(
        Order order,
        Stage stage,
        int wave,
        Instant deadline,
        Map<String, RegionProgress> regions,
        Optional<Cause> cause,
        boolean cancelled,
        String reason,
        Optional<Hold> hold,
        String continuedAs,
        boolean doubtful) {
    public Deployment {
        regions = FixedMap.copyOf(regions);
        continuedAs = Objects.requireNonNullElse(continuedAs, ""); // what is kept may be older
    }

    static Deployment started(DeploymentEvent.Started event) {
        var regions = new LinkedHashMap<String, RegionProgress>();
        for (RegionPlan region : event.order().plan().regions()) {
            regions.put(region.region(), RegionProgress.pending(region.region(), region.wave()));
        }
        return new Deployment(
                event.order(),
                Stage.PREPARING,
                0,
                event.at().plus(Deadlines.PREPARING),
                regions,
                Optional.empty(),
                false,
                "",
                Optional.empty(),
                "",
                false);
    }

    public String id() {
        return order.request().deployment();
    }

    public Plan plan() {
        return order.plan();
    }

    public String digest() {
        return order.digest();
    }

    public Actor actor() {
        return order.request().actor();
    }

    public Instant startedAt() {
        return order.startedAt();
    }

    /** When it ends by the plan's estimates. */
    public Instant expectedEnd() {
        return order.expectedEnd();
    }

    /** Whether it goes on though a freeze is on. */
    public boolean overridesFreeze() {
        return order.request().terms().overridesFreeze();
    }

    Deployment enter(Stage next, Instant until) {
        if (next != stage && !stage.next().contains(next)) {
            throw new IllegalStateException("deployment " + id() + " cannot go from " + stage + " to " + next);
        }
        return new Deployment(order, next, wave, until, regions, cause, cancelled, reason, hold, continuedAs, doubtful);
    }

    Deployment atWave(int number) {
        return new Deployment(
                order, stage, number, deadline, regions, cause, cancelled, reason, hold, continuedAs, doubtful);
    }

    Deployment because(Cause why, boolean byCancel) {
        return new Deployment(
                order,
                stage,
                wave,
                deadline,
                regions,
                Optional.of(why),
                byCancel,
                why.message(),
                hold,
                continuedAs,
                doubtful);
    }

    Deployment saying(String why) {
        return new Deployment(
                order, stage, wave, deadline, regions, cause, cancelled, why, hold, continuedAs, doubtful);
    }

    Deployment with(Optional<Hold> wish) {
        return new Deployment(
                order, stage, wave, deadline, regions, cause, cancelled, reason, wish, continuedAs, doubtful);
    }

    Deployment with(RegionProgress progress) {
        var changed = new LinkedHashMap<>(regions);
        changed.put(progress.region(), progress);
        return new Deployment(
                order, stage, wave, deadline, changed, cause, cancelled, reason, hold, continuedAs, doubtful);
    }

    Deployment continuedAs(String id) {
        return new Deployment(order, stage, wave, deadline, regions, cause, cancelled, reason, hold, id, doubtful);
    }

    Deployment inDoubt() {
        return new Deployment(order, stage, wave, deadline, regions, cause, cancelled, reason, hold, continuedAs, true);
    }

    Deployment certain() {
        return new Deployment(
                order, stage, wave, deadline, regions, cause, cancelled, reason, hold, continuedAs, false);
    }

    /** Whether it has changed regions, or may have, and can be taken back. */
    boolean canGoBack() {
        return switch (stage) {
            case PREPARING -> doubtful;
            case PAUSED -> doubtful || wave > 0;
            default -> stage.canGoBack();
        };
    }

    /** Whether a person ordered that it is taken back. */
    boolean isForced() {
        return cause.filter(
                        why -> why.rule().equals(Cause.COMMAND) || why.rule().equals(Cause.CANCEL))
                .isPresent();
    }

    /** Whether it gave way to an emergency, and goes on after that. */
    boolean isInterrupted() {
        return !continuedAs.isEmpty();
    }

    /** Whether time alone may change something. */
    public boolean waits() {
        return !stage.terminal() && stage != Stage.HELD;
    }

    /** The wave's regions; empty if there is no such wave. */
    public List<String> regionsOf(int number) {
        return plan().waves().stream()
                .filter(planned -> planned.number() == number)
                .flatMap(planned -> planned.regions().stream())
                .toList();
    }

    List<RegionProgress> progressOf(int number) {
        return regions.values().stream()
                .filter(progress -> progress.wave() == number)
                .toList();
    }

    /** How far a region has come. */
    public RegionProgress progress(String region) {
        var progress = regions.get(region);
        if (progress == null) {
            throw new IllegalArgumentException("deployment " + id() + " has no region " + region);
        }
        return progress;
    }

    /** The regions of a wave that take part in it. */
    List<String> regionsIn(int number) {
        return regionsOf(number).stream()
                .filter(region -> progress(region).state() != State.SKIPPED)
                .toList();
    }

    /** Which regions it went on without, in words; empty where it is everywhere. */
    String omission() {
        var skipped = skipped();
        return skipped.isEmpty() ? "" : "done without " + String.join(", ", skipped) + "; deploy again once that is in";
    }

    /** The regions that it went on without. */
    List<String> skipped() {
        return regions.values().stream()
                .filter(progress -> progress.state() == State.SKIPPED)
                .map(RegionProgress::region)
                .toList();
    }

    /** The wave after this one, if there is one. */
    Optional<Integer> waveAfter(int number) {
        return plan().waves().stream()
                .map(PlannedWave::number)
                .filter(other -> other > number)
                .min(Integer::compare);
    }

    /** The wave before this one, if there is one. */
    Optional<Integer> waveBefore(int number) {
        return plan().waves().stream()
                .map(PlannedWave::number)
                .filter(other -> other < number)
                .max(Integer::compare);
    }

    RegionPlan planOf(String region) {
        return plan().regions().stream()
                .filter(planned -> planned.region().equals(region))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("deployment " + id() + " has no region " + region));
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
        Instant last = startedAt();
        for (RegionProgress progress : regions.values()) {
            Duration window = planOf(progress.region()).rollbackWindow();
            Instant end = progress.completedAt().orElse(startedAt()).plus(window);
            last = end.isAfter(last) ? end : last;
        }
        return last;
    }
}
