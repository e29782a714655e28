package io.tidegate.planner.rollout;

import io.tidegate.planner.rollout.RegionProgress.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides what a region's report means. A report on another deployment, plan or wave means nothing. */
final class Reports {
    private Reports() {}

    static Decision decide(Lane lane, RegionReport report, Instant now) {
        var current = lane.deployment()
                .filter(deployment -> deployment.id().equals(report.deployment()))
                .filter(deployment -> deployment.regions().containsKey(report.region()));
        if (current.isEmpty()) {
            return Decision.nothing();
        }
        var note = new Change.Noted(report, now);
        var noted = Evolution.evolve(lane, note);
        if (noted.equals(lane) && !leadsOn(report)) {
            return Decision.nothing();
        }
        var after = noted.deployment().orElseThrow(() -> new IllegalStateException("a report removed its deployment"));
        var changes = new ArrayList<Change>();
        if (!noted.equals(lane)) {
            changes.add(note);
        }
        changes.addAll(next(lane, after, report, now));
        return Decision.of(changes);
    }

    /** Whether a report is on another deployment or plan than the present one, such as one that came late. */
    static boolean isStale(Lane lane, RegionReport report) {
        return !(report instanceof RegionReport.ServiceRemoved) && isOfAnother(lane, report);
    }

    private static boolean isOfAnother(Lane lane, RegionReport report) {
        return lane.deployment()
                .filter(deployment -> deployment.id().equals(report.deployment()))
                .filter(deployment -> switch (report) {
                    case RegionReport.Prepared prepared -> prepared.digest().equals(deployment.digest());
                    case RegionReport.Completed completed -> completed.digest().equals(deployment.digest());
                    default -> true;
                })
                .isEmpty();
    }

    /** Reports that may matter although they change no progress: they carry a reason to go back. */
    private static boolean leadsOn(RegionReport report) {
        return report instanceof RegionReport.Failed || report instanceof RegionReport.RollingBack;
    }

    private static List<? extends Change> next(Lane lane, Deployment after, RegionReport report, Instant now) {
        return switch (report) {
            case RegionReport.Prepared prepared -> prepared(lane, after, prepared, now);
            case RegionReport.Completed completed -> completed(lane, after, completed, now);
            case RegionReport.Failed failed -> failed(after, failed.cause(), now);
            case RegionReport.RollingBack back -> back.ordered() ? List.of() : failed(after, back.cause(), now);
            case RegionReport.Returned back -> wayBack(after, report, now);
            case RegionReport.RolledBack back -> wayBack(after, report, now);
            case RegionReport.RollbackFailed back -> wayBack(after, report, now);
            case RegionReport.Deploying same -> List.of();
            case RegionReport.ServiceDeployed same -> List.of();
            case RegionReport.ServiceRemoved same -> List.of();
            case RegionReport.Validating same -> List.of();
        };
    }

    private static List<Change> prepared(Lane lane, Deployment after, RegionReport.Prepared report, Instant now) {
        if (after.stage() != Stage.PREPARING || !report.digest().equals(after.digest())) {
            return List.of();
        }
        if (!report.ready()) {
            return List.of(new DeploymentEvent.Failed(
                    after.id(),
                    "region_not_ready",
                    "region " + report.region() + " is not ready: " + String.join("; ", report.problems()),
                    now));
        }
        boolean all = after.regions().values().stream().allMatch(progress -> progress.state() == State.PREPARED);
        return all ? List.of(Gate.before(lane, after, firstWave(after), now)) : List.of();
    }

    private static List<Change> completed(Lane lane, Deployment after, RegionReport.Completed report, Instant now) {
        if (after.stage() != Stage.IN_PROGRESS
                || report.wave() != after.wave()
                || !report.digest().equals(after.digest())
                || !after.progressOf(after.wave()).stream().allMatch(progress -> progress.state() == State.COMPLETED)) {
            return List.of();
        }
        var done = new DeploymentEvent.WaveCompleted(after.id(), after.wave(), now);
        Optional<Integer> next = after.waveAfter(after.wave());
        DeploymentEvent then = next.isPresent()
                ? Gate.before(lane, after, next.get(), now)
                : new DeploymentEvent.StabilityWatchStarted(
                        after.id(), now.plus(after.plan().policy().stability()), now);
        return List.of(done, then);
    }

    private static List<Change> failed(Deployment after, Cause cause, Instant now) {
        if (!after.canGoBack() || after.stage() == Stage.HELD) {
            return List.of();
        }
        var changes = new ArrayList<Change>();
        changes.add(new DeploymentEvent.ValidationFailed(after.id(), after.wave(), cause, now));
        changes.addAll(WayBack.begin(after, cause, now).changes());
        return changes;
    }

    private static List<Change> wayBack(Deployment after, RegionReport report, Instant now) {
        return after.stage() == Stage.ROLLING_BACK ? WayBack.onward(after, List.of(report.region()), now) : List.of();
    }

    private static int firstWave(Deployment deployment) {
        return deployment.waveAfter(0).orElseThrow(() -> new IllegalStateException("a plan without waves"));
    }
}
