package io.tidegate.health.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tidegate.judge.Sketch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What Prometheus' own client writes is what is read here. */
final class ProtobufFormatTest {
    private static final List<Double> SECONDS = List.of(0.003, 0.02, 0.02, 0.4, 2.5);

    private final PrometheusRegistry registry = new PrometheusRegistry();

    private byte[] written() throws IOException {
        var out = new ByteArrayOutputStream();
        new PrometheusProtobufWriter().write(out, registry.scrape());
        return out.toByteArray();
    }

    private Tally read() throws IOException {
        var tally = new Tally();
        tally.add(Exposition.NOTHING, Exposition.of(Scrape.read(ProtobufFormat.TYPE, written())));
        return tally;
    }

    @Test
    void countersAndGauges() throws IOException {
        var requests =
                Counter.builder().name("http_requests_total").labelNames("code").register(registry);
        requests.labelValues("200").inc(7);
        requests.labelValues("503").inc(2);
        Gauge.builder().name("process_resident_memory_bytes").register(registry).set(30);
        Gauge.builder().name("container_memory_limit_bytes").register(registry).set(120);
        var tally = read();
        assertThat(tally.requests()).isEqualTo(9);
        assertThat(tally.errors()).isEqualTo(2);
        assertThat(tally.memoryShare()).contains(0.25);
    }

    @Test
    void classicHistograms() throws IOException {
        var histogram = Histogram.builder()
                .name("http_server_request_duration_seconds")
                .labelNames("http_response_status_code")
                .classicOnly()
                .classicUpperBounds(0.01, 0.1, 1)
                .register(registry);
        SECONDS.forEach(histogram.labelValues("200")::observe);
        var tally = read();
        assertThat(tally.requests()).isEqualTo(5);
        assertThat(tally.latency())
                .isEqualTo(Map.of(
                        Sketch.index(0.01), 1L, Sketch.index(0.1), 2L, Sketch.index(1), 1L, Sketch.index(1e6), 1L));
    }

    /** Each value is told within the width of its bucket, a factor of 2^(1/8) at the client's first scale. */
    @Test
    void nativeHistograms() throws IOException {
        var histogram = Histogram.builder()
                .name("http_server_request_duration_seconds")
                .labelNames("http_response_status_code")
                .nativeOnly()
                .nativeInitialSchema(3)
                .register(registry);
        var random = new Random(3);
        var values = new TreeMap<Double, Long>();
        for (int i = 0; i < 400; i++) {
            double seconds = Math.exp(random.nextGaussian() * 1.5 - 3);
            values.merge(seconds, 1L, Long::sum);
            histogram.labelValues("200").observe(seconds);
        }
        var tally = read();
        assertThat(tally.requests()).isEqualTo(400);
        var sketch = Sketch.of(tally.latency());
        assertThat(sketch.total()).isEqualTo(400);
        for (double limit : new double[] {0.01, 0.05, 0.1, 0.5, 1}) {
            long above = values.tailMap(limit, false).size();
            long wider = values.tailMap(limit * Math.pow(2, -1.0 / 8), false).size();
            assertThat(sketch.above(limit)).isBetween(above - 5, wider + 5L);
        }
    }

    @Test
    void finestNativeHistogramsAreExact() throws IOException {
        var histogram = Histogram.builder()
                .name("http_request_duration_seconds")
                .nativeOnly()
                .nativeInitialSchema(8)
                .register(registry);
        SECONDS.forEach(histogram::observe);
        assertThat(read().latency()).isEqualTo(Sketch.ofValues(SECONDS).counts());
    }

    @Test
    void whatIsCutOffIsAnError() throws IOException {
        Counter.builder().name("http_requests_total").register(registry).inc(7);
        var whole = written();
        assertThatThrownBy(() -> ProtobufFormat.read(Arrays.copyOf(whole, whole.length - 1), name -> true))
                .isInstanceOf(UnreadableTelemetryException.class);
        assertThatThrownBy(() -> ProtobufFormat.read("http_requests_total 7".getBytes(UTF_8), name -> true))
                .isInstanceOf(UnreadableTelemetryException.class);
    }
}
