package io.tidegate.health.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.eventlog.mapping.WorkloadMapping;
import io.tidegate.eventlog.testing.Bench;
import io.tidegate.eventlog.testing.Shop;
import io.tidegate.judge.signal.Signals;
import io.tidegate.schemas.avro.AlertSeverity;
import io.tidegate.schemas.avro.DeadLetter;
import io.tidegate.schemas.avro.DeploymentSettled;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.avro.HealthSignal;
import io.tidegate.schemas.avro.HealthVerdict;
import io.tidegate.schemas.avro.LatencyBucket;
import io.tidegate.schemas.avro.RegionReturned;
import io.tidegate.schemas.avro.SampleOutcome;
import io.tidegate.schemas.avro.SignalKind;
import io.tidegate.schemas.avro.Verdict;
import io.tidegate.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What other systems say of services, through the whole topology. */
final class SignallingTest {
    private static final long REQUESTS = 50;
    private static final String TOPIC = Topic.HEALTH_SIGNALS.topicName();

    private final Bench bench = new Bench(codec ->
            new HealthTopology(codec, Shop.REGION, List.of(Shop.REGION, "north"), Duration.ofSeconds(1)).get());
    private int second;

    @AfterEach
    void close() {
        bench.close();
    }

    private void deploy(String deployment) {
        bench.send(
                Topic.DEPLOYMENT_EVENTS,
                Shop.KEY,
                Shop.started(deployment, "2", Map.of("api", Shop.workload("shop/api:1"))));
    }

    /** Some good seconds of both versions. */
    private void pass(int seconds) {
        pass(seconds, REQUESTS, REQUESTS);
    }

    private void pass(int seconds, long ours, long theirs) {
        for (int end = second + seconds; second < end; second++) {
            bench.pass(Duration.ofSeconds(1));
            sample("1", theirs);
            sample("2", ours);
        }
    }

    private void sample(String version, long requests) {
        var sample = HealthSample.newBuilder()
                .setEstate("shop")
                .setEnvironment("production")
                .setRegion(Shop.REGION)
                .setService("api")
                .setVersion(version)
                .setSecond(now())
                .setSource("bench")
                .setOutcome(SampleOutcome.read)
                .setRequests(requests)
                .setLatency(requests == 0 ? List.of() : List.of(new LatencyBucket(-100, requests)))
                .build();
        bench.send(Topic.HEALTH_SAMPLES.topicName(), "east/api", sample, 0, Optional.empty());
    }

    private Instant now() {
        return Bench.START.plusSeconds(second);
    }

    private HealthSignal.Builder signal(SignalKind kind, AlertSeverity severity, String version) {
        return HealthSignal.newBuilder()
                .setEstate("shop")
                .setEnvironment("production")
                .setService("api")
                .setVersion(version)
                .setKind(kind)
                .setName("odd-traffic")
                .setSeverity(severity)
                .setMessage("it talks to strangers")
                .setSource("monitor")
                .setAt(now());
    }

    private void say(HealthSignal.Builder signal) {
        say(TOPIC, signal);
    }

    private void say(String topic, HealthSignal.Builder signal) {
        bench.send(topic, Shop.KEY, signal.build(), 0, Optional.empty());
    }

    private List<HealthVerdict> verdicts() {
        return bench.read(Topic.HEALTH_VERDICTS, HealthVerdict.class);
    }

    private Verdict word() {
        return verdicts().getLast().getVerdict();
    }

    @Test
    void aCriticalSecuritySignalThatNamesTheVersionTakesItBackAtOnceAndStaysSo() {
        deploy("d1");
        pass(20);
        assertThat(word()).isEqualTo(Verdict.healthy);

        say(signal(SignalKind.security, AlertSeverity.critical, "2"));

        assertThat(verdicts()).singleElement().satisfies(verdict -> {
            assertThat(verdict.getVerdict()).isEqualTo(Verdict.unhealthy);
            assertThat(verdict.getEvidence().getRule()).isEqualTo("security-signal");
            assertThat(verdict.getMessage())
                    .isEqualTo("security signal 'odd-traffic' of monitor (critical) about version 2: it talks to"
                            + " strangers");
        });
        pass(1);
        say(signal(SignalKind.security, AlertSeverity.critical, "2").setFiring(false));
        pass(30);
        assertThat(verdicts()).as("it is never unsaid").isEmpty();
    }

