package io.tidegate.planner.rollout;

import io.tidegate.estate.Approvals;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Decides whose turn it is in a lane, and who has waited too long. */
final class Turns {
    private Turns() {}

    /** Puts a request that can be carried out into the queue. */
    static Decision queue(Lane lane, Input.Request request, Instant expectedEnd, List<Approvals> demands, Instant now) {
        var due = Waiting.earliest(request, now);
        if (due.isAfter(now.plus(Queue.HORIZON))) {
            return Decision.refused(
                    Decision.Reason.INVALID_REQUEST,
                    "cannot queue deployment " + request.deployment() + ": its time, " + due + ", is more than "
                            + Queue.HORIZON.toDays() + " days ahead; ask for it again when it is nearer");
        }
        if (!lane.queue().hasRoomFor(request.document().length())) {
            return Decision.refused(Decision.Reason.QUEUE_FULL, full(lane, request));
        }
        var kept = request.with(request.terms().queued());
        var waiting = new Waiting(
                kept,
                Stage.QUEUED,
                now,
                due,
                expectedEnd,
                due.plus(request.terms().longestWait()),
                demands,
                List.of(),
                "");
        int place = lane.queue().with(waiting).placeOf(waiting.id());
        var queued = new DeploymentEvent.Queued(
                waiting.id(),
                kept,
                reason(lane, waiting, now),
                Standing.reason(lane, waiting, place),
                place,
                expectedEnd,
                waiting.deadline(),
                now);
        return demands.isEmpty() ? Decision.of(queued) : Decision.of(queued, approvalRequested(waiting, now));
    }

    private static String reason(Lane lane, Waiting waiting, Instant now) {
        if (!waiting.demands().isEmpty()) {
            return "approval";
        }
        if (waiting.due().isAfter(now)) {
            return "not_before";
        }
        return lane.isBusy() ? "lane_busy" : "frozen";
    }

    private static DeploymentEvent approvalRequested(Waiting waiting, Instant now) {
        var shortest = waiting.demands().stream()
                .map(Approvals::expiry)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return new DeploymentEvent.ApprovalRequested(
                waiting.id(),
                waiting.demands(),
                Approving.needs(waiting),
                waiting.due().plus(shortest),
                now);
    }

    private static String full(Lane lane, Input.Request request) {
        return "cannot queue deployment " + request.deployment() + ": "
                + lane.queue().waiting().size() + " wait for " + lane.key() + " already, and at most " + Queue.LONGEST
                + " may, with estate files of " + Queue.MOST_TEXT
                + " characters in all; cancel one that is not needed, or ask again later";
    }

    /** Gives up who has waited too long; else, where nothing is under way, begins with the first whose time has come. */
    static Decision timePasses(Lane lane, Instant now) {
        List<DeploymentEvent.Failed> expired = lane.queue().waiting().stream()
                .filter(waiting -> !now.isBefore(waiting.deadline()))
                .map(waiting -> expired(waiting, now))
                .toList();
        if (!expired.isEmpty()) {
            return Decision.of(expired);
        }
        if (lane.isBusy()) {
            return Decision.nothing();
        }
        return lane.queue().waiting().stream()
                .filter(waiting -> waiting.stage() == Stage.QUEUED && !now.isBefore(waiting.due()))
                .filter(waiting -> waiting.request().terms().overridesFreeze()
                        || lane.freeze().filter(freeze -> freeze.isOn(now)).isEmpty())
                .findFirst()
                .map(waiting -> Requests.begin(lane, waiting, now))
                .orElseGet(Decision::nothing);
    }

    private static DeploymentEvent.Failed expired(Waiting waiting, Instant now) {
        if (waiting.stage() == Stage.AWAITING_APPROVAL) {
            return new DeploymentEvent.Failed(
                    waiting.id(),
                    "approval_expired",
                    "it " + Approving.needs(waiting) + ", and its time was over at " + waiting.deadline()
                            + "; ask for it again if it is still wanted",
                    now);
        }
        return new DeploymentEvent.Failed(
                waiting.id(),
                "expired",
                "it waited since " + waiting.since() + ", and its turn had not come by " + waiting.deadline()
                        + "; ask for it again if it is still wanted",
                now);
    }
}
