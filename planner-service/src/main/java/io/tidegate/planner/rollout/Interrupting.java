package io.tidegate.planner.rollout;

import static io.tidegate.planner.rollout.Terms.IfBusy.REPLACE;
import static io.tidegate.planner.rollout.Terms.Priority.EMERGENCY;

import io.tidegate.estate.plan.Plan;
import io.tidegate.estate.plan.PlanDifference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Has a deployment take the lane from what is under way: an emergency, or one that replaces it. That is taken back, which
 * takes seconds, so that the other begins on what is known to be well. What an emergency interrupts waits for its turn again,
 * under an id of its own.
 */
final class Interrupting {
    private static final Pattern NUMBERED = Pattern.compile("(.*)~(\\d{1,6})");

    private Interrupting() {}

    /** Whether a request goes before what is under way. */
    static boolean goesBefore(Terms terms, Deployment current) {
        boolean emergent = current.order().request().terms().priority() == EMERGENCY;
        boolean replaces = terms.ifBusy() == REPLACE && (terms.priority() == EMERGENCY || !emergent);
        return (replaces || (terms.priority() == EMERGENCY && !emergent))
                && current.stage().yields()
                && (current.stage() == Stage.STABILISING
                        || WayBack.cannotBeUndone(current).isEmpty());
    }

    /** Makes room for a deployment whose turn has come. */
    static Decision makeRoom(Deployment current, Waiting next, Plan plan, Instant now) {
        if (current.stage() == Stage.STABILISING) {
            var omission = current.omission();
            var why = "its watch was cut short by '" + next.id() + "'" + (omission.isEmpty() ? "" : "; " + omission);
            return Decision.of(new DeploymentEvent.Completed(current.id(), why, current.lastWindowEnd(), now));
        }
        return next.request().terms().ifBusy() == REPLACE
                ? replace(current, next, plan, now)
                : interrupt(current, next, now);
    }

    private static Decision replace(Deployment current, Waiting next, Plan plan, Instant now) {
        var differences = PlanDifference.between(current.plan(), plan);
        var why = "replaced by '" + next.id() + "'"
                + (differences.isEmpty() ? ", which brings the same" : ": " + String.join("; ", differences));
        return current.canGoBack()
                ? WayBack.begin(current, cause("replaced", why), next.request().actor(), true, now)
                : Decision.of(new DeploymentEvent.Cancelled(current.id(), why, now));
    }

    private static Decision interrupt(Deployment current, Waiting next, Instant now) {
        var why = "interrupted by emergency '" + next.id() + "'; it goes on as '" + successor(current.id())
                + "' after that";
        var changes = new ArrayList<Change>();
        changes.add(goingOn(current, now));
        changes.addAll(
                current.canGoBack()
                        ? WayBack.begin(current, cause(Cause.INTERRUPTED, why), now)
                                .changes()
                        : List.of(new DeploymentEvent.Cancelled(current.id(), why, now)));
        return Decision.of(changes);
    }

    private static Cause cause(String rule, String message) {
        return new Cause(rule, "", "", message, Optional.empty());
    }

    /** What is interrupted waits for its turn once more from now on, so that it goes on however long its way back takes. */
    private static DeploymentEvent.Queued goingOn(Deployment interrupted, Instant now) {
        var request = interrupted.order().request();
        var terms = request.terms().queued();
        var again = request.with(successor(interrupted.id()), terms);
        return new DeploymentEvent.Queued(
                again,
                interrupted.id(),
                interrupted.order().askedAt(),
                interrupted.order().approvals(),
                "interrupted",
                "goes on for '" + interrupted.id() + "' after an emergency",
                0,
                now.plus(interrupted.plan().longest()),
                now.plus(terms.longestWait()),
                now);
    }

    /** Whether an id is one of those that are given to what goes on. */
    static boolean isSuccessor(String id) {
        return NUMBERED.matcher(id).matches();
    }

    /** The id under which a deployment goes on: {@code release~2} after {@code release}, {@code release~3} after that. */
    static String successor(String id) {
        var numbered = NUMBERED.matcher(id);
        return numbered.matches() ? numbered.group(1) + "~" + (Integer.parseInt(numbered.group(2)) + 1) : id + "~2";
    }
}
