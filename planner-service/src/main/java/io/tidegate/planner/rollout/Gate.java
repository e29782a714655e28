package io.tidegate.planner.rollout;

import io.tidegate.planner.rollout.RegionProgress.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether the next wave may begin. A gate that is shut is looked at again as time passes; a deployment that stands
 * before it too long is taken back, or ends where nothing has begun. Ways back pass no gate.
 */
final class Gate {
    /**
     * What keeps a gate shut.
     *
     * @param longest how long a deployment may stand before it
     */
    record Shut(PauseReason reason, String message, Duration longest) {}

    private Gate() {}

    /** What happens where a wave could begin. */
    static List<DeploymentEvent> before(Lane lane, Deployment deployment, int wave, Instant now) {
        return shut(lane, deployment, wave, now)
                .<List<DeploymentEvent>>map(shut -> List.of(new DeploymentEvent.Paused(
                        deployment.id(), wave, shut.reason().word(), said(shut, wave), now.plus(shut.longest()), now)))
                .orElseGet(() -> opened(lane, deployment, wave, now));
    }

    /** What happens to a deployment that stands before a gate. */
    static Decision timePasses(Lane lane, Deployment deployment, Instant now) {
        int wave = deployment
                .waveAfter(deployment.wave())
                .orElseThrow(() -> new IllegalStateException(deployment.id() + " stands before no wave"));
        var shut = shut(lane, deployment, wave, now);
        if (shut.isEmpty()) {
            return Decision.of(opened(lane, deployment, wave, now));
        }
        if (!now.isBefore(deployment.deadline())) {
            return overdue(deployment, now);
        }
        var message = said(shut.get(), wave);
        return message.equals(deployment.reason())
                ? Decision.nothing()
                : Decision.of(new DeploymentEvent.Paused(
                        deployment.id(),
                        wave,
                        shut.get().reason().word(),
                        message,
                        until(deployment, shut.get(), now),
                        now));
    }

    /** Another reason to stand there may make the stand shorter, but not longer. */
    private static Instant until(Deployment deployment, Shut shut, Instant now) {
        var longest = now.plus(shut.longest());
        return longest.isBefore(deployment.deadline()) ? longest : deployment.deadline();
    }

    private static Decision overdue(Deployment deployment, Instant now) {
        var message = "it stood before its next wave until " + deployment.deadline() + ", and nobody let it go on";
        return WayBack.instead(deployment, FailureReason.PAUSE_EXPIRED, "", message, now);
    }

    /** The wave begins, without a region that is out; where none is left of it, the next one, or the watch. */
    private static List<DeploymentEvent> opened(Lane lane, Deployment deployment, int wave, Instant now) {
        var events = new ArrayList<DeploymentEvent>();
        var after = deployment;
        for (String region : deployment.regionsIn(wave)) {
            if (lane.isDrained(region)) {
                var skipped = new DeploymentEvent.RegionSkipped(
                        deployment.id(), region, lane.drained().orElseThrow().inWords(), now);
                events.add(skipped);
                after = after.with(after.progress(region).now(State.SKIPPED));
            }
        }
        var regions = after.regionsIn(wave);
        if (!regions.isEmpty()) {
            events.add(new DeploymentEvent.WaveStarted(deployment.id(), wave, regions, deployment.digest(), now));
        } else {
            var next = after.waveAfter(wave);
            events.addAll(next.isPresent() ? before(lane, after, next.get(), now) : Connecting.begin(lane, after, now));
        }
        return events;
    }

    private static Optional<Shut> shut(Lane lane, Deployment deployment, int wave, Instant now) {
        return deployment
                .hold()
                .map(hold -> new Shut(PauseReason.HELD, hold.inWords(), hold.longest()))
                .or(() -> frozen(lane, deployment, wave, now))
                .or(() -> drained(lane, deployment, wave));
    }

    private static Optional<Shut> drained(Lane lane, Deployment deployment, int wave) {
        return lane.drained()
                .filter(out -> !deployment.plan().policy().skipsDrained()
                        && deployment.regionsIn(wave).contains(out.region()))
                .map(out -> new Shut(PauseReason.DRAINED, out.inWords(), Hold.LONGEST));
    }

    private static Optional<Shut> frozen(Lane lane, Deployment deployment, int wave, Instant now) {
        return deployment.overridesFreeze()
                ? Optional.empty()
                : Frozen.at(lane, deployment.plan(), deployment.regionsOf(wave), now)
                        .map(frozen -> new Shut(PauseReason.FROZEN, frozen.message(), Hold.LONGEST));
    }

    private static String said(Shut shut, int wave) {
        return "stands before wave " + wave + ": " + shut.message();
    }
}
