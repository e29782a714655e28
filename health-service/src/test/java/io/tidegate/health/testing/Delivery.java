package io.tidegate.health.testing;

import io.tidegate.eventlog.testing.Bench;
import io.tidegate.eventlog.testing.Shop;
import io.tidegate.health.kafka.HealthTopology;
import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.avro.HealthVerdict;
import io.tidegate.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Samples on their way to the topology: in order, or as a bad network and programs that try again deliver them.
 *
 * @param at when it arrives, in seconds since the start
 */
public record Delivery(double at, HealthSample sample) {
    /** How much later than another of the same version and source a sample may come and still count. */
    private static final double GRACE = 5;

    /** So late that it certainly is beyond the grace, however late others are. */
    private static final int LATE = 12;

    /** Each as soon as its second has begun. */
    public static List<Delivery> inOrder(List<HealthSample> samples) {
        return samples.stream()
                .map(sample -> new Delivery(second(sample), sample))
                .toList();
    }

    /**
     * Each up to the grace late, so in any order within it, and up to three times; and beside them, beyond the grace, others
     * that claim that everything had failed.
     */
    public static List<Delivery> troubled(List<HealthSample> samples, Random random) {
        double end = samples.stream().mapToDouble(Delivery::second).max().orElse(0) + GRACE;
        var all = new ArrayList<Delivery>();
        for (HealthSample sample : samples) {
            double first = second(sample) + random.nextDouble() * GRACE;
            all.add(new Delivery(first, sample));
            for (int again = random.nextInt(3); again > 0; again--) {
                all.add(new Delivery(first + random.nextDouble() * (end - first), sample));
            }
            double late = second(sample) + LATE;
            if (random.nextInt(10) == 0 && late < end) {
                var wrong = HealthSample.newBuilder(sample)
                        .setErrors(sample.getRequests())
                        .build();
                all.add(new Delivery(late, wrong));
            }
        }
        all.sort(Comparator.comparingDouble(Delivery::at));
        return all;
    }

    /** What was said last of each service, and on what ground. */
    public static Map<String, String> verdicts(DeploymentStarted started, List<Delivery> deliveries) {
        try (var bench = new Bench(
                codec -> new HealthTopology(codec, Shop.REGION, List.of(Shop.REGION), Duration.ofSeconds(1)).get())) {
            bench.send(Topic.DEPLOYMENT_EVENTS, Shop.KEY, started);
            int passed = 0;
            for (Delivery delivery : deliveries) {
                for (; passed < delivery.at(); passed++) {
                    bench.pass(Duration.ofSeconds(1));
                }
                var sample = delivery.sample();
                bench.send(
                        Topic.HEALTH_SAMPLES.topicName(),
                        sample.getRegion() + "/" + sample.getService(),
                        sample,
                        0,
                        Optional.empty());
            }
            var last = new TreeMap<String, String>();
            for (HealthVerdict verdict : bench.read(Topic.HEALTH_VERDICTS, HealthVerdict.class)) {
                last.put(verdict.getService(), (verdict.getVerdict() + " " + ground(verdict)).strip());
            }
            return last;
        }
    }

    /** Of tests only what they are of: two that see the same may come to it in either order. */
    private static String ground(HealthVerdict verdict) {
        var evidence = verdict.getEvidence();
        return evidence == null ? "" : evidence.getRule().replaceFirst("-against-.*", "");
    }

    private static double second(HealthSample sample) {
        return Duration.between(Bench.START, sample.getSecond()).toSeconds();
    }
}
