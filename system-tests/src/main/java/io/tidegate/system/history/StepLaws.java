package io.tidegate.system.history;

import io.tidegate.schemas.avro.StepRequested;
import io.tidegate.schemas.avro.StepSucceeded;
import io.tidegate.schemas.topics.Topic;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/** What must be true of what executors are asked and answer. */
final class StepLaws {
    private StepLaws() {}

    /** 4. Nothing is asked for under an epoch lower than one that the region has acknowledged. */
    static List<Violation> epochsOnlyRise(History history) {
        var acknowledged = history.entries().stream()
                .filter(entry -> entry.topic().equals(Topic.REGION_EVENTS.topicName()))
                .filter(entry -> entry.record().isPresent())
                .toList();
        return history.all(StepRequested.class)
                .filter(seen -> acknowledged.stream()
                        .anyMatch(report -> report.region().equals(seen.entry().region())
                                && report.epoch() > seen.record().getEpoch()
                                && at(report).isBefore(seen.record().getRequestedAt())))
                .map(seen -> new Violation(
                        4,
                        seen.record().getStepId() + " was asked for under epoch "
                                + seen.record().getEpoch() + " after "
                                + seen.entry().region()
                                + " had acknowledged a higher one"))
                .toList();
    }

    private static Instant at(Entry entry) {
        return entry.record()
                .map(record -> record.get(record.getSchema().getField("at").pos()))
                .map(Instant.class::cast)
                .orElse(Instant.MAX);
    }

    /** 4. A step takes effect once. */
    static List<Violation> eachStepOnce(History history) {
        var successes = history.all(StepSucceeded.class)
                .collect(Collectors.groupingBy(seen -> seen.record().getStepId()));
        return successes.entrySet().stream()
                .filter(step -> step.getValue().size() > 1)
                .map(step -> new Violation(
                        4,
                        step.getKey() + " succeeded " + step.getValue().size() + " times, at "
                                + step.getValue().stream()
                                        .map(seen -> seen.record().getAt().toString())
                                        .toList()))
                .toList();
    }

    /** 10. Every step that is asked for has an outcome. */
    static List<Violation> everyRequestIsAnswered(History history) {
        var answered = new HashSet<String>();
        history.entries().stream()
                .filter(entry -> entry.topic().equals(Topic.STEP_EVENTS.topicName()))
                .forEach(entry -> answered.add(entry.field("stepId")));
        return history.all(StepRequested.class)
                .filter(seen -> !answered.contains(seen.record().getStepId()))
                .map(seen -> new Violation(10, seen.record().getStepId() + " was never answered"))
                .toList();
    }
}
