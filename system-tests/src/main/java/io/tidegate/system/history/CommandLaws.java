package io.tidegate.system.history;

import io.tidegate.schemas.avro.CommandRefused;
import io.tidegate.schemas.avro.DeploymentCancelled;
import io.tidegate.schemas.avro.DeploymentHeld;
import io.tidegate.schemas.avro.DeploymentQueued;
import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.RollbackStarted;
import io.tidegate.schemas.topics.Topic;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/** What must be true of commands: each is refused with a reason, or leads to an end or to a person. */
final class CommandLaws {
    private CommandLaws() {}

    /** 6. Every command that can be read is refused, or takes effect. */
    static List<Violation> everyCommandIsAnswered(History history) {
        var answered = new HashSet<String>();
        history.all(CommandRefused.class)
                .forEach(seen -> answered.add(seen.record().getCommandId()));
        history.all(DeploymentStarted.class)
                .forEach(seen -> answered.add(seen.record().getCommandId()));
        history.all(DeploymentQueued.class)
                .forEach(seen -> answered.add(seen.record().getCommandId()));
        var goneBack = new HashSet<String>();
        history.all(RollbackStarted.class)
                .forEach(seen -> goneBack.add(seen.record().getDeploymentId()));
        history.all(DeploymentCancelled.class)
                .forEach(seen -> goneBack.add(seen.record().getDeploymentId()));
        return history.entries().stream()
                .filter(entry -> entry.topic().equals(Topic.DEPLOYMENT_COMMANDS.topicName()))
                .filter(RecordLaws::belongs)
                .filter(entry -> !isAnswered(entry, answered, goneBack))
                .map(entry -> new Violation(
                        6, "the command '" + entry.field("commandId") + "' at " + place(entry) + " was never answered"))
                .toList();
    }

    private static boolean isAnswered(Entry entry, Set<String> answered, Set<String> goneBack) {
        var id = entry.field("commandId");
        boolean ordersBack =
                entry.as(io.tidegate.schemas.avro.RequestDeployment.class).isEmpty();
        return answered.contains(id) || (ordersBack && goneBack.contains(entry.field("deploymentId")));
    }

    /** 6. Every deployment that started has come to an end, or a person has been asked. */
    static List<Violation> everyDeploymentEnds(History history) {
        var last = new LinkedHashMap<String, Entry>();
        DeploymentLaws.events(history).forEach(entry -> last.put(entry.field("deploymentId"), entry));
        var broken = new ArrayList<Violation>();
        last.forEach((deployment, entry) -> {
            var record = entry.record().orElseThrow();
            if (!DeploymentLaws.rests(record) && !(record instanceof DeploymentHeld)) {
                broken.add(new Violation(
                        6,
                        deployment + " has not ended; its last event is "
                                + record.getSchema().getName() + " at " + place(entry)));
            }
        });
        return broken;
    }

    static String place(Entry entry) {
        return entry.region() + " " + entry.topic() + ":" + entry.partition() + ":" + entry.offset();
    }
}
