package io.tidegate.planner.rollout;

import io.tidegate.planner.rollout.Decision.Reason;
import io.tidegate.planner.rollout.Input.Cancel;
import io.tidegate.planner.rollout.Input.FoundUnhealthy;
import io.tidegate.planner.rollout.Input.Reported;
import io.tidegate.planner.rollout.Input.Request;
import io.tidegate.planner.rollout.Input.RollBack;
import io.tidegate.planner.rollout.Input.TimePassed;
import java.time.Instant;
import java.util.Optional;

/** Decides what an input means for a lane. Pure: it changes nothing, and what was heard before leads to nothing. */
public final class DeploymentDecider {
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
        return switch (input) {
            case Request request -> Requests.decide(lane, request, now);
            case Cancel cancel -> cancel(lane, cancel, now);
            case RollBack back -> rollBack(lane, back, now);
            case Reported reported -> Reports.decide(lane, reported.report(), now);
            case FoundUnhealthy verdict -> judge(lane, verdict, now);
            case TimePassed time ->
                lane.deployment()
                        .map(deployment -> Expiries.decide(deployment, now))
                        .orElseGet(Decision::nothing);
        };
    }

    private static Decision judge(Lane lane, FoundUnhealthy verdict, Instant now) {
        return lane.deployment()
                .filter(deployment -> deployment.id().equals(verdict.deployment()))
                .filter(deployment -> deployment.stage().canGoBack() && deployment.stage() != Stage.HELD)
                .filter(deployment -> deployment.stage() != Stage.COMPLETED
                        || deployment.windowOpen(verdict.cause().region(), now))
                .map(deployment -> WayBack.begin(deployment, verdict.cause(), now))
                .orElseGet(Decision::nothing);
    }

    private static Decision cancel(Lane lane, Cancel cancel, Instant now) {
        var found = named(lane, cancel.deployment());
        if (found.isEmpty()) {
            return unknown(lane, cancel.deployment());
        }
        var deployment = found.get();
        return switch (deployment.stage()) {
            case PREPARING -> Decision.of(new DeploymentEvent.Cancelled(deployment.id(), now));
            case IN_PROGRESS, STABILISING ->
                WayBack.begin(deployment, ordered("cancel", cancel.actor(), "cancelled"), cancel.actor(), true, now);
            case COMPLETED ->
                tooLate(deployment, "cancel", "it is completed; roll it back instead while its window is open");
            case ROLLING_BACK, HELD -> tooLate(deployment, "cancel", "it is being taken back already");
            case SETTLED, ROLLED_BACK, CANCELLED, FAILED -> tooLate(deployment, "cancel", "it has ended");
        };
    }

    private static Decision rollBack(Lane lane, RollBack back, Instant now) {
        var found = named(lane, back.deployment());
        if (found.isEmpty()) {
            return unknown(lane, back.deployment());
        }
        var deployment = found.get();
        return switch (deployment.stage()) {
            case PREPARING -> tooLate(deployment, "roll back", "it has changed nothing yet; cancel it instead");
            case IN_PROGRESS, STABILISING, COMPLETED, HELD ->
                WayBack.begin(deployment, ordered("command", back.actor(), "rolled back"), back.actor(), false, now);
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

    private static Optional<Deployment> named(Lane lane, String id) {
        return lane.deployment().filter(deployment -> deployment.id().equals(id));
    }

    private static Decision unknown(Lane lane, String id) {
        return Decision.refused(
                Reason.UNKNOWN_DEPLOYMENT,
                "there is no deployment '" + id + "' of " + lane.key()
                        + lane.deployment()
                                .map(latest -> "; the latest is '" + latest.id() + "'")
                                .orElse("; nothing was deployed there yet"));
    }

    private static Decision tooLate(Deployment deployment, String verb, String why) {
        return Decision.refused(Reason.TOO_LATE, "cannot " + verb + " deployment " + deployment.id() + ": " + why);
    }
}
