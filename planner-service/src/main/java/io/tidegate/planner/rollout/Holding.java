package io.tidegate.planner.rollout;

import io.tidegate.planner.rollout.Decision.Reason;
import java.time.Instant;

/** Decides on orders to stop before the next wave, and to go on. */
final class Holding {
    private static final String NOT_BEGUN = "it has not begun; cancel it, or wait until it has";

    private Holding() {}

    static Decision hold(Lane lane, Input.Hold hold, Instant now) {
        return DeploymentDecider.named(lane, hold.deployment())
                .map(deployment -> hold(deployment, hold, now))
                .orElseGet(() -> absent(lane, "hold", hold.deployment()));
    }

    private static Decision hold(Deployment deployment, Input.Hold hold, Instant now) {
        if (deployment.hold().isPresent()) {
            return tooLate(
                    deployment, "hold", "it is " + deployment.hold().get().inWords() + " already");
        }
        return switch (deployment.stage()) {
            case PREPARING, IN_PROGRESS, PAUSED ->
                deployment.waveAfter(deployment.wave()).isPresent()
                        ? Decision.of(
                                new DeploymentEvent.HoldOrdered(deployment.id(), hold.actor(), hold.longest(), now))
                        : tooLate(
                                deployment, "hold", "its last wave is under way; cancel it if it is to go no further");
            case CONNECTING, STABILISING, COMPLETED, SETTLED, ROLLING_BACK, HELD, ROLLED_BACK, CANCELLED, FAILED ->
                tooLate(
                        deployment,
                        "hold",
                        "no wave is to come; it is " + deployment.stage().word());
            case QUEUED, AWAITING_APPROVAL -> tooEarly(deployment.id(), "hold", NOT_BEGUN);
        };
    }

    static Decision resume(Lane lane, Input.Resume resume, Instant now) {
        var waits = lane.queue().find(resume.deployment()).filter(known -> known.stage() == Stage.HELD);
        if (waits.isPresent()) {
            return Decision.of(new DeploymentEvent.Resumed(resume.deployment(), resume.actor(), now));
        }
        return DeploymentDecider.named(lane, resume.deployment())
                .map(deployment -> resume(deployment, resume, now))
                .orElseGet(() -> absent(lane, "resume", resume.deployment()));
    }

    private static Decision resume(Deployment deployment, Input.Resume resume, Instant now) {
        return switch (deployment.stage()) {
            case PREPARING, IN_PROGRESS, PAUSED ->
                deployment.hold().isPresent()
                        ? Decision.of(new DeploymentEvent.Resumed(deployment.id(), resume.actor(), now))
                        : tooEarly(deployment.id(), "resume", "nobody holds it");
            case CONNECTING, STABILISING, COMPLETED, SETTLED, ROLLING_BACK, HELD, ROLLED_BACK, CANCELLED, FAILED ->
                tooLate(
                        deployment,
                        "resume",
                        "no wave is to come; it is " + deployment.stage().word());
            case QUEUED, AWAITING_APPROVAL -> tooEarly(deployment.id(), "resume", NOT_BEGUN);
        };
    }

    private static Decision absent(Lane lane, String verb, String deployment) {
        return lane.queue().find(deployment).isPresent()
                ? tooEarly(deployment, verb, NOT_BEGUN)
                : DeploymentDecider.unknown(lane, deployment);
    }

    private static Decision tooEarly(String deployment, String verb, String why) {
        return Decision.refused(Reason.TOO_EARLY, "cannot " + verb + " deployment " + deployment + ": " + why);
    }

    private static Decision tooLate(Deployment deployment, String verb, String why) {
        return DeploymentDecider.tooLate(deployment.id(), verb, why);
    }
}
