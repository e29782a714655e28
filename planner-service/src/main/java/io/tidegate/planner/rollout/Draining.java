package io.tidegate.planner.rollout;

import io.tidegate.planner.rollout.Decision.Reason;
import java.time.Instant;
import java.util.TreeSet;

/** Decides on orders to take a region out, and in again. Of a lane at most one region is out. */
final class Draining {
    private Draining() {}

    static Decision drain(Lane lane, Input.Drain drain, Write write, Instant now) {
        if (drain.actor().reason().isBlank()) {
            return Decision.refused(
                    Reason.INVALID_REQUEST, "cannot drain " + drain.region() + " without a reason; say why");
        }
        var known = new TreeSet<>(lane.running().keySet());
        lane.deployment().ifPresent(latest -> known.addAll(latest.regions().keySet()));
        if (!known.contains(drain.region())) {
            return Decision.refused(
                    Reason.INVALID_REQUEST,
                    "nothing of " + lane.key() + " was ever brought to a region '" + drain.region() + "'"
                            + (known.isEmpty() ? "" : "; it has " + String.join(", ", known)));
        }
        return lane.drained()
                .map(out -> Decision.refused(
                        Reason.CONFLICT,
                        "cannot drain " + drain.region() + ": " + out.inWords()
                                + ", and never are two regions out at once; undrain " + out.region() + " first"))
                .orElseGet(() -> Decision.of(new DeploymentEvent.RegionDrained(write, drain.region(), now)));
    }

    static Decision undrain(Lane lane, Input.Undrain undrain, Write write, Instant now) {
        return lane.isDrained(undrain.region())
                ? Decision.of(new DeploymentEvent.RegionUndrained(write, undrain.region(), now))
                : Decision.refused(
                        Reason.TOO_EARLY,
                        undrain.region() + " is not drained"
                                + lane.drained()
                                        .map(out -> "; " + out.inWords())
                                        .orElse(""));
    }
}
