package io.tidegate.system.history;

import io.tidegate.schemas.avro.DeadLetter;
import io.tidegate.schemas.topics.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What must be true of every record: it is processed, or it is a dead letter. */
final class RecordLaws {
    private RecordLaws() {}

    /** 10. What cannot be read, or stands on a topic it does not belong on, is on the dead-letter topic with its cause. */
    static List<Violation> whatCannotBeReadIsADeadLetter(History history) {
        var letters = letters(history);
        return history.entries().stream()
                .filter(entry -> topic(entry).filter(RecordLaws::isRead).isPresent())
                .filter(entry -> !belongs(entry))
                .filter(entry -> !letters.contains(CommandLaws.place(entry)))
                .map(entry -> new Violation(
                        10, "the record at " + CommandLaws.place(entry) + " cannot be read and is no dead letter"))
                .toList();
    }

    /** 10. What can be read is not thrown away. */
    static List<Violation> whatCanBeReadIsNone(History history) {
        var letters = letters(history);
        return history.entries().stream()
                .filter(entry -> topic(entry).isPresent())
                .filter(RecordLaws::belongs)
                .filter(entry -> letters.contains(CommandLaws.place(entry)))
                .map(entry -> new Violation(
                        10, "the record at " + CommandLaws.place(entry) + " is good, yet became a dead letter"))
                .toList();
    }

    private static Set<String> letters(History history) {
        return history.all(DeadLetter.class)
                .map(seen -> seen.entry().region() + " " + seen.record().getTopic() + ":"
                        + seen.record().getPartition() + ":" + seen.record().getOffset())
                .collect(Collectors.toSet());
    }

    /** Whether the entry is a record of a type that its topic carries, with a key. */
    static boolean belongs(Entry entry) {
        return !entry.key().isEmpty()
                && topic(entry)
                        .flatMap(topic -> entry.record().filter(record -> topic.carries(record.getClass())))
                        .isPresent();
    }

    /** Status topics are read by people's tools alone. */
    private static boolean isRead(Topic topic) {
        return topic != Topic.DEPLOYMENT_STATUS
                && topic != Topic.REGION_STATUS
                && topic != Topic.SERVICE_STATUS
                && topic != Topic.GLOBAL_TRAFFIC;
    }

    private static Optional<Topic> topic(Entry entry) {
        return Arrays.stream(Topic.values())
                .filter(topic -> topic.topicName().equals(entry.topic()))
                .findFirst();
    }
}
