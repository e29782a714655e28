package io.tidegate.schemas.topics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which topics a region's Kafka holds: its own, those replicated into it, and their dead letters. */
public final class TopicCatalogue {
    private TopicCatalogue() {}

    /** A topic as it is to be created. */
    public record Definition(String name, int partitions, Map<String, String> settings) {
        public Definition {
            settings = Map.copyOf(settings);
        }
    }

    /** A schema as it is to be registered. */
    public record Subject(String name, org.apache.avro.Schema schema) {}

    /**
     * Every topic that {@code region} needs, replicas from the other regions included.
     *
     * @param region the region whose Kafka is meant
     */
    public static List<Definition> definitions(String region, Installation installation) {
        var definitions = new ArrayList<Definition>();
        for (Topic topic : Topic.values()) {
            definitions.add(define(topic.topicName(), topic));
            definitions.add(deadLetters(topic));
            for (String origin : origins(topic, region, installation)) {
                definitions.add(define(topic.replicaName(origin), topic));
            }
        }
        return List.copyOf(definitions);
    }

    /** The names under which {@code region} sees a topic: its own first, then replicas by origin. */
    public static List<String> readable(Topic topic, String region, Installation installation) {
        var names = new ArrayList<String>();
        names.add(topic.topicName());
        origins(topic, region, installation).forEach(origin -> names.add(topic.replicaName(origin)));
        return List.copyOf(names);
    }

    /**
     * The names under which {@code region} sees what planners say: the topic itself where one is, replicas of the others.
     *
     * @param candidates the regions whose planner may lead
     */
    public static List<String> ofControlPlane(Topic topic, String region, List<String> candidates) {
        return candidates.stream()
                .map(candidate -> candidate.equals(region) ? topic.topicName() : topic.replicaName(candidate))
                .toList();
    }

    /** The region that a replica comes from, by the replica's name; empty for a region's own topic. */
    public static Optional<String> origin(String name) {
        return Arrays.stream(Topic.values())
                .map(topic -> topic.replicaName(""))
                .filter(name::endsWith)
                .map(suffix -> name.substring(0, name.length() - suffix.length()))
                .findFirst();
    }

    /** Regions whose topic is replicated into {@code region}. */
    public static List<String> origins(Topic topic, String region, Installation installation) {
        boolean mayLead = installation.candidates().contains(region);
        var origins =
                switch (topic.flow()) {
                    case STAYS -> List.<String>of();
                    case FROM_CONTROL_PLANE -> installation.candidates();
                    case TO_CONTROL_PLANE -> mayLead ? installation.regions() : List.<String>of();
                    case AMONG_CONTROL_PLANES -> mayLead ? installation.candidates() : List.<String>of();
                    case EVERYWHERE -> installation.regions();
                };
        return origins.stream().filter(other -> !other.equals(region)).toList();
    }

    /** Every schema, under the subject {@code TOPIC-RECORD} that Confluent's TopicRecordNameStrategy forms. */
    public static List<Subject> subjects() {
        var subjects = new ArrayList<Subject>();
        for (Topic topic : Topic.values()) {
            topic.schemas()
                    .forEach(schema ->
                            subjects.add(new Subject(subject(topic.topicName(), schema.getFullName()), schema)));
        }
        var deadLetter = io.tidegate.schemas.avro.DeadLetter.getClassSchema();
        for (Topic topic : Topic.values()) {
            subjects.add(new Subject(subject(topic.deadLetterName(), deadLetter.getFullName()), deadLetter));
        }
        return List.copyOf(subjects);
    }

    /** The subject of a record type on a topic. */
    public static String subject(String topic, String record) {
        return topic + "-" + record;
    }

    private static Definition deadLetters(Topic topic) {
        return new Definition(
                topic.deadLetterName(),
                1,
                Map.of(
                        "cleanup.policy", "delete",
                        "retention.ms", days(30),
                        "max.message.bytes", Integer.toString(Topic.maxDeadLetterBytes())));
    }

    private static Definition define(String name, Topic topic) {
        return new Definition(
                name,
                topic.partitions(),
                Map.of(
                        "cleanup.policy", topic.retention().compact() ? "compact" : "delete",
                        "retention.ms", Long.toString(topic.retention().time().toMillis()),
                        "max.message.bytes", Integer.toString(Topic.maxRecordBytes())));
    }

    private static String days(int days) {
        return Long.toString(java.time.Duration.ofDays(days).toMillis());
    }
}
