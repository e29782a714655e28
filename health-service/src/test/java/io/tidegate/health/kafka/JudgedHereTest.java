package io.tidegate.health.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.eventlog.testing.Bench;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.topics.Topic;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

final class JudgedHereTest {
    private static HealthSample sample(String estate) {
        return HealthSample.newBuilder()
                .setEstate(estate)
                .setEnvironment("production")
                .build();
    }

    @Test
    void aKeyIsWhereKafkaPutsIt() {
        assertThat(IntStream.range(0, 200).mapToObj(number -> "estate-" + number + "/production"))
                .allSatisfy(key -> assertThat(JudgedHere.partition(key))
                        .isEqualTo(BuiltInPartitioner.partitionForKey(
                                key.getBytes(UTF_8), Topic.HEALTH_SAMPLES.partitions())));
    }

    @Test
    void eachServiceIsJudgedByTheInstanceThatHasItsPartitionAndByNoOther() {
        var all = IntStream.range(0, Topic.HEALTH_SAMPLES.partitions()).boxed().toList();
        var ours = new JudgedHere(() -> Set.of(all.getFirst()), () -> Bench.START);
        var theirs = new JudgedHere(() -> new HashSet<>(all.subList(1, all.size())), () -> Bench.START);
        var estates = IntStream.range(0, 100)
                .mapToObj(number -> sample("estate-" + number))
                .toList();
        assertThat(estates).allSatisfy(sample -> assertThat(ours.test(sample)).isNotEqualTo(theirs.test(sample)));
        assertThat(estates).anyMatch(ours).anyMatch(theirs);
    }
}
