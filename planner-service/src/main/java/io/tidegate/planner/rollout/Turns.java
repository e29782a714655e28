package io.tidegate.planner.rollout;

import io.tidegate.estate.Approvals;
import io.tidegate.estate.plan.Plan;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Decides whose turn it is in a lane, and who has waited too long. */
final class Turns {
    private Turns() {}

    /** Puts a request that can be carried out into the queue. */
    static Decision queue(Lane lane, Input.Request request, Plan plan, List<Approvals> demands, Instant now) {
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
        var expectedEnd = due.plus(plan.longest());
        var kept = request.with(request.terms().kept());
        var waiting = new Waiting(
                kept,
                Stage.QUEUED,
                now,
                due,
                expectedEnd,
                due.plus(request.terms().longestWait()),
                demands,
                List.of(),
                List.of(),
                List.of(),
                String.join("; ", plan.irreversible()),
                "");
        int place = lane.queue().with(waiting).placeOf(waiting.id());
        var queued = new DeploymentEvent.Queued(
                kept,
                "",
                now,
                List.of(),
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

    /** Asks those who must agree to what waits. */
    static DeploymentEvent approvalRequested(Waiting waiting, Instant now) {
        var shortest = waiting.demands().stream()
                .map(Approvals::expiry)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return new DeploymentEvent.ApprovalRequested(
                waiting.id(),
                waiting.demands(),
                waiting.lasting(),
                Approving.needs(waiting),
                (waiting.due().isAfter(now) ? waiting.due() : now).plus(shortest),
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
        var busy = lane.deployment().filter(current -> current.stage().busy());
        return lane.queue().waiting().stream()
                .filter(waiting -> waiting.stage() == Stage.QUEUED && !now.isBefore(waiting.due()))
                .filter(waiting -> waiting.request().terms().overridesFreeze()
                        || lane.freeze().filter(freeze -> freeze.isOn(now)).isEmpty())
                .filter(waiting -> busy.isEmpty()
                        || Interrupting.goesBefore(waiting.request().terms(), busy.get()))
                .findFirst()
                .map(waiting -> Requests.begin(lane, waiting, now))
                .orElseGet(Decision::nothing);
    }

    private static DeploymentEvent.Failed expired(Waiting waiting, Instant now) {
        if (waiting.stage() == Stage.AWAITING_APPROVAL) {
            return new DeploymentEvent.Failed(
                    waiting.id(),
                    FailureReason.APPROVAL_EXPIRED.word(),
                    "it " + Approving.needs(waiting) + ", and its time was over at " + waiting.deadline()
                            + "; ask for it again if it is still wanted",
                    now);
        }
        if (waiting.stage() == Stage.HELD) {
            return new DeploymentEvent.Failed(
                    waiting.id(),
                    FailureReason.CONFLICT.word(),
                    waiting.note() + "; nobody chose by " + waiting.deadline()
                            + "; ask for it again if it is still wanted",
                    now);
        }
        return new DeploymentEvent.Failed(
                waiting.id(),
                FailureReason.EXPIRED.word(),
                "it waited since " + waiting.since() + ", and its turn had not come by " + waiting.deadline()
                        + "; ask for it again if it is still wanted",
                now);
    }
}