    @Test
    void aSignalThatNamesTheVersionBeforeNeverSpeaksAgainstTheNewOne() {
        deploy("d1");
        pass(5);
        say(signal(SignalKind.security, AlertSeverity.critical, "1"));
        pass(15);
        assertThat(word()).isEqualTo(Verdict.healthy);
    }

    @Test
    void aSecuritySignalOfNoVersionHoldsWhileBothServeAndNamesItselfInTheVerdictUntilItIsOver() {
        deploy("d1");
        pass(20);
        verdicts();
        say(signal(SignalKind.security, AlertSeverity.critical, ""));
        assertThat(verdicts()).singleElement().satisfies(verdict -> {
            assertThat(verdict.getVerdict()).isEqualTo(Verdict.inconclusive);
            assertThat(verdict.getEvidence().getRule()).isEqualTo("security-signal");
            assertThat(verdict.getMessage()).contains("'odd-traffic' of monitor", "it talks to strangers");
        });
        pass(5);
        assertThat(verdicts()).as("it is said once").isEmpty();
        say(signal(SignalKind.security, AlertSeverity.critical, "").setFiring(false));
        assertThat(word()).isEqualTo(Verdict.healthy);
    }

    @Test
    void aSecuritySignalOfNoVersionTakesBackTheOneThatServesAlone() {
        deploy("d1");
        pass(20, REQUESTS, 0);
        say(signal(SignalKind.security, AlertSeverity.critical, ""));
        assertThat(word()).isEqualTo(Verdict.unhealthy);
    }

    @Test
    void aVersionThatIsHeldForLessIsSaidToBeHeldByTheSignalAsWell() {
        deploy("d1");
        pass(1);
        assertThat(word()).as("too few requests").isEqualTo(Verdict.inconclusive);
        say(signal(SignalKind.business, AlertSeverity.warning, ""));
        assertThat(verdicts()).singleElement().satisfies(verdict -> {
            assertThat(verdict.getVerdict()).isEqualTo(Verdict.inconclusive);
            assertThat(verdict.getMessage()).startsWith("held by business signal");
        });
    }

    @Test
    void whatWasHeardBeforeADeploymentHoldsItButDoesNotCondemnIt() {
        say(signal(SignalKind.security, AlertSeverity.critical, "2"));
        say(signal(SignalKind.business, AlertSeverity.warning, "").setName("orders"));
        pass(1);
        deploy("d1");
        pass(20);
        assertThat(word()).isEqualTo(Verdict.inconclusive);
        say(signal(SignalKind.security, AlertSeverity.critical, "2").setFiring(false));
        assertThat(verdicts().getLast().getMessage()).startsWith("held by business signal 'orders'");
        say(signal(SignalKind.business, AlertSeverity.warning, "")
                .setName("orders")
                .setFiring(false));
        assertThat(word()).isEqualTo(Verdict.healthy);
    }

    @Test
    void whatIsSaidAgainDuringTheDeploymentCondemnsIt() {
        say(signal(SignalKind.security, AlertSeverity.critical, "2"));
        deploy("d1");
        pass(20);
        say(signal(SignalKind.security, AlertSeverity.critical, "2"));
        assertThat(word()).isEqualTo(Verdict.unhealthy);
    }

    @Test
    void ofOneSignalTheLatestCountsWhateverComesAfterIt() {
        deploy("d1");
        pass(20);
        say(signal(SignalKind.security, AlertSeverity.critical, "2").setFiring(false));
        verdicts();
        say(signal(SignalKind.security, AlertSeverity.critical, "2").setAt(now().minusSeconds(5)));
        assertThat(verdicts()).as("it was over already").isEmpty();
        pass(1);
        say(signal(SignalKind.security, AlertSeverity.warning, ""));
        var held = verdicts();
        say(signal(SignalKind.security, AlertSeverity.warning, ""));
        assertThat(held).hasSize(1);
        assertThat(verdicts()).as("the same again").isEmpty();
    }

