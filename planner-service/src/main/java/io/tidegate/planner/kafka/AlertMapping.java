package io.tidegate.planner.kafka;

import io.tidegate.planner.rollout.Change;
import io.tidegate.planner.rollout.DeploymentEvent;
import io.tidegate.planner.rollout.Lane;
import io.tidegate.planner.rollout.Stage;
import io.tidegate.planner.rollout.Waiting;
import io.tidegate.schemas.avro.Alert;
import io.tidegate.schemas.avro.AlertSeverity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What people should know of a lane: that its deployments or its orders are in conflict. */
final class AlertMapping {
    static final String CONFLICT = "deployment-conflict";
    static final String SUPERSEDED = "order-superseded";

    private AlertMapping() {}

    /** What begins to be alarming with these changes, changes while it lasts, or is so no more. */
    static List<Alert> alerts(Lane before, List<Change> changes, Lane after, String region, Instant now) {
        var said = new ArrayList<Alert>();
        if (!inWords(before).equals(inWords(after))) {
            boolean is = !disputed(after).isEmpty();
            var message = is ? inWords(after) : "no deployment that waits is in conflict";
            said.add(alert(after, CONFLICT, is, message, since(is ? after : before), region, now));
        }
        for (Change change : changes) {
            if (change instanceof DeploymentEvent.OrderSuperseded late) {
                said.add(alert(after, SUPERSEDED, true, late.message(), now, region, now));
                said.add(alert(after, SUPERSEDED, false, "the order was refused", now, region, now));
            }
        }
        return said;
    }

    /** What is alarming where a planner takes over: it says so itself, and that the one before it does no more. */
    static List<Alert> takenOver(Lane lane, String former, String region, Instant now) {
        return disputed(lane).isEmpty()
                ? List.of()
                : List.of(
                        alert(lane, CONFLICT, false, "the planner in " + region + " leads", since(lane), former, now),
                        alert(lane, CONFLICT, true, inWords(lane), since(lane), region, now));
    }

    private static List<Waiting> disputed(Lane lane) {
        return lane.queue().waiting().stream()
                .filter(waiting -> waiting.stage() == Stage.HELD)
                .toList();
    }

    private static String inWords(Lane lane) {
        return disputed(lane).stream()
                .map(waiting -> waiting.id() + ": " + waiting.note())
                .collect(Collectors.joining("; "));
    }

    /** When the first of them was: that is how long before its deadline. */
    private static Instant since(Lane lane) {
        return disputed(lane).stream()
                .map(waiting ->
                        waiting.deadline().minus(waiting.request().terms().longestWait()))
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static Alert alert(
            Lane lane, String name, boolean firing, String message, Instant since, String region, Instant now) {
        int slash = lane.key().indexOf('/');
        return Alert.newBuilder()
                .setEstate(lane.key().substring(0, slash))
                .setEnvironment(lane.key().substring(slash + 1))
                .setRegion(region)
                .setName(name)
                .setSeverity(AlertSeverity.warning)
                .setFiring(firing)
                .setMessage(message)
                .setSince(since)
                .setAt(now)
                .build();
    }
}
