package io.tidegate.planner.rollout;

import io.tidegate.planner.rollout.Decision.Reason;
import io.tidegate.planner.rollout.Input.Approve;
import io.tidegate.planner.rollout.Input.Cancel;
import io.tidegate.planner.rollout.Input.FoundUnhealthy;
import io.tidegate.planner.rollout.Input.Hold;
import io.tidegate.planner.rollout.Input.Reported;
import io.tidegate.planner.rollout.Input.Request;
import io.tidegate.planner.rollout.Input.Resume;
import io.tidegate.planner.rollout.Input.RollBack;
import io.tidegate.planner.rollout.Input.SettingOrder;
import io.tidegate.planner.rollout.Input.TimePassed;
import java.time.Instant;
import java.util.Optional;

/** Decides what an input means for a lane. Pure: it changes nothing, and what was heard before leads to nothing. */
public final class DeploymentDecider {
    private static final String NOTHING_CHANGED = "it has changed nothing yet; cancel it instead";

    private DeploymentDecider() {}

    /** Whether an input is evidence on another deployment or plan than the present one; nothing is decided by it. */
    public static boolean isStale(Lane lane, Input input) {
        return input instanceof Input.Reported(var report) && Reports.isStale(lane, report);
    }

    /** What {@code input} leads to at the time {@code now}. */
    public static Decision decide(Lane lane, Input input, Instant now) {
        if (input instanceof Input.Command command && lane.knows(command.commandId())) {
            return Decision.nothing();
        }
        return Traffic.followed(lane, decided(lane, input, now), now);
    }

    private static Decision decided(Lane lane, Input input, Instant now) {
        return switch (input) {
            case Request request -> Requests.decide(lane, request, now);
            case Approve approve -> Approving.decide(lane, approve, now);
            case Cancel cancel -> cancel(lane, cancel, now);
            case Hold hold -> Holding.hold(lane, hold, now);
            case SettingOrder order -> SettingOrders.decide(lane, order, now);
            case Resume resume -> Holding.resume(lane, resume, now);
            case RollBack back -> rollBack(lane, back, now);
            case Reported reported -> Reports.decide(lane, reported.report(), now);
            case FoundUnhealthy verdict -> judge(lane, verdict, now);
            case TimePassed time -> timePasses(lane, now);
        };
    }

    private static Decision timePasses(Lane lane, Instant now) {
        var decision = lane.deployment()
                .map(deployment -> timePasses(lane, deployment, now))
                .orElseGet(Decision::nothing);
        return decision.changes().isEmpty() ? Turns.timePasses(lane, now) : decision;
    }

    private static Decision timePasses(Lane lane, Deployment deployment, Instant now) {
        return deployment.stage() == Stage.PAUSED
                ? Gate.timePasses(lane, deployment, now)
                : Expiries.decide(deployment, now);
    }

    private static Decision judge(Lane lane, FoundUnhealthy verdict, Instant now) {
        return lane.deployment()
                .filter(deployment -> deployment.id().equals(verdict.deployment()))
                .filter(deployment -> deployment.canGoBack() && deployment.stage() != Stage.HELD)
                .filter(deployment -> deployment.stage() != Stage.COMPLETED
                        || deployment.windowOpen(verdict.cause().region(), now))
                .filter(deployment ->
                        isForThePlanner(deployment, verdict.cause().region()))
                .map(deployment -> WayBack.begin(deployment, verdict.cause(), now))
                .orElseGet(Decision::nothing);
    }

    /** Where something would not be undone, a region that is at work judges first: it knows whether that has begun. */
    private static boolean isForThePlanner(Deployment deployment, String region) {
        return WayBack.cannotBeUndone(deployment).isEmpty()
                || Optional.ofNullable(deployment.regions().get(region))
                        .filter(progress -> progress.state() == RegionProgress.State.COMPLETED)
                        .isPresent();
    }

