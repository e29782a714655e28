package io.tidegate.health.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.schemas.avro.CheckOutcome;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.avro.SampleOutcome;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
final class CollectorTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private FakeReplica listing;
    private FakeReplica cart;
    private FakeReplica other;
    private Collector collector;

    @BeforeEach
    void start() throws IOException {
        listing = new FakeReplica();
        cart = new FakeReplica().well(100);
        other = new FakeReplica().well(100);
        collector = new Collector(URI.create("http://" + listing.address() + "/v1/targets"), true, 64);
        list(target("cart", cart));
    }

    @AfterEach
    void stop() {
        Stream.of(listing, cart, other).forEach(FakeReplica::close);
    }

    private static String target(String service, FakeReplica replica) {
        return target(service, replica, "");
    }

    private static String target(String service, FakeReplica replica, String furtherLabels) {
        return "{\"targets\": [\"%s\"], \"labels\": {\"service\": \"%s\", \"version\": \"2\"%s}}"
                .formatted(replica.address(), service, furtherLabels);
    }

    private void list(String... targets) {
        listing.answering("/v1/targets", Stream.of(targets).collect(Collectors.joining(",", "[", "]")));
    }

    private List<HealthSample> round(double second) throws IOException {
        return collector.collect(NOON.plusMillis(Math.round(second * 1000)));
    }

    private HealthSample only(double second) throws IOException {
        var samples = round(second);
        assertThat(samples).hasSize(1);
        return samples.getFirst();
    }

    private static CheckOutcome check(HealthSample sample) {
        assertThat(sample.getChecks()).hasSize(1);
        return sample.getChecks().getFirst();
    }

    @Test
    void whatAReplicaCountedBeforeTheFirstRoundIsNotOursButThatOfALaterOneIs() throws IOException {
        assertThat(only(0).getRequests()).isZero();
        cart.well(107);
        list(target("cart", cart), target("basket", other));
        assertThat(round(1)).extracting(HealthSample::getRequests).containsExactly(7L, 100L);
    }

    @Test
    void whatAReplicaThatDidNotAnswerTheFirstRoundsHasCountedIsNotOurs() throws IOException {
        cart.failing("/health/metrics");
        assertThat(only(0).getOutcome()).isEqualTo(SampleOutcome.failed);
        assertThat(only(1).getOutcome()).isEqualTo(SampleOutcome.failed);
        assertThat(only(2).getRequests()).isZero();
        cart.well(1000);
        assertThat(only(3).getRequests()).isZero();
        cart.well(1003);
        assertThat(only(4).getRequests()).isEqualTo(3);
    }

    /** The second sample of a second was dropped with all that it told. */
    @Test
    void twoRoundsInOneSecondAreToldAsTwoSeconds() throws IOException {
        assertThat(only(0).getSecond()).isEqualTo(NOON);
        cart.well(101);
        assertThat(only(1.01).getSecond()).isEqualTo(NOON.plusSeconds(1));
        cart.well(103);
        var second = only(1.99);
        assertThat(second.getSecond()).isEqualTo(NOON.plusSeconds(2));
        assertThat(second.getRequests()).isEqualTo(2);
    }

    @Test
    void aThirdRoundInOneSecondIsLeftToTheNextWhichLosesNothing() throws IOException {
        only(0);
        only(0.1);
        cart.well(105);
        assertThat(round(0.2)).isEmpty();
        cart.well(109);
        var next = only(1.1);
        assertThat(next.getSecond()).isEqualTo(NOON.plusSeconds(2));
        assertThat(next.getRequests()).isEqualTo(9);
    }

    @Test
    void secondsOnlyGrowAndAreNeverMoreThanOneAhead() {
        var last = Instant.MIN;
        for (int time = 0; time < 1000; time++) {
            var now = NOON.plusMillis(time * 300L);
            var second = Seconds.after(last, now);
            if (second.isPresent()) {
                assertThat(second.get()).isAfter(last);
                assertThat(second.get()).isBeforeOrEqualTo(now.plusSeconds(1));
                last = second.get();
            }
        }
        assertThat(last).isAfterOrEqualTo(NOON.plusSeconds(299));
    }

    /** Readiness was never asked. */
    @Test
    void readinessIsAskedEachRoundAndTold() throws IOException {
        assertThat(check(only(0)).getReady()).isTrue();
        cart.failing("/health/ready");
        var check = check(only(1));
        assertThat(check.getReady()).isFalse();
        assertThat(check.getDeep()).isTrue();
        assertThat(check.getMessage()).isEqualTo("/health/ready: status 503");
        assertThat(cart.asked("/health/ready")).isEqualTo(2);
    }

    @Test
    void eachReplicaIsAskedOnThePathsOfItsTarget() throws IOException {
        cart.failing("/health/ready")
                .failing("/health/deep")
                .failing("/health/metrics")
                .answering("/up", "{}")
                .answering("/works", "{}")
                .answering("/numbers", "http_requests_total{code=\"200\"} 100\n");
        list(target("cart", cart, """
            , "tidegate_health_ready": "/up", "tidegate_health_deep": "/works", "__metrics_path__": "/numbers\"\
            """));
        assertThat(only(0).getOutcome()).isEqualTo(SampleOutcome.read);
        assertThat(check(only(1)).getReady()).isTrue();
        assertThat(check(only(2)).getDeep()).isTrue();
        cart.failing("/up");
        assertThat(check(only(3)).getMessage()).isEqualTo("/up: status 503");
    }

    @Test
    void aReplicaThatDoesNotAnswerHasFailedItsChecksAndItsSampleSaysSo() throws IOException {
        only(0);
        cart.close();
        var sample = only(1);
        assertThat(sample.getOutcome()).isEqualTo(SampleOutcome.failed);
        assertThat(sample.getMessage()).isEqualTo(cart.address() + " does not tell its metrics");
        assertThat(check(sample).getReady()).isFalse();
        assertThat(check(sample).getMessage()).contains("no answer");
    }

    @Test
    void oneReplicaOfTwoThatDoesNotAnswerLeavesTheOthersTelemetry() throws IOException {
        list(target("cart", cart), target("cart", other));
        only(0);
        cart.close();
        var sample = only(1);
        assertThat(sample.getOutcome()).isEqualTo(SampleOutcome.read);
        assertThat(sample.getChecks()).extracting(CheckOutcome::getReady).containsExactly(false, true);
    }

    /** It held up the whole region's round for two seconds, and for ever if it sent headers and no body. */
    @Test
    void aReplicaThatHangsDelaysNobodyByMoreThanARound() throws IOException {
        list(target("cart", cart), target("basket", other));
        round(0);
        cart.hang();
        other.well(104);
        long begun = System.nanoTime();
        var samples = round(1);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(1800));
        assertThat(samples)
                .extracting(HealthSample::getOutcome)
                .containsExactly(SampleOutcome.failed, SampleOutcome.read);
        assertThat(samples.getLast().getRequests()).isEqualTo(4);
        assertThat(check(samples.getFirst()).getReady()).isFalse();
    }

    @Test
    void anAddressThatIsNoneIsAReplicaThatDoesNotAnswer() throws IOException {
        list("{\"targets\": [\"no address\"]}", target("cart", cart));
        assertThat(round(0))
                .extracting(HealthSample::getOutcome)
                .containsExactly(SampleOutcome.failed, SampleOutcome.read);
    }

    /** It was taken for a replica without requests. */
    @Test
    void whatIsNoExpositionIsAFailureThatSaysWhere() throws IOException {
        only(0);
        cart.answering("/health/metrics", "http_requests_total{code=\"200\"} 120\n<html>\n");
        var sample = only(1);
        assertThat(sample.getOutcome()).isEqualTo(SampleOutcome.failed);
        assertThat(sample.getMessage())
                .startsWith(cart.address() + "/health/metrics is no exposition: line 2, column 1");
        cart.well(121);
        assertThat(only(2).getRequests()).as("nothing is lost").isEqualTo(21);
    }

    @Test
    void anOpenMetricsExpositionWithoutItsEndIsAFailure() throws IOException {
        var text = "http_requests_total{code=\"200\"} 100\n";
        cart.answering("/health/metrics", text + "# EOF\n", "application/openmetrics-text; version=1.0.0");
        assertThat(only(0).getOutcome()).isEqualTo(SampleOutcome.read);
        cart.answering("/health/metrics", text, "application/openmetrics-text; version=1.0.0");
        assertThat(only(1).getMessage()).contains("without # EOF");
    }

    @Test
    void replicasAreAskedForTheBestFormatThatTheyHave() throws IOException {
        only(0);
        assertThat(cart.accepted("/health/metrics"))
                .isEqualTo("application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;"
                        + "q=0.9,application/openmetrics-text;version=1.0.0;q=0.8,text/plain;version=0.0.4;q=0.6,"
                        + "*/*;q=0.1");
    }

    @Test
    void aCounterThatIsNoNumberForARoundHasNeitherGrownNorFallen() throws IOException {
        only(0);
        cart.answering("/health/metrics", "http_requests_total{code=\"200\"} NaN\n");
        assertThat(only(1).getRequests()).isZero();
        cart.well(103);
        assertThat(only(2).getRequests()).isEqualTo(3);
    }

    @Test
    void withoutMetricsTheirHealthIsAskedAlone() throws IOException {
        collector = new Collector(URI.create("http://" + listing.address() + "/v1/targets"), false, 64);
        cart.failing("/health/deep");
        var sample = only(0);
        assertThat(sample.getOutcome()).isEqualTo(SampleOutcome.read);
        assertThat(check(sample).getDeep()).isFalse();
        assertThat(cart.asked("/health/metrics")).isZero();
    }
}
