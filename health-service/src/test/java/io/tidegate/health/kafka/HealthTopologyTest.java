package io.tidegate.health.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.eventlog.mapping.WorkloadMapping;
import io.tidegate.eventlog.testing.Bench;
import io.tidegate.eventlog.testing.Shop;
import io.tidegate.schemas.avro.CheckOutcome;
import io.tidegate.schemas.avro.DeadLetter;
import io.tidegate.schemas.avro.DeploymentRolledBack;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.avro.HealthVerdict;
import io.tidegate.schemas.avro.LatencyBucket;
import io.tidegate.schemas.avro.RegionReturned;
import io.tidegate.schemas.avro.SampleOutcome;
import io.tidegate.schemas.avro.Verdict;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.CatalogueCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.approvaltests.Approvals;
import org.approvaltests.core.Options;
import org.approvaltests.reporters.QuietReporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HealthTopologyTest {
    private static final long REQUESTS = 50;

    /** One second of one version. */
    private record Second(String version, int number, int errors) {}

    private static Bench bench() {
        return new Bench(
                codec -> new HealthTopology(codec, Shop.REGION, List.of(Shop.REGION), Duration.ofSeconds(1)).get());
    }

    /** A watch over version 2, which replaces version 1. */
    private static Bench watching() {
        var bench = bench();
        bench.send(
                Topic.DEPLOYMENT_EVENTS, Shop.KEY, Shop.started("d1", "2", Map.of("api", Shop.workload("shop/api:1"))));
        return bench;
    }

    private static void send(Bench bench, Second second) {
        var sample = HealthSample.newBuilder()
                .setEstate("shop")
                .setEnvironment("production")
                .setRegion(Shop.REGION)
                .setService("api")
                .setVersion(second.version())
                .setSecond(Bench.START.plusSeconds(second.number()))
                .setSource("bench")
                .setOutcome(SampleOutcome.read)
                .setRequests(REQUESTS)
                .setErrors(second.errors())
                .setLatency(List.of(new LatencyBucket(-100, REQUESTS)))
                .build();
        bench.send(Topic.HEALTH_SAMPLES.topicName(), "east/api", sample, 0, Optional.empty());
    }

    private static List<Second> seconds(int count, int errors) {
        var all = new ArrayList<Second>();
        for (int number = 0; number < count; number++) {
            all.add(new Second("2", number, errors));
            all.add(new Second("1", number, 0));
        }
        return all;
    }

    private static List<Verdict> verdicts(List<Second> seconds) {
        try (var bench = watching()) {
            seconds.forEach(second -> send(bench, second));
            return words(bench);
        }
    }

    private static List<Verdict> words(Bench bench) {
        return bench.read(Topic.HEALTH_VERDICTS, HealthVerdict.class).stream()
                .map(HealthVerdict::getVerdict)
                .toList();
    }

    @Test
    void itsOperatorsAndStoresAreTheApprovedOnes() {
        var topology =
                new HealthTopology(new CatalogueCodec(), "west", List.of("east", "north"), Duration.ofSeconds(1));
        Approvals.verify(topology.get().describe(), new Options().withReporter(new QuietReporter()));
    }

    @Test
    void aGoodVersionIsHealthyOnceThereIsEnoughEvidence() {
        assertThat(verdicts(seconds(20, 0))).containsExactly(Verdict.inconclusive, Verdict.healthy);
    }

    @Test
    void aBadVersionIsUnhealthyAndTheVerdictSaysOnWhatEvidence() {
        try (var bench = watching()) {
            seconds(20, 25).forEach(second -> send(bench, second));
            var last = bench.read(Topic.HEALTH_VERDICTS, HealthVerdict.class).getLast();
            assertThat(last.getVerdict()).isEqualTo(Verdict.unhealthy);
            assertThat(last.getVersion()).isEqualTo("2");
            assertThat(last.getEvidence().getRule()).isNotEmpty();
            assertThat(last.getEvidence().getValue()).isGreaterThan(0.4);
        }
    }

    /** Versions are told by different records: one may run some seconds ahead of the other, and any may be told again. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4})
    void repeatedSamplesAndAVersionThatIsToldLaterEndInTheSameVerdict(int seed) {
        var random = new Random(seed);
        for (int errors : List.of(0, 4, 25)) {
            var told = new ArrayList<Second>();
            var waiting = new ArrayList<Second>();
            for (Second second : seconds(30, errors)) {
                if (second.version().equals("1")) {
                    waiting.add(second);
                } else {
                    told.add(second);
                }
                if (random.nextInt(6) == 0 || waiting.size() > 3) {
                    told.addAll(waiting);
                    told.addAll(waiting);
                    waiting.clear();
                }
            }
            told.addAll(waiting);
            assertThat(verdicts(told).getLast())
                    .as(errors + " errors")
                    .isEqualTo(verdicts(seconds(30, errors)).getLast());
        }
    }

    @Test
    void afterARollbackTheVersionBeforeIsJudgedByWhatItDoesFromThen() {
        try (var bench = watching()) {
            seconds(20, 25).forEach(second -> send(bench, second));
            assertThat(words(bench)).endsWith(Verdict.unhealthy);
            var back = RegionReturned.newBuilder()
                    .setDeploymentId("d1")
                    .setRegion(Shop.REGION)
                    .setRunning(WorkloadMapping.toWire(Map.of("api", Shop.workload("shop/api:1"))))
                    .setAt(Bench.START.plusSeconds(30))
                    .build();
            bench.send(Topic.REGION_EVENTS, Shop.KEY, back);
            for (int number = 20; number < 40; number++) {
                send(bench, new Second("2", number, 25));
                send(bench, new Second("1", number, 0));
            }
            assertThat(bench.read(Topic.HEALTH_VERDICTS, HealthVerdict.class).stream()
                            .map(verdict -> verdict.getVersion() + " " + verdict.getVerdict()))
                    .containsExactly("1 inconclusive", "1 healthy");
        }
    }

    @Test
    void aReturnInAnotherRegionOrOfAnotherDeploymentChangesNothingHere() {
        try (var bench = watching()) {
            var elsewhere = RegionReturned.newBuilder()
                    .setDeploymentId("d1")
                    .setRegion("elsewhere")
                    .setRunning(WorkloadMapping.toWire(Map.of("api", Shop.workload("shop/api:1"))))
                    .build();
            bench.send(Topic.REGION_EVENTS, Shop.KEY, elsewhere);
            bench.send(
                    Topic.REGION_EVENTS,
                    Shop.KEY,
                    RegionReturned.newBuilder(elsewhere)
                            .setDeploymentId("d0")
                            .setRegion(Shop.REGION)
                            .build());
            seconds(20, 0).forEach(second -> send(bench, second));
            assertThat(bench.read(Topic.HEALTH_VERDICTS, HealthVerdict.class).stream()
                            .map(verdict -> verdict.getVersion() + " " + verdict.getVerdict()))
                    .containsExactly("2 inconclusive", "2 healthy");
        }
    }

    /** Another number of replicas was once watched from its announcement on, by what the old ones did. */
    @Test
    void whatOnlyChangesItsShapeIsNotJudged() {
        try (var bench = bench()) {
            bench.send(
                    Topic.DEPLOYMENT_EVENTS,
                    Shop.KEY,
                    Shop.started("d1", "1", Map.of("api", Shop.workload("shop/api:1", 7))));
            seconds(20, 25).forEach(second -> send(bench, second));
            assertThat(words(bench)).isEmpty();
        }
    }

    @Test
    void whatWasFoundUnhealthyStaysSo() {
        var seconds = new ArrayList<>(seconds(10, 25));
        for (int number = 10; number < 60; number++) {
            seconds.add(new Second("2", number, 0));
        }
        assertThat(verdicts(seconds)).endsWith(Verdict.unhealthy).containsOnlyOnce(Verdict.unhealthy);
    }

    @Test
    void samplesDeliveredTwiceGiveTheSameVerdictsFromTheSameEvidence() {
        var once = seconds(20, 1);
        var twice = new ArrayList<Second>();
        once.forEach(second -> {
            twice.add(second);
            twice.add(second);
            if (second.number() > 0) {
                twice.add(new Second(second.version(), second.number() - 1, second.errors()));
            }
        });
        assertThat(evidence(twice)).isEqualTo(evidence(once)).isNotEmpty();
    }

    @Test
    void theOrderOfVersionsWithinASecondDoesNotMatter() {
        var wanted = evidence(seconds(20, 25));
        for (int seed = 0; seed < 20; seed++) {
            var random = new Random(seed);
            var shuffled = new ArrayList<Second>();
            for (int number = 0; number < 20; number++) {
                var pair = new ArrayList<>(List.of(new Second("2", number, 25), new Second("1", number, 0)));
                Collections.shuffle(pair, random);
                shuffled.addAll(pair);
            }
            assertThat(verdicts(shuffled)).as("seed %s", seed).isEqualTo(verdicts(seconds(20, 25)));
        }
        assertThat(wanted).isNotEmpty();
    }

    /** The words of all verdicts with how much evidence each rests on. */
    private static List<String> evidence(List<Second> seconds) {
        try (var bench = watching()) {
            seconds.forEach(second -> send(bench, second));
            return bench.read(Topic.HEALTH_VERDICTS, HealthVerdict.class).stream()
                    .map(verdict -> verdict.getVerdict() + ": " + verdict.getMessage())
                    .toList();
        }
    }

    @Test
    void aWatchEndsWithItsDeployment() {
        try (var bench = watching()) {
            bench.send(
                    Topic.DEPLOYMENT_EVENTS,
                    Shop.KEY,
                    DeploymentRolledBack.newBuilder().setDeploymentId("d1").build());
            seconds(20, 25).forEach(second -> send(bench, second));
            assertThat(words(bench)).isEmpty();
        }
    }

    @Test
    void silenceIsNeitherHealthyNorUnhealthy() {
        try (var bench = watching()) {
            seconds(5, 0).forEach(second -> send(bench, second));
            bench.pass(Duration.ofSeconds(30));
            assertThat(words(bench)).endsWith(Verdict.no_data);
        }
    }

    @Test
    void aVersionInUseThatAnswersNothingAnyMoreIsUnhealthyByItsChecks() {
        try (var bench = watching()) {
            seconds(10, 0).forEach(second -> send(bench, second));
            for (int number = 10; number < 14; number++) {
                sendChecks(bench, number, "bench", SampleOutcome.failed, false);
            }
            var last = bench.read(Topic.HEALTH_VERDICTS, HealthVerdict.class).getLast();
            assertThat(last.getVerdict()).isEqualTo(Verdict.unhealthy);
            assertThat(last.getEvidence().getRule()).isEqualTo("health-checks");
            assertThat(last.getEvidence().getMessage()).contains("of 1 instances (bench)");
        }
    }

    @Test
    void aSourceThatMakesChecksAloneTellsNoRequestsAndNoneThatAreMissing() {
        try (var bench = watching()) {
            seconds(10, 0).forEach(second -> send(bench, second));
            for (int number = 10; number < 30; number++) {
                sendChecks(bench, number, "cluster", SampleOutcome.read, true);
            }
            bench.pass(Duration.ofSeconds(30));
            assertThat(words(bench)).endsWith(Verdict.no_data);
        }
    }

    /** A second in which a source made checks and measured nothing. */
    private static void sendChecks(Bench bench, int second, String source, SampleOutcome outcome, boolean passed) {
        var sample = HealthSample.newBuilder()
                .setEstate("shop")
                .setEnvironment("production")
                .setRegion(Shop.REGION)
                .setService("api")
                .setVersion("2")
                .setSecond(Bench.START.plusSeconds(second))
                .setSource(source)
                .setOutcome(outcome)
                .setMeasured(false)
                .setChecks(List.of(CheckOutcome.newBuilder()
                        .setInstance("a:80")
                        .setReady(passed)
                        .setDeep(passed)
                        .build()))
                .build();
        bench.send(Topic.HEALTH_SAMPLES.topicName(), "east/api", sample, 0, Optional.empty());
    }

    @Test
    void whatCannotBeReadBecomesADeadLetterAndTheNextRecordIsProcessed() {
        try (var bench = watching()) {
            bench.sendBytes(Topic.HEALTH_SAMPLES.topicName(), "east/api", "not avro".getBytes(UTF_8));
            assertThat(bench.read(Topic.HEALTH_SAMPLES.deadLetterName()))
                    .singleElement()
                    .isInstanceOfSatisfying(DeadLetter.class, letter -> {
                        assertThat(letter.getCause()).isEqualTo("bad_framing");
                        assertThat(letter.getTopic()).isEqualTo(Topic.HEALTH_SAMPLES.topicName());
                    });
            seconds(20, 0).forEach(second -> send(bench, second));
            assertThat(words(bench)).endsWith(Verdict.healthy);
        }
    }
}
