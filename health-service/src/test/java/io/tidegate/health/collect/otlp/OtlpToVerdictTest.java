package io.tidegate.health.collect.otlp;

import static io.tidegate.health.collect.otlp.Written.CUMULATIVE;
import static io.tidegate.health.collect.otlp.Written.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.tidegate.eventlog.testing.Shop;
import io.tidegate.health.testing.Delivery;
import io.tidegate.schemas.avro.HealthSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From what services export to the verdict, also if the Collector delivers it in disorder and again. */
final class OtlpToVerdictTest {
    private static final int SECONDS = 40;
    private static final int REQUESTS = 25;

    /** A record of the topic, and when it arrives, in seconds since noon. */
    private record Exported(double at, ExportMetricsServiceRequest request) {}

    /** Two instances of each version export their counters each second; half a minute in, one of the new ones starts anew. */
    private static List<Exported> exported(double shareOfTheNew, Random random) {
        var all = new ArrayList<Exported>();
        for (String version : List.of("1", "2")) {
            for (String instance : List.of("a", "b")) {
                long good = 0;
                long bad = 0;
                double start = 0;
                for (int second = 1; second <= SECONDS; second++) {
                    if (second == 30 && version.equals("2") && instance.equals("a")) {
                        good = 0;
                        bad = 0;
                        start = second - 0.5;
                    }
                    double share = version.equals("2") ? shareOfTheNew : 0.01;
                    long failed = IntStream.range(0, REQUESTS)
                            .filter(request -> random.nextDouble() < share)
                            .count();
                    good += REQUESTS - failed;
                    bad += failed;
                    all.add(new Exported(
                            second,
                            Written.request(
                                    resource(version, instance),
                                    Written.sum(CUMULATIVE, start, second, 200, good),
                                    Written.sum(CUMULATIVE, start, second, 500, bad))));
                }
            }
        }
        all.sort(Comparator.comparingDouble(Exported::at));
        return all;
    }

    private static Map<String, String> resource(String version, String instance) {
        return Map.of(
                "service.name", "api",
                "service.version", version,
                "service.namespace", "shop",
                "deployment.environment.name", "production",
                "service.instance.id", instance);
    }

    /** Each up to two seconds late, and up to three times. */
    private static List<Exported> troubled(List<Exported> exported, Random random) {
        var all = new ArrayList<Exported>();
        for (Exported one : exported) {
            for (int time = 0; time <= random.nextInt(3); time++) {
                all.add(new Exported(one.at() + 2 * random.nextDouble(), one.request()));
            }
        }
        all.sort(Comparator.comparingDouble(Exported::at));
        return all;
    }

    private static List<HealthSample> samples(List<Exported> exported) {
        var metrics = new OtlpMetrics(Shop.REGION, Optional.empty(), Optional.empty(), NOON);
        var samples = new ArrayList<HealthSample>();
        double told = 0;
        for (Exported one : exported) {
            for (; told + 1 < one.at(); told++) {
                samples.addAll(metrics.round(NOON.plusSeconds((long) told + 1)));
            }
            metrics.accept(one.request(), NOON.plus(Duration.ofMillis((long) (one.at() * 1000))));
        }
        samples.addAll(metrics.round(NOON.plusSeconds((long) told + 2)));
        return samples;
    }

    @ParameterizedTest(name = "{0} of the new version's requests fail, seed {1}")
    @CsvSource({"0.01, 1, healthy", "0.01, 2, healthy", "0.2, 1, unhealthy errors", "0.2, 2, unhealthy errors"})
    void verdictsAreTheSame(double share, int seed, String end) {
        var started = Shop.started("d1", "2", Map.of("api", Shop.workload("shop/api:1")));
        var exported = exported(share, new Random(seed));
        var inOrder = samples(exported);
        assertThat(inOrder.stream().mapToLong(HealthSample::getRequests).sum()).isEqualTo(4L * SECONDS * REQUESTS);
        assertThat(Delivery.verdicts(started, Delivery.inOrder(inOrder))).isEqualTo(Map.of("api", end));

        var random = new Random(100L + seed);
        var troubled = samples(troubled(exported, random));
        assertThat(Delivery.verdicts(started, Delivery.troubled(troubled, random)))
                .isEqualTo(Map.of("api", end));
    }
}
