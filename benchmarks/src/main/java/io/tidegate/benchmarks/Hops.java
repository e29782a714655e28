package io.tidegate.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.schemas.avro.RegionStatus;
import io.tidegate.schemas.avro.WaveCompleted;
import io.tidegate.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/**
 * How long a record takes from one region's Kafka to a reader at another's, through MirrorMaker: from the call that sends
 * it to the poll that returns it, one record at a time, spread over time. The records are such as nobody acts on.
 */
final class Hops {
    private static final int RECORDS = 500;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final ObjectNode suite;
    private final String controlPlane;
    private final String region;

    Hops(ObjectNode suite, String controlPlane, String region) {
        this.suite = suite;
        this.controlPlane = controlPlane;
        this.region = region;
    }

    List<Figure> measure() {
        return List.of(
                hop(
                        "hop, control plane to region",
                        controlPlane,
                        region,
                        Topic.DEPLOYMENT_EVENTS,
                        id -> WaveCompleted.newBuilder()
                                .setDeploymentId(id)
                                .setWave(1)
                                .setAt(Instant.now())
                                .build()),
                hop(
                        "hop, region to control plane",
                        region,
                        controlPlane,
                        Topic.REGION_STATUS,
                        id -> RegionStatus.newBuilder()
                                .setDeploymentId(id)
                                .setEstate("benchmarks")
                                .setEnvironment("hops")
                                .setUpdatedAt(Instant.now())
                                .build()));
    }

    private Figure hop(String name, String from, String to, Topic topic, Function<String, SpecificRecord> record) {
        Map<String, Long> sent = new HashMap<>();
        var took = new ArrayList<Double>();
        try (var source = new RegionLog(suite, from);
                var target = new RegionLog(suite, to);
                var tail = target.tail(topic.replicaName(from))) {
            var end = Instant.now().plus(LONGEST);
            for (int number = 0; number < RECORDS; number++) {
                var id = "hop-" + number;
                var made = record.apply(id);
                sent.put(id, System.nanoTime());
                source.send("benchmarks/hops-" + number, made);
                tail.read(Duration.ofMillis(20), (now, arrived) -> arrived(now, arrived, sent, took));
            }
            while (took.size() < RECORDS && Instant.now().isBefore(end)) {
                tail.read(Duration.ofMillis(20), (now, arrived) -> arrived(now, arrived, sent, took));
            }
        }
        if (took.size() < RECORDS) {
            throw new IllegalStateException("only " + took.size() + " of " + RECORDS + " records came from " + from
                    + " to " + to + " within " + LONGEST.toSeconds() + " s; see the mirror's log");
        }
        return Figure.of(name, "ms", new Distribution(took));
    }

    private static void arrived(long now, SpecificRecord arrived, Map<String, Long> sent, List<Double> took) {
        id(arrived).map(sent::remove).ifPresent(begun -> took.add((now - begun) / 1e6));
    }

    private static Optional<String> id(SpecificRecord record) {
        return switch (record) {
            case WaveCompleted wave -> Optional.of(wave.getDeploymentId());
            case RegionStatus status -> Optional.of(status.getDeploymentId());
            default -> Optional.empty();
        };
    }
}
