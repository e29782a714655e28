package io.tidegate.planner.rollout;

import java.time.Instant;
import java.util.List;

/**
 * Says again, under a new epoch, what a deployment waits for, when another planner takes over. Regions that have it already
 * answer where they stand; to those that have not it is news.
 */
public final class Takeover {
    private Takeover() {}

    /** The orders that are open. */
    public static Decision reissue(Deployment deployment, Instant now) {
        return switch (deployment.stage()) {
            case PREPARING -> Decision.of(started(deployment, now));
            case IN_PROGRESS -> Decision.of(waveStarted(deployment, now));
            case CONNECTING -> Decision.of(Connecting.again(deployment, now));
            case PAUSED ->
                Decision.of(
                        deployment.regionsIn(deployment.wave()).isEmpty()
                                ? started(deployment, now)
                                : waveStarted(deployment, now));
            case ROLLING_BACK -> Decision.of(goingBack(deployment, now));
            case QUEUED, AWAITING_APPROVAL, STABILISING, COMPLETED, HELD, SETTLED, ROLLED_BACK, CANCELLED, FAILED ->
                Decision.nothing();
        };
    }

    private static DeploymentEvent started(Deployment deployment, Instant now) {
        return new DeploymentEvent.Started("", deployment.order(), now);
    }

    private static DeploymentEvent waveStarted(Deployment deployment, Instant now) {
        int wave = deployment.wave();
        return new DeploymentEvent.WaveStarted(
                deployment.id(), wave, deployment.regionsIn(wave), deployment.digest(), now);
    }

    /** Every wave that was asked to go back and has not, the last first, so that the present one stays the present one. */
    private static List<DeploymentEvent.WaveRollbackStarted> goingBack(Deployment deployment, Instant now) {
        return deployment.regions().values().stream()
                .filter(progress -> WayBack.isAwaited(deployment, progress))
                .map(RegionProgress::wave)
                .distinct()
                .sorted((one, other) -> Integer.compare(other, one))
                .map(wave -> new DeploymentEvent.WaveRollbackStarted(
                        deployment.id(),
                        wave,
                        deployment.regionsIn(wave),
                        deployment.digest(),
                        deployment.isForced(),
                        now))
                .toList();
    }
}
