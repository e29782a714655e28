package io.tidegate.health.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;

/**
 * Whether a sample's service is judged by this instance. Several instances share services by the partitions of their
 * aggregates. All of them look at everything, so that whoever takes over knows the counters already; but only the one that judges
 * writes what it saw.
 */
public final class JudgedHere implements Predicate<HealthSample> {
    private static final Duration KEPT = Duration.ofSeconds(1);

    /** While partitions move nobody knows, and what is written twice counts once. */
    private static final Set<Integer> ALL =
            IntStream.range(0, Topic.HEALTH_SAMPLES.partitions()).boxed().collect(Collectors.toUnmodifiableSet());

    private final Supplier<Set<Integer>> partitions;
    private final InstantSource clock;
    private Set<Integer> last = Set.of();
    private Instant lastAsked = Instant.EPOCH;

    /** By the tasks of a topology that runs, or will. */
    public static JudgedHere by(KafkaStreams streams) {
        return new JudgedHere(
                () -> streams.state() == KafkaStreams.State.RUNNING ? partitions(streams) : ALL,
                InstantSource.system());
    }

    private static Set<Integer> partitions(KafkaStreams streams) {
        return streams.metadataForLocalThreads().stream()
                .map(ThreadMetadata::activeTasks)
                .flatMap(Set::stream)
                .filter(JudgedHere::judges)
                .map(task -> task.taskId().partition())
                .collect(Collectors.toSet());
    }

    private static boolean judges(TaskMetadata task) {
        return task.topicPartitions().stream()
                .anyMatch(place -> place.topic().endsWith(HealthTopology.SAMPLES_BY_ESTATE + "-repartition"));
    }

    JudgedHere(Supplier<Set<Integer>> partitions, InstantSource clock) {
        this.partitions = partitions;
        this.clock = clock;
    }

    @Override
    public boolean test(HealthSample sample) {
        return partitions().contains(partition(HealthTopology.aggregate(sample)));
    }

    private synchronized Set<Integer> partitions() {
        var now = clock.instant();
        if (!lastAsked.plus(KEPT).isAfter(now)) {
            last = partitions.get();
            lastAsked = now;
        }
        return last;
    }

    /** Where Kafka's producers put a key. */
    static int partition(String key) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(UTF_8))) % Topic.HEALTH_SAMPLES.partitions();
    }
}