    private static Decision cancel(Lane lane, Cancel cancel, Instant now) {
        if (lane.queue().find(cancel.deployment()).isPresent()) {
            return cancelled(cancel, now);
        }
        var found = named(lane, cancel.deployment());
        if (found.isEmpty()) {
            return unknown(lane, cancel.deployment());
        }
        var deployment = found.get();
        return switch (deployment.stage()) {
            case PREPARING, PAUSED, IN_PROGRESS, CONNECTING, STABILISING ->
                deployment.canGoBack() ? takenBack(deployment, cancel, now) : cancelled(cancel, now);
            case COMPLETED ->
                tooLate(deployment, "cancel", "it is completed; roll it back instead while its window is open");
            case HELD ->
                deployment.cause().isEmpty()
                        ? leftAsItIs(cancel, now)
                        : tooLate(deployment, "cancel", "it is being taken back already");
            case ROLLING_BACK ->
                tooLate(
                        deployment,
                        "cancel",
                        "it is being taken back already"
                                + (deployment.isInterrupted()
                                        ? "; cancel '" + deployment.continuedAs() + "', as which it goes on"
                                        : ""));
            case QUEUED, AWAITING_APPROVAL, SETTLED, ROLLED_BACK, CANCELLED, FAILED ->
                tooLate(deployment, "cancel", "it has ended");
        };
    }

    /** What would not be undone by going back may be left to a deployment that goes forward. */
    private static Decision leftAsItIs(Cancel cancel, Instant now) {
        var why = ordered(Cause.CANCEL, cancel.actor(), "left as it is").message();
        return Decision.of(new DeploymentEvent.Cancelled(cancel.deployment(), why, now));
    }

    private static Decision cancelled(Cancel cancel, Instant now) {
        var why = ordered(Cause.CANCEL, cancel.actor(), "cancelled").message();
        return Decision.of(new DeploymentEvent.Cancelled(cancel.deployment(), why, now));
    }

    private static Decision takenBack(Deployment deployment, Cancel cancel, Instant now) {
        return WayBack.begin(deployment, ordered(Cause.CANCEL, cancel.actor(), "cancelled"), cancel.actor(), true, now);
    }

    private static Decision takenBack(Deployment deployment, RollBack back, Instant now) {
        return WayBack.begin(deployment, ordered(Cause.COMMAND, back.actor(), "rolled back"), back.actor(), false, now);
    }

    private static Decision rollBack(Lane lane, RollBack back, Instant now) {
        if (lane.queue().find(back.deployment()).isPresent()) {
            return tooLate(back.deployment(), "roll back", NOTHING_CHANGED);
        }
        var found = named(lane, back.deployment());
        if (found.isEmpty()) {
            return unknown(lane, back.deployment());
        }
        var deployment = found.get();
        return switch (deployment.stage()) {
            case QUEUED, AWAITING_APPROVAL -> tooLate(deployment, "roll back", NOTHING_CHANGED);
            case PREPARING, PAUSED, IN_PROGRESS, CONNECTING, STABILISING, COMPLETED, HELD ->
                deployment.canGoBack()
                        ? takenBack(deployment, back, now)
                        : tooLate(deployment, "roll back", NOTHING_CHANGED);
            case ROLLING_BACK -> tooLate(deployment, "roll back", "it is being taken back already");
            case SETTLED ->
                tooLate(deployment, "roll back", "its rollback window is over; deploy the former images instead");
            case ROLLED_BACK, CANCELLED, FAILED ->
                tooLate(deployment, "roll back", "it has ended; deploy again instead");
        };
    }

    private static Cause ordered(String rule, Actor actor, String done) {
        var why = actor.reason().isBlank() ? "" : ": " + actor.reason();
        return new Cause(rule, "", "", done + " by " + actor.name() + why, Optional.empty());
    }

    static Optional<Deployment> named(Lane lane, String id) {
        return lane.deployment().filter(deployment -> deployment.id().equals(id));
    }

    static Decision unknown(Lane lane, String id) {
        return Decision.refused(
                Reason.UNKNOWN_DEPLOYMENT,
                "there is no deployment '" + id + "' of " + lane.key()
                        + lane.deployment()
                                .map(latest -> "; the latest is '" + latest.id() + "'")
                                .orElse("; nothing was deployed there yet"));
    }

    private static Decision tooLate(Deployment deployment, String verb, String why) {
        return tooLate(deployment.id(), verb, why);
    }

    static Decision tooLate(String deployment, String verb, String why) {
        return Decision.refused(Reason.TOO_LATE, "cannot " + verb + " deployment " + deployment + ": " + why);
    }
}
