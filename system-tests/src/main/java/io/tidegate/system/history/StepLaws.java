package io.tidegate.system.history;

import io.tidegate.schemas.avro.StepRequested;
import io.tidegate.schemas.avro.StepSucceeded;
import io.tidegate.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What must be true of what executors are asked and answer. */
final class StepLaws {
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private StepLaws() {}

    /**
     * 4. Nothing is asked for under an epoch lower than one that the region has acknowledged. Each partition of the reports
     * is led and acknowledged by itself, so a lane is held to the reports of its own. Steps and reports stand on topics of
     * their own, so that times tell which came first; where a region's clock went back, only the order of the steps
     * themselves does.
     */
    static List<Violation> epochsOnlyRise(History history) {
        var reports = history.entries().stream()
                .filter(entry -> entry.topic().equals(Topic.REGION_EVENTS.topicName()))
                .filter(entry -> entry.record().isPresent())
                .toList();
        var unsure = clocksThatWentBack(reports);
        var partitions = reports.stream().collect(Collectors.toMap(Entry::key, Entry::partition, (one, same) -> one));
        var highest = new HashMap<String, Long>();
        return history.all(StepRequested.class)
                .filter(seen -> {
                    var place = seen.entry().region() + " " + seen.entry().key();
                    long epoch = seen.record().getEpoch();
                    long before = highest.merge(place, epoch, Math::max);
                    return before > epoch
                            || (!unsure.contains(seen.entry().region())
                                    && isAfterAHigherOne(
                                            seen,
                                            reports,
                                            partitions.get(lane(seen.entry().key()))));
                })
                .map(seen -> new Violation(
                        4,
                        seen.record().getStepId() + " was asked for under epoch "
                                + seen.record().getEpoch() + " after "
                                + seen.entry().region()
                                + " had acknowledged a higher one"))
                .toList();
    }

    private static boolean isAfterAHigherOne(
            History.Seen<StepRequested> step, List<Entry> reports, @Nullable Integer partition) {
        return reports.stream()
                .filter(report -> partition != null && report.partition() == partition)
                .anyMatch(report -> report.region().equals(step.entry().region())
                        && report.epoch() > step.record().getEpoch()
                        && at(report).isBefore(step.record().getRequestedAt()));
    }

    /** The estate and environment of a key of either shape. */
    private static String lane(String key) {
        var parts = key.split("/", -1);
        return parts.length < 2 ? key : parts[0] + "/" + parts[1];
    }

    private static Set<String> clocksThatWentBack(List<Entry> reports) {
        var latest = new HashMap<String, Instant>();
        var found = new HashSet<String>();
        for (Entry report : reports) {
            var known = latest.merge(report.region() + " " + report.key(), at(report), StepLaws::later);
            if (at(report).isBefore(known.minus(TOLERANCE))) {
                found.add(report.region());
            }
        }
        return found;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
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
