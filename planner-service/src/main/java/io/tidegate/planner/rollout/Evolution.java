package io.tidegate.planner.rollout;

import io.tidegate.planner.rollout.RegionProgress.State;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Moves a lane by what happened; the same for live changes and for those read again. */
public final class Evolution {
    private Evolution() {}

    /** The lane after {@code change}. */
    public static Lane evolve(Lane lane, Change change) {
        return switch (change) {
            case DeploymentEvent.Queued waits ->
                continued(lane, waits).with(lane.queue().after(waits));
            case DeploymentEvent.InQueue waits -> lane.with(lane.queue().after(waits));
            case DeploymentEvent.OfLane event -> lane.with(lane.settings().after(event));
            case DeploymentEvent.GlobalTrafficUpdated traffic -> shared(lane, traffic);
            case DeploymentEvent.Started started ->
                lane.with(lane.queue().without(started.deployment())).with(started(lane, started));
            case DeploymentEvent.Cancelled done
            when waits(lane, done) -> lane.with(lane.queue().without(done.deployment()));
            case DeploymentEvent.Failed failed
            when waits(lane, failed) -> lane.with(lane.queue().without(failed.deployment()));
            case DeploymentEvent.Resumed resumed
            when waits(lane, resumed) -> lane.with(lane.queue().resumed(resumed));
            case DeploymentEvent event -> moved(lane, event);
            case Change.Noted noted -> noted(lane, noted.report(), noted.at());
        };
    }

    /** The lane after several changes, in order. */
    public static Lane evolve(Lane lane, Iterable<? extends Change> changes) {
        var after = lane;
        for (Change change : changes) {
            after = evolve(after, change);
        }
        return after;
    }

    private static Lane continued(Lane lane, DeploymentEvent.Queued waits) {
        return lane.deployment()
                .filter(current -> current.id().equals(waits.continues()))
                .map(current -> lane.with(current.continuedAs(waits.deployment())))
                .orElse(lane);
    }

    private static Deployment started(Lane lane, DeploymentEvent.Started event) {
        return lane.deployment()
                .filter(known -> known.id().equals(event.deployment()))
                .map(known -> again(known, event))
                .orElseGet(() -> Deployment.started(event));
    }

    /** Said again it stays held, and skips what it skipped. The same plan is said again only by who took over. */
    private static Deployment again(Deployment known, DeploymentEvent.Started event) {
        var again = Deployment.started(event).with(known.hold());
        for (RegionProgress progress : known.regions().values()) {
            again = progress.state() == State.SKIPPED ? again.with(progress) : again;
        }
        return known.digest().equals(event.order().digest()) ? again.inDoubt() : again;
    }

    private static boolean waits(Lane lane, DeploymentEvent event) {
        return lane.queue().find(event.deployment()).isPresent();
    }

    private static Deployment current(Lane lane, DeploymentEvent event) {
        return lane.deployment()
                .filter(deployment -> deployment.id().equals(event.deployment()))
                .orElseThrow(() -> new IllegalStateException("an event of " + event.deployment()
                        + ", which is not the deployment of " + lane.key() + ": " + event));
    }

    private static Lane moved(Lane lane, DeploymentEvent event) {
        var was = current(lane, event);
        var after = moved(was, event);
        var next = lane.with(after);
        return switch (event) {
            case DeploymentEvent.Completed done -> next.with(lane.queue().overtakenBy(after.order()));
            case DeploymentEvent.RolledBack back -> gone(next, after.id());
            case DeploymentEvent.Cancelled left when was.stage() == Stage.HELD -> next;
            case DeploymentEvent.Cancelled back -> gone(next, after.id());
            default -> next;
        };
    }

    /** A deployment has left nothing behind. */
    private static Lane gone(Lane lane, String deployment) {
        return lane.with(lane.queue().spared(deployment))
                .sharing(lane.sharing().flatMap(sharing -> sharing.without(deployment)));
    }

    private static Lane shared(Lane lane, DeploymentEvent.GlobalTrafficUpdated traffic) {
        return traffic.deployment().isEmpty()
                ? lane
                : lane.sharing(Optional.of(
                        Sharing.by(traffic.deployment(), current(lane, traffic).plan(), lane.sharing())));
    }

