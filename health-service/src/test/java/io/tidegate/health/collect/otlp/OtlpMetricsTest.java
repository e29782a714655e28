package io.tidegate.health.collect.otlp;

import static io.tidegate.health.collect.otlp.Written.CART;
import static io.tidegate.health.collect.otlp.Written.CUMULATIVE;
import static io.tidegate.health.collect.otlp.Written.DELTA;
import static io.tidegate.health.collect.otlp.Written.NOON;
import static io.tidegate.health.collect.otlp.Written.exponential;
import static io.tidegate.health.collect.otlp.Written.histogram;
import static io.tidegate.health.collect.otlp.Written.request;
import static io.tidegate.health.collect.otlp.Written.sum;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.tidegate.health.collect.UnreadableTelemetryException;
import io.tidegate.judge.Sketch;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.avro.LatencyBucket;
import io.tidegate.schemas.avro.SampleOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class OtlpMetricsTest {
    private final OtlpMetrics metrics = new OtlpMetrics("east", Optional.empty(), Optional.empty(), NOON);

    private static Instant at(double second) {
        return NOON.plus(Duration.ofMillis(Math.round(second * 1000)));
    }

    private OtlpMetrics.Heard hear(double second, Metric... told) {
        return metrics.accept(request(CART, told), at(second));
    }

    private HealthSample only(double second) {
        var samples = metrics.round(at(second));
        assertThat(samples).hasSize(1);
        return samples.getFirst();
    }

    private static Map<Integer, Long> latency(HealthSample sample) {
        return sample.getLatency().stream().collect(Collectors.toMap(LatencyBucket::getIndex, LatencyBucket::getCount));
    }

    @Test
    void deltasAreAddedUpAndThoseWith5xxAreErrors() {
        hear(10, sum(DELTA, 0, 10, 200, 7), sum(DELTA, 0, 10, 503, 2));
        var sample = only(10.5);
        assertThat(sample.getSource()).isEqualTo("health-service/otlp");
        assertThat(sample.getEstate() + sample.getEnvironment() + sample.getRegion())
                .isEqualTo("shoptesteast");
        assertThat(sample.getService() + sample.getVersion()).isEqualTo("cart2");
        assertThat(sample.getSecond()).isEqualTo(at(10));
        assertThat(sample.getOutcome()).isEqualTo(SampleOutcome.read);
        assertThat(sample.getRequests()).isEqualTo(9);
        assertThat(sample.getErrors()).isEqualTo(2);
    }

    @Test
    void ofCumulativeCountsOnlyTheGrowthCounts() {
        hear(10, sum(CUMULATIVE, -500, 10, 200, 1000));
        assertThat(only(10).getRequests()).as("counted before anybody listened").isZero();
        hear(20, sum(CUMULATIVE, -500, 20, 200, 1007));
        assertThat(only(20).getRequests()).isEqualTo(7);
    }

    @Test
    void aSeriesThatBeganSinceIsKnownFromItsBeginning() {
        hear(10, sum(CUMULATIVE, 3, 10, 200, 12));
        assertThat(only(10).getRequests()).isEqualTo(12);
    }

    @Test
    void aSeriesWithALaterStartOrAFallenCountBeganAnew() {
        hear(10, sum(CUMULATIVE, -500, 10, 200, 5));
        hear(20, sum(CUMULATIVE, 15, 20, 200, 9));
        assertThat(only(20).getRequests()).isEqualTo(9);
        hear(30, sum(CUMULATIVE, 15, 30, 200, 4));
        assertThat(only(30).getRequests()).isEqualTo(4);
    }

    @Test
    void whatIsHeardAgainOrLateCountsOnce() {
        hear(10, sum(DELTA, 0, 10, 200, 7));
        assertThat(hear(11, sum(DELTA, 0, 10, 200, 7)).late()).isEqualTo(1);
        assertThat(hear(12, sum(DELTA, -10, 0, 200, 7)).late()).as("reordered").isEqualTo(1);
        assertThat(only(12).getRequests()).isEqualTo(7);
        var stale = sum(DELTA, 10, 20, 200, 5);
        assertThat(hear(21 + OtlpMetrics.GRACE.toMillis() / 1000.0, stale).late())
                .isEqualTo(1);
        assertThat(metrics.round(at(200))).isEmpty();
    }

    @Test
    void explicitBucketsBecomeThoseOfTheSketch() {
        var bounds = List.of(0.1, 0.5);
        hear(10, histogram(CUMULATIVE, -5, 10, 200, bounds, List.of(100L, 20L, 3L)));
        hear(20, histogram(CUMULATIVE, -5, 20, 200, bounds, List.of(104L, 21L, 5L)));
        var sample = only(20);
        assertThat(sample.getRequests()).isEqualTo(7);
        assertThat(latency(sample))
                .isEqualTo(Map.of(Sketch.index(0.1), 4L, Sketch.index(0.5), 1L, Sketch.index(1e6), 2L));
    }

    @Test
    void exponentialBucketsBecomeThoseOfTheSketch() {
        hear(10, exponential(DELTA, 10, 6, -8, List.of(1L, 2L, 0L, 4L), "s"));
        assertThat(latency(only(10))).isEqualTo(Map.of(-4, 3L, -3, 4L));
        hear(20, exponential(DELTA, 20, 0, 7, List.of(5L), "ms"));
        assertThat(latency(only(20))).isEqualTo(Map.of(Sketch.index(0.256), 5L));
    }

    @Test
    void cumulativeExponentialBucketsThatBecameCoarserAreCompared() {
        hear(10, exponential(CUMULATIVE, 10, 6, -4, List.of(2L, 1L), "s"));
        only(10);
        hear(20, exponential(CUMULATIVE, 20, 5, -2, List.of(4L, 6L), "s"));
        var sample = only(20);
        assertThat(sample.getRequests()).isEqualTo(7);
        assertThat(latency(sample)).isEqualTo(Map.of(-2, 1L, -1, 6L));
    }

    @Test
    void aCounterAndAHistogramOfTheSameRequestsAreNotAddedUp() {
        hear(10, sum(DELTA, 0, 10, 200, 5), histogram(DELTA, 0, 10, 200, List.of(1.0), List.of(5L, 0L)));
        var sample = only(10);
        assertThat(sample.getRequests()).isEqualTo(5);
        assertThat(latency(sample)).isEqualTo(Map.of(Sketch.index(1), 5L));
    }

    /** The Collector may cut what a resource tells into several records, and batches may come in any order. */
    @Test
    void alsoWhereTheyComeInDifferentRecords() {
        hear(10, histogram(DELTA, 0, 10, 200, List.of(1.0), List.of(5L, 0L)));
        hear(10, sum(DELTA, 0, 10, 200, 5));
        assertThat(only(10).getRequests()).isEqualTo(5);
        hear(20, histogram(DELTA, 10, 20, 200, List.of(1.0), List.of(6L, 0L)));
        assertThat(only(20).getRequests())
                .as("that it has a counter is remembered")
                .isZero();
        hear(21, sum(DELTA, 10, 20, 200, 6));
        assertThat(only(21).getRequests()).isEqualTo(6);
    }

    /** Two libraries of one process: the counts of one looked like those of the other, fallen. */
    @Test
    void seriesOfTheSameNameInTwoScopesAreCountedApart() {
        for (int round = 1; round <= 3; round++) {
            var one = request(CART, sum(CUMULATIVE, 1, 10 * round, 200, 100L * round));
            var other = one.toBuilder();
            other.getResourceMetricsBuilder(0)
                    .getScopeMetricsBuilder(0)
                    .setScope(InstrumentationScope.newBuilder().setName("servlet"))
                    .setMetrics(0, sum(CUMULATIVE, 1, 10 * round, 200, 7L * round));
            metrics.accept(one, at(10 * round));
            metrics.accept(other.build(), at(10 * round));
            assertThat(only(10 * round).getRequests()).isEqualTo(107);
        }
    }

    @Test
    void instancesOfAVersionAreAddedUpAndCountedApart() {
        var other = new HashMap<>(CART);
        other.put("service.instance.id", "b");
        hear(10, sum(CUMULATIVE, 1, 10, 200, 5));
        metrics.accept(request(other, sum(CUMULATIVE, 1, 10, 200, 50)), at(10));
        assertThat(only(10).getRequests()).isEqualTo(55);
    }

    @Test
    void sharesOfMemoryAndProcessorAreTold() {
        var memory = Metric.newBuilder().setName("k8s.container.memory_limit_utilization");
        memory.getGaugeBuilder().addDataPoints(NumberDataPoint.newBuilder().setAsDouble(0.4));
        memory.getGaugeBuilder().addDataPoints(NumberDataPoint.newBuilder().setAsDouble(0.7));
        var processor = Metric.newBuilder().setName("k8s.pod.cpu_limit_utilization");
        processor.getGaugeBuilder().addDataPoints(NumberDataPoint.newBuilder().setAsDouble(0.2));
        hear(10, memory.build(), processor.build());
        var sample = only(10);
        assertThat(sample.getMemoryShare()).isEqualTo(0.7);
        assertThat(sample.getCpuShare()).isEqualTo(0.2);
    }

    @Test
    void whatIsNobodysSaysWhatItLacks() {
        var heard = metrics.accept(request(Map.of("service.name", "cart"), sum(DELTA, 0, 10, 200, 7)), at(10));
        assertThat(heard.unattributed())
                .containsExactly("requests of 'cart' are nobody's, since its resource lacks service.version,"
                        + " tidegate.estate, deployment.environment.name");
        assertThat(metrics.round(at(11))).isEmpty();
    }

    @Test
    void whatAResourceDoesNotSayTheSettingsDo() {
        var filled = new OtlpMetrics("east", Optional.of("store"), Optional.of("prod"), NOON);
        var resource = Map.of("service.name", "cart", "service.version", "2");
        filled.accept(request(resource, sum(DELTA, 0, 10, 200, 7)), at(10));
        var sample = filled.round(at(10)).getFirst();
        assertThat(sample.getEstate()).isEqualTo("store");
        assertThat(sample.getEnvironment()).isEqualTo("prod");
    }

    @Test
    void whatIsOfAnotherRegionOrNoMetricOfRequestsIsNoBusinessOfOurs() {
        var west = new HashMap<>(CART);
        west.put("tidegate.region", "west");
        metrics.accept(request(west, sum(DELTA, 0, 10, 200, 7)), at(10));
        var other =
                sum(DELTA, 0, 10, 200, 7).toBuilder().setName("jvm.gc.count").build();
        assertThat(hear(10, other).unattributed()).isEmpty();
        assertThat(metrics.round(at(11))).isEmpty();
    }

    /** A second is told once: a third round within one waits and loses nothing. */
    @Test
    void roundsOfTheSameSecondLoseNothing() {
        hear(10.0, sum(DELTA, 0, 10, 200, 1));
        assertThat(only(10.1).getSecond()).isEqualTo(at(10));
        hear(10.2, sum(DELTA, 10, 10.1, 200, 2));
        assertThat(only(10.3).getSecond()).isEqualTo(at(11));
        hear(10.4, sum(DELTA, 10.1, 10.3, 200, 4));
        assertThat(metrics.round(at(10.5))).isEmpty();
        assertThat(only(11.1).getRequests()).isEqualTo(4);
    }

    @Test
    void bothEncodingsSayTheSame() throws InvalidProtocolBufferException {
        var request = request(CART, sum(DELTA, 0, 10, 200, 7), exponential(DELTA, 10, 6, -8, List.of(1L, 2L), "s"));
        assertThat(OtlpFormat.read(request.toByteArray())).isEqualTo(request);
        var json = JsonFormat.printer().printingEnumsAsInts().print(request);
        assertThat(OtlpFormat.read(json.getBytes(UTF_8))).isEqualTo(request);
    }

    /** As the Collector's exporter writes it, with fields that a newer one may add and ids in hexadecimal. */
    @Test
    void jsonOfTheCollector() {
        var json = """
            {"resourceMetrics":[{"resource":{"attributes":[
              {"key":"service.name","value":{"stringValue":"cart"}},
              {"key":"service.version","value":{"stringValue":"2"}},
              {"key":"tidegate.estate","value":{"stringValue":"shop"}},
              {"key":"deployment.environment","value":{"stringValue":"test"}}]},
             "scopeMetrics":[{"scope":{"name":"my.meter"},"metrics":[
              {"name":"http.server.request.duration","unit":"s","newField":1,
               "histogram":{"aggregationTemporality":1,"dataPoints":[
                {"attributes":[{"key":"http.response.status_code","value":{"intValue":"500"}}],
                 "startTimeUnixNano":"1767268800000000000","timeUnixNano":"1767268810000000000","count":"3",
                 "sum":0.9,"bucketCounts":["3","0"],"explicitBounds":[0.5],
                 "exemplars":[{"timeUnixNano":"1767268809000000000","asDouble":0.3,
                   "spanId":"eee19b7ec3c1b174","traceId":"5b8efff798038103d269b633813fc60c"}]}]}}]}]}]}
            """;
        metrics.accept(OtlpFormat.read(json.getBytes(UTF_8)), at(10));
        var sample = only(10);
        assertThat(sample.getRequests()).isEqualTo(3);
        assertThat(sample.getErrors()).isEqualTo(3);
        assertThat(latency(sample)).isEqualTo(Map.of(Sketch.index(0.5), 3L));
    }

    @Test
    void whatIsNeitherIsAnError() {
        for (String text : List.of("{\"resourceMetrics\": 7}", "{", "metrics", "\u0001\u0002\u0003")) {
            assertThatThrownBy(() -> OtlpFormat.read(text.getBytes(UTF_8)))
                    .as(text)
                    .isInstanceOf(UnreadableTelemetryException.class)
                    .hasMessageContaining("set the exporter's encoding to otlp_proto or otlp_json");
        }
        assertThat(OtlpFormat.read(new byte[0])).isEqualTo(ExportMetricsServiceRequest.getDefaultInstance());
    }
}
