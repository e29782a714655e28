package io.tidegate.health.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.eventlog.testing.Bench;
import io.tidegate.eventlog.testing.Shop;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.avro.HealthVerdict;
import io.tidegate.schemas.avro.LatencyBucket;
import io.tidegate.schemas.avro.SampleOutcome;
import io.tidegate.schemas.avro.UserRule;
import io.tidegate.schemas.avro.Verdict;
import io.tidegate.schemas.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rules of an estate's own, from the plan on the log to the verdict. */
final class UserRulesTest {
    private static final long REQUESTS = 50;
    private static final int FAST = -100; // a bucket of latencies, some 0.11 s
    private static final int SLOWER = -97; // a little slower, 0.125 s: no test minds

    private static List<HealthVerdict> verdicts(String when, int seconds, int latency) {
        try (var bench = new Bench(
                codec -> new HealthTopology(codec, Shop.REGION, List.of(Shop.REGION), Duration.ofSeconds(1)).get())) {
            var started = Shop.started("d1", "2", Map.of("api", Shop.workload("shop/api:1")));
            started.getPlan()
                    .getPolicy()
                    .getTriggers()
                    .setRules(List.of(UserRule.newBuilder()
                            .setName("slower")
                            .setWhen(when)
                            .setOverMillis(5000)
                            .setSustainedMillis(10_000)
                            .setMessage("customers wait")
                            .build()));
            bench.send(Topic.DEPLOYMENT_EVENTS, Shop.KEY, started);
            for (int second = 0; second < seconds; second++) {
                send(bench, "1", second, FAST);
                send(bench, "2", second, latency);
            }
            return bench.read(Topic.HEALTH_VERDICTS, HealthVerdict.class);
        }
    }

    private static void send(Bench bench, String version, int second, int latency) {
        var sample = HealthSample.newBuilder()
                .setEstate("shop")
                .setEnvironment("production")
                .setRegion(Shop.REGION)
                .setService("api")
                .setVersion(version)
                .setSecond(Bench.START.plusSeconds(second))
                .setSource("bench")
                .setOutcome(SampleOutcome.read)
                .setRequests(REQUESTS)
                .setLatency(List.of(new LatencyBucket(latency, REQUESTS)))
                .build();
        bench.send(Topic.HEALTH_SAMPLES.topicName(), "east/api", sample, 0, Optional.empty());
    }

    @Test
    void aRuleTakesAVersionBackAndTheVerdictSaysWhatItSaw() {
        var last = verdicts("region == 'east' && version == '2' && p95 > 0.12", 20, SLOWER)
                .getLast();
        assertThat(last.getVerdict()).isEqualTo(Verdict.unhealthy);
        assertThat(last.getEvidence().getRule()).isEqualTo("rule:slower");
        assertThat(last.getEvidence().getMetric()).isEqualTo("p95");
        assertThat(last.getEvidence().getLimit()).isEqualTo(0.12);
        assertThat(last.getEvidence().getWindowSeconds()).isEqualTo(10);
        assertThat(last.getMessage())
                .startsWith("rule 'slower' has held for 10 s: customers wait (p95 0.1250, ")
                .contains("region east");
    }

    @Test
    void whereItDoesNotHoldTheVersionIsHealthy() {
        assertThat(verdicts("p95 > 2.0 * baseline.p95", 20, FAST))
                .extracting(HealthVerdict::getVerdict)
                .endsWith(Verdict.healthy)
                .doesNotContain(Verdict.unhealthy, Verdict.error);
    }

    @Test
    void whatCannotBeAnsweredIsAnError() {
        var last = verdicts("memory_share > 0.9", 20, FAST).getLast();
        assertThat(last.getVerdict()).isEqualTo(Verdict.error);
        assertThat(last.getMessage()).isEqualTo("rule 'slower' cannot be answered: memory_share not known at present");
    }
}