    private static Deployment moved(Deployment was, DeploymentEvent event) {
        var at = event.at();
        return switch (event) {
            case DeploymentEvent.Started started -> Deployment.started(started);
            case DeploymentEvent.InQueue early -> throw begun(was, early);
            case DeploymentEvent.OfLane lane -> throw begun(was, lane);
            case DeploymentEvent.RegionSkipped skipped ->
                was.with(was.progress(skipped.region()).now(State.SKIPPED, skipped.message()));
            case DeploymentEvent.WaveStarted wave ->
                doubted(was, wave)
                        .enter(Stage.IN_PROGRESS, Deadlines.wave(was, wave.wave(), at))
                        .atWave(wave.wave())
                        .saying("");
            case DeploymentEvent.HoldOrdered order -> held(was, order);
            case DeploymentEvent.Paused paused ->
                was.enter(Stage.PAUSED, paused.until())
                        .atWave(was.waveBefore(paused.wave()).orElse(0))
                        .saying(paused.message());
            case DeploymentEvent.Resumed resumed ->
                was.with(Optional.empty()).saying(was.stage() == Stage.PAUSED ? was.reason() : "");
            case DeploymentEvent.WaveCompleted wave -> was;
            case DeploymentEvent.ValidationFailed failed ->
                was.saying(failed.cause().message());
            case DeploymentEvent.ConnectivityCheckStarted check ->
                was.enter(Stage.CONNECTING, Deadlines.connecting(check.until()))
                        .atWave(was.plan().waves().getLast().number());
            case DeploymentEvent.GlobalTrafficUpdated traffic -> was;
            case DeploymentEvent.StabilityWatchStarted watch ->
                was.enter(Stage.STABILISING, watch.until())
                        .atWave(was.plan().waves().getLast().number());
            case DeploymentEvent.Completed done ->
                was.enter(Stage.COMPLETED, done.rollbackUntil()).saying(done.message());
            case DeploymentEvent.Settled settled -> was.enter(Stage.SETTLED, at);
            case DeploymentEvent.RollbackStarted back ->
                was.enter(Stage.ROLLING_BACK, Deadlines.rollback(was, at)).because(back.cause(), back.cancelled());
            case DeploymentEvent.WaveRollbackStarted wave ->
                askedAgain(was, wave.wave())
                        .enter(Stage.ROLLING_BACK, Deadlines.rollback(was, at))
                        .atWave(wave.wave());
            case DeploymentEvent.WaveRolledBack wave -> was;
            case DeploymentEvent.RolledBack done -> was.enter(Stage.ROLLED_BACK, at);
            case DeploymentEvent.Cancelled done ->
                was.enter(Stage.CANCELLED, at).saying(done.message().isEmpty() ? was.reason() : done.message());
            case DeploymentEvent.Failed failed -> was.enter(Stage.FAILED, at).saying(failed.message());
            case DeploymentEvent.Held held -> was.enter(Stage.HELD, at).saying(held.message());
        };
    }

    /** A wave that is said again is said by who took over; once all regions have answered, nothing is in doubt. */
    private static Deployment doubted(Deployment was, DeploymentEvent.WaveStarted wave) {
        if (wave.wave() == was.wave()) {
            return was.inDoubt();
        }
        return was.stage() == Stage.PREPARING ? was.certain() : was;
    }

    private static Deployment held(Deployment was, DeploymentEvent.HoldOrdered order) {
        var hold = new Hold(order.actor(), order.at(), order.longest());
        return was.with(Optional.of(hold))
                .saying(was.stage() == Stage.PAUSED ? was.reason() : "stops before its next wave: " + hold.inWords());
    }

    private static IllegalStateException begun(Deployment was, DeploymentEvent early) {
        return new IllegalStateException("deployment " + was.id() + " has begun; too late is " + early);
    }

    /** Regions whose way back failed are on it again. */
    private static Deployment askedAgain(Deployment was, int wave) {
        var after = was;
        for (RegionProgress progress : was.progressOf(wave)) {
            if (progress.state() == State.ROLLBACK_FAILED || progress.state() == State.FROZEN) {
                after = after.with(progress.now(State.ROLLING_BACK));
            }
        }
        return after;
    }

