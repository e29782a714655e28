package io.tidegate.planner.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides whether the next wave may begin. A gate that is shut is looked at again as time passes; a deployment that stands
 * before it too long is taken back, or ends where nothing has begun. Ways back pass no gate.
 */
final class Gate {
    /**
     * What keeps a gate shut.
     *
     * @param reason as a word
     * @param longest how long a deployment may stand before it
     */
    record Shut(String reason, String message, Duration longest) {}

    private Gate() {}

    /** What happens where a wave could begin. */
    static DeploymentEvent before(Lane lane, Deployment deployment, int wave, Instant now) {
        return shut(lane, deployment, wave, now)
                .<DeploymentEvent>map(shut -> new DeploymentEvent.Paused(
                        deployment.id(), wave, shut.reason(), said(shut, wave), now.plus(shut.longest()), now))
                .orElseGet(() -> opened(deployment, wave, now));
    }

    /** What happens to a deployment that stands before a gate. */
    static Decision timePasses(Lane lane, Deployment deployment, Instant now) {
        int wave = deployment
                .waveAfter(deployment.wave())
                .orElseThrow(() -> new IllegalStateException(deployment.id() + " stands before no wave"));
        var shut = shut(lane, deployment, wave, now);
        if (shut.isEmpty()) {
            return Decision.of(opened(deployment, wave, now));
        }
        if (!now.isBefore(deployment.deadline())) {
            return overdue(deployment, now);
        }
        var message = said(shut.get(), wave);
        return message.equals(deployment.reason())
                ? Decision.nothing()
                : Decision.of(new DeploymentEvent.Paused(
                        deployment.id(), wave, shut.get().reason(), message, deployment.deadline(), now));
    }

    private static Decision overdue(Deployment deployment, Instant now) {
        var message = "it stood before its next wave until " + deployment.deadline() + ", and nobody let it go on";
        return deployment.wave() == 0
                ? Decision.of(new DeploymentEvent.Failed(deployment.id(), "pause_expired", message, now))
                : WayBack.begin(deployment, new Cause("pause_expired", "", "", message, Optional.empty()), now);
    }

    private static DeploymentEvent opened(Deployment deployment, int wave, Instant now) {
        return new DeploymentEvent.WaveStarted(
                deployment.id(), wave, deployment.regionsOf(wave), deployment.digest(), now);
    }

    private static Optional<Shut> shut(Lane lane, Deployment deployment, int wave, Instant now) {
        return deployment
                .hold()
                .map(hold -> new Shut("held", hold.inWords(), hold.longest()))
                .or(() -> frozen(lane, deployment, wave, now));
    }

    private static Optional<Shut> frozen(Lane lane, Deployment deployment, int wave, Instant now) {
        return deployment.overridesFreeze()
                ? Optional.empty()
                : Frozen.at(lane, deployment.plan(), deployment.regionsOf(wave), now)
                        .map(frozen -> new Shut("frozen", frozen.message(), Hold.LONGEST));
    }

    private static String said(Shut shut, int wave) {
        return "stands before wave " + wave + ": " + shut.message();
    }
}