    @Test
    void informationAndSignalsOfOtherServicesAndRegionsChangeNothing() {
        deploy("d1");
        pass(5);
        say(signal(SignalKind.security, AlertSeverity.info, "2"));
        say(signal(SignalKind.security, AlertSeverity.critical, "2").setService("db"));
        say(signal(SignalKind.security, AlertSeverity.critical, "2").setRegion("north"));
        say(signal(SignalKind.alert, AlertSeverity.warning, "2").setName("slow"));
        pass(15);
        assertThat(word()).isEqualTo(Verdict.healthy);
    }

    @Test
    void whatIsSaidWhereAnotherPlannerIsReachesThisRegion() {
        deploy("d1");
        pass(20);
        say(Topic.HEALTH_SIGNALS.replicaName("north"), signal(SignalKind.security, AlertSeverity.critical, "2"));
        assertThat(word()).isEqualTo(Verdict.unhealthy);
    }

    @Test
    void afterARollbackTheVersionBeforeIsNotHeldBySignals() {
        deploy("d1");
        pass(20);
        say(signal(SignalKind.business, AlertSeverity.warning, "").setName("orders"));
        say(signal(SignalKind.security, AlertSeverity.critical, "2"));
        bench.send(
                Topic.REGION_EVENTS,
                Shop.KEY,
                RegionReturned.newBuilder()
                        .setDeploymentId("d1")
                        .setRegion(Shop.REGION)
                        .setRunning(WorkloadMapping.toWire(Map.of("api", Shop.workload("shop/api:1"))))
                        .setAt(now())
                        .build());
        pass(20);
        assertThat(verdicts().getLast()).satisfies(verdict -> {
            assertThat(verdict.getVersion()).isEqualTo("1");
            assertThat(verdict.getVerdict()).isEqualTo(Verdict.healthy);
        });
    }

    @Test
    void aSignalThatNobodyRepeatsHoldsForADayAndIsThenForgotten() {
        deploy("d1");
        pass(20);
        say(signal(SignalKind.alert, AlertSeverity.critical, ""));
        assertThat(word()).isEqualTo(Verdict.inconclusive);
        bench.send(
                Topic.DEPLOYMENT_EVENTS,
                Shop.KEY,
                DeploymentSettled.newBuilder().setDeploymentId("d1").build());
        assertThat(bench.<Signals>store(HealthTopology.SIGNALS).get("shop/production|api"))
                .isNotNull();
        bench.pass(Signals.LASTING.plus(Duration.ofMinutes(1)));
        assertThat(bench.<Signals>store(HealthTopology.SIGNALS).get("shop/production|api"))
                .isNull();
    }

    @Test
    void aSignalFromAClockThatIsAheadCountsFromWhenItIsHeard() {
        deploy("d1");
        pass(20);
        say(signal(SignalKind.business, AlertSeverity.warning, "").setAt(now().plus(Duration.ofDays(300))));
        assertThat(word()).isEqualTo(Verdict.inconclusive);
        pass(1);
        say(signal(SignalKind.business, AlertSeverity.warning, "").setFiring(false));
        assertThat(word()).isEqualTo(Verdict.healthy);
    }

    @Test
    void aSignalThatLacksWhatItIsAboutBecomesADeadLetterThatSaysWhatToMend() {
        deploy("d1");
        pass(5);
        say(HealthSignal.newBuilder().setEstate("shop").setEnvironment("test"));
        assertThat(bench.read(Topic.HEALTH_SIGNALS.deadLetterName()))
                .singleElement()
                .isInstanceOfSatisfying(DeadLetter.class, letter -> {
                    assertThat(letter.getCause()).isEqualTo("incomplete");
                    assertThat(letter.getTopic()).isEqualTo(TOPIC);
                    assertThat(letter.getMessage())
                            .contains("service is empty; wanted is a service as the estate's file names it")
                            .contains("kind is unspecified; wanted is security, business or alert")
                            .contains("name is empty", "source is empty", "at is empty")
                            .contains("its key is 'shop/production', but it is about 'shop/test'");
                });
        pass(15);
        assertThat(word()).as("nothing stops").isEqualTo(Verdict.healthy);
    }
}
