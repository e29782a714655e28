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
                    case RegionReport.Connected connected -> connected.digest().equals(deployment.digest());
                    case RegionReport.Completed completed -> completed.digest().equals(deployment.digest());
                    default -> true;
                })
                .isEmpty();
    }

    /** Reports that may matter although they change no progress, such as answers to a planner that took over. */
    private static boolean leadsOn(RegionReport report) {
        return report instanceof RegionReport.Failed
                || report instanceof RegionReport.RollingBack
                || report instanceof RegionReport.Completed
                || report instanceof RegionReport.Prepared;
    }

    private static List<? extends Change> next(Lane lane, Deployment after, RegionReport report, Instant now) {
        return switch (report) {
            case RegionReport.Prepared prepared -> prepared(lane, after, prepared, now);
            case RegionReport.Completed completed -> completed(lane, after, completed, now);
            case RegionReport.Connected connected -> Connecting.heard(lane, after, connected, now);
            case RegionReport.Failed failed ->
                after.stage() == Stage.ROLLING_BACK ? wayBack(after, report, now) : failed(after, failed.cause(), now);
            case RegionReport.RollingBack back -> failed(after, back.cause(), now);
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
            var message = "region " + report.region() + " is not ready: " + String.join("; ", report.problems());
            return WayBack.instead(after, FailureReason.REGION_NOT_READY, report.region(), message, now)
                    .changes();
        }
        if (!after.doubtful()
                && !report.running().equals(after.planOf(report.region()).before())) {
            return List.copyOf(Requests.again(lane.running(report.region(), report.running()), after, now));
        }
        boolean all = after.regions().values().stream().noneMatch(progress -> progress.state() == State.PENDING);
        return all ? List.copyOf(next(lane, after, now)) : List.of();
    }

    /** What follows on the waves that are done; of a deployment that was taken over, some may be. */
    private static List<DeploymentEvent> next(Lane lane, Deployment deployment, Instant now) {
        return deployment.regions().values().stream()
                .filter(progress -> !progress.state().isDone())
                .map(RegionProgress::wave)
                .min(Integer::compare)
                .map(wave -> Gate.before(lane, deployment, wave, now))
                .orElseGet(() -> Connecting.begin(lane, deployment, now));
    }

    private static List<Change> completed(Lane lane, Deployment after, RegionReport.Completed report, Instant now) {
        if (after.stage() != Stage.IN_PROGRESS
                || report.wave() != after.wave()
                || !report.digest().equals(after.digest())
                || !after.progressOf(after.wave()).stream()
                        .allMatch(progress -> progress.state().isDone())) {
            return List.of();
        }
        var done = new DeploymentEvent.WaveCompleted(after.id(), after.wave(), now);
        Optional<Integer> next = after.waveAfter(after.wave());
        var changes = new ArrayList<Change>();
        changes.add(done);
        changes.addAll(
                next.isPresent() ? Gate.before(lane, after, next.get(), now) : Connecting.begin(lane, after, now));
        return changes;
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
}