    private static Lane noted(Lane lane, RegionReport report, Instant at) {
        var found = lane.deployment()
                .filter(deployment -> deployment.id().equals(report.deployment()))
                .filter(deployment -> deployment.regions().containsKey(report.region()));
        if (found.isEmpty()) {
            return lane;
        }
        var deployment = found.get();
        var progress = java.util.Objects.requireNonNull(deployment.regions().get(report.region()));
        return switch (report) {
            case RegionReport.Prepared prepared -> prepared(lane, deployment, progress, prepared);
            case RegionReport.Returned back ->
                lane.running(report.region(), back.running())
                        .with(
                                progress.state().endedGoingBack()
                                        ? deployment
                                        : deployment.with(progress.now(State.RETURNED)));
            case RegionReport.RolledBack back ->
                lane.running(report.region(), back.running())
                        .with(deployment.with(progress.rolledBack(back.validations())));
            case RegionReport.Completed completed -> completed(lane, deployment, progress, completed, at);
            case RegionReport.Connected connected -> connected(lane, deployment, progress, connected);
            case RegionReport.Deploying ignored ->
                lane.with(
                        progress.state() == State.PREPARED
                                ? deployment.with(progress.now(State.DEPLOYING))
                                : deployment);
            case RegionReport.ServiceDeployed ignored ->
                lane.with(
                        progress.state() == State.DEPLOYING ? deployment.with(progress.deployedOneMore()) : deployment);
            case RegionReport.ServiceRemoved removed -> {
                var left = new TreeMap<>(lane.running().getOrDefault(report.region(), Map.of()));
                left.remove(removed.service());
                yield lane.running(report.region(), left);
            }
            case RegionReport.Validating ignored ->
                lane.with(
                        progress.state() == State.DEPLOYING
                                ? deployment.with(progress.now(State.VALIDATING))
                                : deployment);
            case RegionReport.Failed failed ->
                lane.with(
                        progress.state().letsOthersGoBack()
                                ? deployment
                                : deployment.with(progress.failed(
                                        failed.frozen() ? State.FROZEN : State.FAILED,
                                        failed.validations(),
                                        failed.cause().message())));
            case RegionReport.RollingBack ignored ->
                lane.with(
                        progress.state() == State.RETURNED || progress.state() == State.ROLLED_BACK
                                ? deployment
                                : deployment.with(progress.now(State.ROLLING_BACK)));
            case RegionReport.RollbackFailed failed ->
                lane.with(
                        progress.state() == State.ROLLED_BACK
                                ? deployment
                                : deployment.with(progress.now(State.ROLLBACK_FAILED, failed.message())));
        };
    }

    private static Lane connected(
            Lane lane, Deployment deployment, RegionProgress progress, RegionReport.Connected report) {
        return lane.with(
                progress.state() == State.COMPLETED && report.digest().equals(deployment.digest())
                        ? deployment.with(progress.found(report.found()))
                        : deployment);
    }

    private static Lane prepared(
            Lane lane, Deployment deployment, RegionProgress progress, RegionReport.Prepared report) {
        return lane.running(report.region(), report.running())
                .with(
                        progress.state() == State.PENDING
                                        && report.ready()
                                        && report.digest().equals(deployment.digest())
                                ? deployment.with(progress.now(State.PREPARED))
                                : deployment);
    }

    private static Lane completed(
            Lane lane, Deployment deployment, RegionProgress progress, RegionReport.Completed report, Instant at) {
        boolean expected = (progress.state() == State.DEPLOYING
                        || progress.state() == State.VALIDATING
                        || progress.state() == State.PREPARED)
                && report.digest().equals(deployment.digest())
                && report.wave() == progress.wave();
        if (!expected) {
            return lane;
        }
        var plan = deployment.planOf(report.region());
        var running = new TreeMap<>(plan.retired());
        plan.services().forEach(service -> running.put(service.service(), service.workload()));
        return lane.running(report.region(), running)
                .with(deployment.with(
                        progress.completed(report.deployed(), report.healthy(), report.validations(), at)));
    }
}
