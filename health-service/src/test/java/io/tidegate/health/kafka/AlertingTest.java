package io.tidegate.health.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.eventlog.testing.Bench;
import io.tidegate.eventlog.testing.Shop;
import io.tidegate.schemas.avro.Alert;
import io.tidegate.schemas.avro.AlertSeverity;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.avro.LatencyBucket;
import io.tidegate.schemas.avro.SampleOutcome;
import io.tidegate.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is alarming about services, through the whole topology. */
class AlertingTest {
    private static final int QUIET = 900;
    private static final int TROUBLE = 600;

    /** One sample every ten seconds, so that an hour is few of them. */
    private static HealthSample sample(String version, int second, long errors, int latency) {
        return HealthSample.newBuilder()
                .setEstate("shop")
                .setEnvironment("production")
                .setRegion(Shop.REGION)
                .setService("api")
                .setVersion(version)
                .setSecond(Bench.START.plusSeconds(second))
                .setSource("bench")
                .setOutcome(SampleOutcome.read)
                .setRequests(200)
                .setErrors(errors)
                .setLatency(List.of(new LatencyBucket(latency, 200L)))
                .setMemoryShare(0.5)
                .build();
    }

    private static void deliver(Bench bench, HealthSample sample) {
        bench.pass(Duration.ofSeconds(10));
        bench.send(Topic.HEALTH_SAMPLES.topicName(), "east/api", sample, 0, Optional.empty());
    }

    private static Bench bench() {
        return new Bench(
                codec -> new HealthTopology(codec, Shop.REGION, List.of(Shop.REGION), Duration.ofSeconds(1)).get());
    }

    private static List<String> alerts(Bench bench) {
        return bench.read(Topic.ALERTS, Alert.class).stream()
                .map(alert -> alert.getName() + (alert.getFiring() ? " begins" : " is over"))
                .toList();
    }

    @Test
    void aServiceWithoutADeploymentThatStartsToFailAlarmsAndIsOverWhenItDoesNoMore() {
        try (var bench = bench()) {
            for (int second = 0; second < QUIET; second += 10) {
                deliver(bench, sample("1", second, 0, -100));
            }
            assertThat(alerts(bench)).isEmpty();
            for (int second = QUIET; second < QUIET + TROUBLE; second += 10) {
                deliver(bench, sample("1", second, 20, -100));
            }
            var begun = bench.read(Topic.ALERTS, Alert.class);
            assertThat(begun).extracting(Alert::getName).contains("slo-burn-fast", "worse-than-its-past");
            assertThat(begun.getFirst().getSeverity()).isIn(AlertSeverity.critical, AlertSeverity.warning);
            assertThat(begun)
                    .filteredOn(alert -> alert.getName().equals("worse-than-its-past"))
                    .first()
                    .extracting(Alert::getMessage)
                    .asString()
                    .startsWith("errors of api is 0.1000 and was 0.000 before");
            for (int second = QUIET + TROUBLE; second < QUIET + 2 * TROUBLE; second += 10) {
                deliver(bench, sample("1", second, 0, -100));
            }
            assertThat(alerts(bench)).contains("slo-burn-fast is over");
        }
    }

    @Test
    void aServiceThatBecomesFiveTimesSlowerIsWorseThanItsPast() {
        try (var bench = bench()) {
            for (int second = 0; second < QUIET; second += 10) {
                deliver(bench, sample("1", second, 0, -100));
            }
            for (int second = QUIET; second < QUIET + 100; second += 10) {
                deliver(bench, sample("1", second, 0, -20));
            }
            assertThat(alerts(bench)).startsWith("worse-than-its-past begins");
        }
    }

    /** Two of 200 requests are ten times the usual budget and would be an alarm; of 5 % they are nothing. */
    @Test
    void errorsAreCountedAgainstTheObjectiveOfTheLatestPlan() {
        assertThat(alertsTowards(0.999)).contains("slo-burn-slow begins");
        assertThat(alertsTowards(0)).as("nothing was said").contains("slo-burn-slow begins");
        assertThat(alertsTowards(0.95)).isEmpty();
    }

    private static List<String> alertsTowards(double objective) {
        try (var bench = bench()) {
            var started = Shop.started("d1", "1", Map.of("api", Shop.workload("shop/api:1")));
            started.getPlan().getPolicy().setAvailabilityObjective(objective);
            bench.send(Topic.DEPLOYMENT_EVENTS, Shop.KEY, started);
            for (int second = 0; second < QUIET; second += 10) {
                deliver(bench, sample("1", second, 2, -100));
            }
            return alerts(bench);
        }
    }

    @Test
    void whatBothVersionsSufferFromIsASharedIncident() {
        try (var bench = bench()) {
            bench.send(
                    Topic.DEPLOYMENT_EVENTS,
                    Shop.KEY,
                    Shop.started("d1", "2", Map.of("api", Shop.workload("shop/api:1"))));
            for (int second = 0; second < 60; second++) {
                bench.pass(Duration.ofSeconds(1));
                for (String version : List.of("2", "1")) {
                    bench.send(
                            Topic.HEALTH_SAMPLES.topicName(),
                            "east/api",
                            sample(version, second, 80, -100),
                            0,
                            Optional.empty());
                }
            }
            assertThat(alerts(bench)).contains("shared-incident begins");
        }
    }

    @Test
    void permutedAndRepeatedSamplesAlarmJustTheSame() {
        var samples = new ArrayList<HealthSample>();
        for (int second = 0; second < 700; second += 2) {
            samples.add(sample("1", second, second < 400 ? 0 : 20, -100));
        }
        var shuffled = new ArrayList<HealthSample>();
        var random = new Random(3);
        for (int first = 0; first < samples.size(); first += 2) {
            var pair = new ArrayList<>(samples.subList(first, Math.min(first + 2, samples.size())));
            pair.addAll(pair.subList(0, 1));
            java.util.Collections.shuffle(pair, random);
            shuffled.addAll(pair);
        }
        assertThat(said(shuffled)).isEqualTo(said(samples)).isNotEmpty();
    }

    private static List<Alert> said(List<HealthSample> samples) {
        try (var bench = bench()) {
            bench.pass(Duration.ofSeconds(700));
            for (HealthSample sample : samples) {
                bench.send(Topic.HEALTH_SAMPLES.topicName(), "east/api", sample, 0, Optional.empty());
            }
            return bench.read(Topic.ALERTS, Alert.class);
        }
    }
}
