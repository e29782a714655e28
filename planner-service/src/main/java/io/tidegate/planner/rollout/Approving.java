package io.tidegate.planner.rollout;

import io.tidegate.estate.Approvals;
import io.tidegate.estate.plan.Plan;
import io.tidegate.planner.rollout.Decision.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Decides on approvals: by whom they are wanted, whose count, and what follows from them. */
final class Approving {
    private Approving() {}

    /**
     * What must be agreed to before a plan is carried out: what its own estate file says, and what that of the latest
     * deployment says, so that a file which asks for less is itself agreed to by those who were to be asked so far. What
     * cannot be undone wants more.
     */
    static List<Approvals> demands(Lane lane, Plan plan) {
        var demands = new ArrayList<Approvals>();
        demands.add(plan.policy().approvals());
        lane.deployment().map(latest -> latest.plan().policy().approvals()).ifPresent(demands::add);
        boolean lasts = !plan.irreversible().isEmpty();
        return demands.stream()
                .map(wanted -> lasts ? wanted.toIrreversible() : wanted.toReversible())
                .filter(Approvals::areRequired)
                .distinct()
                .toList();
    }

    static Decision decide(Lane lane, Input.Approve approve, Instant now) {
        var found = lane.queue().find(approve.deployment());
        if (found.isEmpty()) {
            return lane.stageOf(approve.deployment())
                    .map(stage -> tooLate(approve, "it is " + stage.word()))
                    .orElseGet(() -> DeploymentDecider.unknown(lane, approve.deployment()));
        }
        var waiting = found.get();
        if (waiting.stage() != Stage.AWAITING_APPROVAL) {
            return tooLate(approve, "it waits for no approval, but for its turn; to stop it, cancel it");
        }
        var denied = denied(waiting, approve.actor());
        if (!denied.isEmpty()) {
            return Decision.refused(Reason.DENIED, "cannot approve deployment " + waiting.id() + ": " + denied);
        }
        return approve.agrees() ? given(waiting, approve.actor(), now) : refused(waiting, approve.actor(), now);
    }

    private static String denied(Waiting waiting, Actor approver) {
        if (approver.name().isBlank()) {
            return "nobody is named as approver";
        }
        if (approver.name().equals(waiting.request().actor().name())) {
            return approver.name() + " asked for it, and nobody approves what they asked for; somebody else must, or "
                    + approver.name() + " cancels it";
        }
        if (waiting.approvals().stream().anyMatch(given -> given.name().equals(approver.name()))) {
            return approver.name() + " has approved it already, and counts once; it " + needs(waiting);
        }
        return waiting.demands().stream().noneMatch(demand -> demand.allow(approver.roles()))
                ? approver.name() + " is " + (approver.roles().isEmpty() ? "of no role" : approver.roles()) + "; it "
                        + needs(waiting)
                : "";
    }

    private static Decision given(Waiting waiting, Actor approver, Instant now) {
        var given = new DeploymentEvent.ApprovalGiven(waiting.id(), approver, now);
        if (!waiting.with(approver).isApproved()) {
            return Decision.of(given);
        }
        var turn = waiting.due().isAfter(now) ? waiting.due() : now;
        var until = turn.plus(waiting.request().terms().longestWait());
        return Decision.of(given, new DeploymentEvent.Approved(waiting.id(), until, now));
    }

    private static Decision refused(Waiting waiting, Actor approver, Instant now) {
        var why = approver.reason().isBlank() ? "" : ": " + approver.reason();
        return Decision.of(
                new DeploymentEvent.ApprovalRefused(waiting.id(), approver, now),
                new DeploymentEvent.Failed(
                        waiting.id(), FailureReason.REJECTED.word(), "rejected by " + approver.name() + why, now));
    }

    /** Whether those have agreed who must. */
    static boolean suffice(List<Approvals> demands, List<Actor> approvals) {
        return demands.stream()
                .allMatch(demand -> approvals.stream()
                                .filter(given -> demand.allow(given.roles()))
                                .count()
                        >= demand.required());
    }

    static String needs(Waiting waiting) {
        return needs(waiting.demands(), waiting.approvals(), waiting.lasting());
    }

    /**
     * What is wanted and what was given, in words.
     *
     * @param lasting what cannot be undone; empty where there is nothing
     */
    static String needs(List<Approvals> demands, List<Actor> approvals, String lasting) {
        var wanted = demands.stream().map(Approvals::inWords).collect(Collectors.joining(", and "));
        var given = approvals.stream().map(Actor::name).collect(Collectors.joining(", "));
        return "needs " + wanted + "; " + (given.isEmpty() ? "nobody has approved it yet" : "approved by " + given)
                + (lasting.isEmpty() ? "" : "; it cannot be undone: " + lasting);
    }

    private static Decision tooLate(Input.Approve approve, String why) {
        return Decision.refused(Reason.TOO_LATE, "cannot approve deployment " + approve.deployment() + ": " + why);
    }
}
