package io.tidegate.health.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.estate.Workload;
import io.tidegate.eventlog.testing.Bench;
import io.tidegate.eventlog.testing.Shop;
import io.tidegate.health.testing.Plans;
import io.tidegate.schemas.avro.CheckOutcome;
import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.avro.HealthVerdict;
import io.tidegate.schemas.avro.LatencyBucket;
import io.tidegate.schemas.avro.SampleOutcome;
import io.tidegate.schemas.avro.Verdict;
import io.tidegate.schemas.topics.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Several services of one deployment suffer: which of them is called unhealthy. */
final class DependenciesTest {
    private static final long REQUESTS = 50;
    private static final String ESTATE = """
        apiVersion: tidegate.io/v1
        kind: Estate
        metadata: {name: shop}
        spec:
          regions:
            - {name: east, role: primary, wave: 1, trafficShare: 100}
          services:
            - {name: db, image: 'shop/db:1', port: 80}
            - {name: prices, image: 'shop/prices:1', port: 80, dependsOn: [db]}
            - {name: cart, image: 'shop/cart:1', port: 80, dependsOn: [prices]}
            - {name: search, image: 'shop/search:1', port: 80, dependsOn: [prices]}
            - {name: gateway, image: 'shop/gateway:1', port: 80, dependsOn: [cart, search]}
        """;
    private static final List<String> SERVICES = List.of("gateway", "cart", "search", "prices", "db");

    /** Version 2 of these replaces version 1; the others stay as they are. */
    private static DeploymentStarted started(List<String> brought) {
        var running = new HashMap<String, Workload>();
        SERVICES.forEach(service -> running.put(service, Shop.workload("shop/" + service + ":1")));
        return Plans.started(ESTATE, brought, Map.of(Shop.REGION, running));
    }

    private final Bench bench = new Bench(
            codec -> new HealthTopology(codec, Shop.REGION, List.of(Shop.REGION), Duration.ofSeconds(1)).get());
    private final Map<String, Long> errors = new HashMap<>();
    private final Set<String> gone = new HashSet<>();
    private final Set<String> unready = new HashSet<>();
    private int second;

    private List<HealthVerdict> afterBringing(String... services) {
        bench.send(Topic.DEPLOYMENT_EVENTS, Shop.KEY, started(List.of(services)));
        return pass(20);
    }

    /** Half of the requests of these versions fail from now on. */
    private void fail(String... versions) {
        for (String version : versions) {
            errors.put(version, REQUESTS / 2);
        }
    }

    /** Every service is told each second, those that depend on others first. */
    private List<HealthVerdict> pass(int seconds) {
        for (int until = second + seconds; second < until; second++) {
            bench.pass(Duration.ofSeconds(1));
            for (String service : SERVICES) {
                send(service, "1");
                send(service, "2");
            }
        }
        return bench.read(Topic.HEALTH_VERDICTS, HealthVerdict.class);
    }

    private void send(String service, String version) {
        if (gone.contains(service + ":" + version)) {
            return;
        }
        var sample = HealthSample.newBuilder()
                .setEstate("shop")
                .setEnvironment("production")
                .setRegion(Shop.REGION)
                .setService(service)
                .setVersion(version)
                .setSecond(Bench.START.plusSeconds(second))
                .setSource("bench")
                .setOutcome(SampleOutcome.read)
                .setRequests(REQUESTS)
                .setErrors(errors.getOrDefault(service + ":" + version, 0L))
                .setLatency(List.of(new LatencyBucket(-100, REQUESTS)))
                .setChecks(List.of(CheckOutcome.newBuilder()
                        .setInstance(service + "-" + version)
                        .setReady(!unready.contains(service + ":" + version))
                        .setDeep(true)
                        .build()))
                .build();
        bench.send(Topic.HEALTH_SAMPLES.topicName(), "east/" + service, sample, 0, Optional.empty());
    }

    private static List<String> unhealthy(List<HealthVerdict> verdicts) {
        return verdicts.stream()
                .filter(verdict -> verdict.getVerdict() == Verdict.unhealthy)
                .map(HealthVerdict::getService)
                .toList();
    }

    private static HealthVerdict last(List<HealthVerdict> verdicts, String service) {
        return verdicts.stream()
                .filter(verdict -> verdict.getService().equals(service))
                .toList()
                .getLast();
    }

    @Test
    void whatIsBroughtInIsToldAndWhatItDependsOnOnlyWatched() {
        try (bench) {
            assertThat(afterBringing("cart"))
                    .extracting(HealthVerdict::getService)
                    .containsOnly("cart");
        }
    }

    @Test
    void inADiamondOfCanariesTheOneAtTheBottomIsUnhealthyAndTheOthersNameIt() {
        try (bench) {
            assertThat(unhealthy(afterBringing("prices", "cart", "search", "gateway")))
                    .isEmpty();
            fail("gateway:2", "cart:2", "search:2", "prices:2");
            var verdicts = pass(20);
            assertThat(unhealthy(verdicts)).containsExactly("prices");
            for (String dependant : List.of("gateway", "cart", "search")) {
                var last = last(verdicts, dependant);
                assertThat(last.getVerdict()).isEqualTo(Verdict.inconclusive);
                assertThat(last.getMessage()).startsWith("errors begin with prices, on which it depends (prices: ");
                assertThat(last.getEvidence().getRule()).isEqualTo("dependency");
            }
        }
    }

    @Test
    void whatIsBadByItselfIsUnhealthyItself() {
        try (bench) {
            afterBringing("prices", "cart", "gateway");
            fail("gateway:2");
            assertThat(unhealthy(pass(20))).containsExactly("gateway");
        }
    }

    @Test
    void whatSuffersWithTheVersionBeforeItFromADependencyOutsideIsHeldAndNamesIt() {
        try (bench) {
            afterBringing("prices");
            fail("prices:1", "prices:2", "db:1");
            var verdicts = pass(150); // the rule's two minutes
            assertThat(unhealthy(verdicts)).isEmpty();
            assertThat(last(verdicts, "prices").getMessage())
                    .startsWith("errors begin with db, on which it depends (db: 50.0 % of its ")
                    .contains("shared incident");
        }
    }

    @Test
    void aDependencyOutsideIsNoExcuseForAVersionThatIsWorseThanTheOneBesideIt() {
        try (bench) {
            afterBringing("prices");
            fail("prices:2", "db:1");
            assertThat(unhealthy(pass(20))).containsExactly("prices");
        }
    }

    /** A rule has no companion to compare with; that the version beside it is well says as much. */
    @Test
    void norIsItOneForAVersionWhoseInstancesDoNotAnswerWhileTheOneBesideItIsWell() {
        try (bench) {
            afterBringing("prices");
            fail("db:1");
            unready.add("prices:2");
            assertThat(unhealthy(pass(20))).containsExactly("prices");
        }
    }

    /** The version before has no requests any more, so that nothing stands beside the new one. */
    @Test
    void onceTheDependencyIsWellAgainTheVersionIsJudgedByItself() {
        try (bench) {
            gone.add("prices:1");
            afterBringing("prices");
            fail("prices:2", "db:1");
            var verdicts = pass(20);
            assertThat(unhealthy(verdicts)).isEmpty();
            assertThat(last(verdicts, "prices").getMessage()).startsWith("errors begin with db, ");
            errors.clear();
            assertThat(last(pass(60), "prices").getVerdict()).isEqualTo(Verdict.healthy);
            fail("prices:2");
            assertThat(unhealthy(pass(20))).containsExactly("prices");
        }
    }
}
