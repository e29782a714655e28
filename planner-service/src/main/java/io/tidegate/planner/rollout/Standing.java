package io.tidegate.planner.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a deployment in the queue stands.
 *
 * @param place from 1; 0 once it has left the queue
 * @param reason what it waits for, or how it ended, in one sentence
 */
public record Standing(Waiting waiting, Stage stage, int place, String reason) {
    /** Everyone in the queue, the next first. */
    public static List<Standing> all(Lane lane) {
        return lane.queue().waiting().stream()
                .map(waiting -> new Standing(
                        waiting,
                        waiting.stage(),
                        lane.queue().placeOf(waiting.id()),
                        reason(lane, waiting, lane.queue().placeOf(waiting.id()))))
                .toList();
    }

    /** What a decision changed for those who were or are in the queue, except for the one that began. */
    public static List<Standing> changed(Lane before, List<Change> changes, Lane after) {
        var told = all(before);
        var changed = new ArrayList<Standing>();
        for (Change change : changes) {
            ended(before, change).ifPresent(changed::add);
        }
        all(after).stream().filter(standing -> !told.contains(standing)).forEach(changed::add);
        return changed;
    }

    private static Optional<Standing> ended(Lane before, Change change) {
        return switch (change) {
            case DeploymentEvent.Cancelled done ->
                before.queue()
                        .find(done.deployment())
                        .map(left -> new Standing(left, Stage.CANCELLED, 0, done.message()));
            case DeploymentEvent.Failed failed ->
                before.queue()
                        .find(failed.deployment())
                        .map(left -> new Standing(left, Stage.FAILED, 0, failed.message()));
            case DeploymentEvent other -> Optional.empty();
            case Change.Noted noted -> Optional.empty();
        };
    }

    static String reason(Lane lane, Waiting waiting, int place) {
        var until = "; it is given up at " + waiting.deadline();
        var since = "waits since " + waiting.since();
        if (waiting.stage() == Stage.AWAITING_APPROVAL) {
            return since + "; " + Approving.needs(waiting) + until;
        }
        if (waiting.stage() == Stage.HELD) {
            return "held since its turn came: " + waiting.note() + until;
        }
        if (waiting.due().isAfter(waiting.since())) {
            var note = waiting.note().isEmpty() ? "" : " (" + waiting.note() + ")";
            return since + " for its time, " + waiting.due() + note + until;
        }
        var others = place > 1 ? ", with " + (place - 1) + " before it" : "";
        return since
                + lane.deployment()
                        .filter(current -> current.stage().busy())
                        .map(current -> " for deployment '" + current.id() + "' to end")
                        .or(() -> lane.freeze()
                                .filter(freeze -> !waiting.request().terms().overridesFreeze())
                                .map(freeze -> ": the lane is " + freeze.inWords()))
                        .orElse(" for its turn")
                + others
                + until;
    }
}
