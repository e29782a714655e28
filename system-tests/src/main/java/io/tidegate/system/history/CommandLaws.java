package io.tidegate.system.history;

import io.tidegate.schemas.avro.ConflictDetected;
import io.tidegate.schemas.avro.DeploymentHeld;
import io.tidegate.schemas.topics.Topic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** What must be true of commands: each is refused with a reason, or leads to an end or to a person. */
final class CommandLaws {
    private CommandLaws() {}

    /** 6. Every command that can be read is refused, or takes effect: something else on the log names it. */
    static List<Violation> everyCommandIsAnswered(History history) {
        var answered = history.entries().stream()
                .filter(entry -> !isCommand(entry))
                .map(entry -> entry.field("commandId"))
                .collect(Collectors.toSet());
        return history.entries().stream()
                .filter(CommandLaws::isCommand)
                .filter(RecordLaws::belongs)
                .filter(entry -> !answered.contains(entry.field("commandId")))
                .map(entry -> new Violation(
                        6, "the command '" + entry.field("commandId") + "' at " + place(entry) + " was never answered"))
                .toList();
    }

    private static boolean isCommand(Entry entry) {
        return entry.topic().equals(Topic.DEPLOYMENT_COMMANDS.topicName());
    }

    /** 6. Every deployment that started has come to an end, or a person has been asked. */
    static List<Violation> everyDeploymentEnds(History history) {
        var last = new LinkedHashMap<String, Entry>();
        DeploymentLaws.events(history).forEach(entry -> last.put(entry.field("deploymentId"), entry));
        var broken = new ArrayList<Violation>();
        last.forEach((deployment, entry) -> {
            var record = entry.record().orElseThrow();
            if (!DeploymentLaws.rests(record)
                    && !(record instanceof DeploymentHeld)
                    && !(record instanceof ConflictDetected)) {
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
