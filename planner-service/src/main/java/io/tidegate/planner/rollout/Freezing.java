package io.tidegate.planner.rollout;

import io.tidegate.planner.rollout.Decision.Reason;
import java.time.Instant;

/** Decides on the switch that stops the line, and on what waits for a freeze to end. */
final class Freezing {
    private Freezing() {}

    static Decision freeze(Input.FreezeLane freeze, Write write, Instant now) {
        if (freeze.actor().reason().isBlank()) {
            return Decision.refused(Reason.INVALID_REQUEST, "a freeze wants a reason; say why nothing new may begin");
        }
        if (freeze.until().filter(until -> !until.isAfter(now)).isPresent()) {
            return Decision.refused(
                    Reason.INVALID_REQUEST,
                    "the freeze would be over at " + freeze.until().get() + ", and it is " + now);
        }
        return Decision.of(new DeploymentEvent.LaneFrozen(write, freeze.until(), now));
    }

    static Decision unfreeze(Lane lane, Write write, Instant now) {
        return lane.freeze().filter(freeze -> freeze.isOn(now)).isPresent()
                ? Decision.of(new DeploymentEvent.LaneUnfrozen(write, now))
                : Decision.refused(
                        Reason.TOO_EARLY,
                        "nobody has frozen " + lane.key()
                                + "; a freeze of its calendar ends by itself, or is overridden by" + " a deployment");
    }

    /** Has what waits wait on until a freeze is over; one that is too long ends it. */
    static Decision defer(Waiting waiting, Frozen frozen, Instant now) {
        var due = frozen.until().orElse(waiting.deadline());
        if (due.isAfter(waiting.since().plus(Queue.HORIZON))) {
            return Decision.of(new DeploymentEvent.Failed(
                    waiting.id(),
                    FailureReason.FROZEN.word(),
                    frozen.message() + ", which is too long to wait; ask for it again when it is over",
                    now));
        }
        var until = due.plus(waiting.request().terms().longestWait());
        return Decision.of(new DeploymentEvent.Deferred(waiting.id(), frozen.message(), due, until, now));
    }
}
