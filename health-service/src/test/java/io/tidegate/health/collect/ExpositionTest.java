package io.tidegate.health.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.judge.Sketch;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ExpositionTest {
    private static Exposition read(String text) {
        return Exposition.of(TextFormat.read(text, false, Exposition.WANTED::contains));
    }

    private static Tally tally(String text) {
        var tally = new Tally();
        tally.add(Exposition.NOTHING, read(text).filling(Exposition.NOTHING));
        return tally;
    }

    @Test
    void requestsAreAddedUpOverAllLabelsAndThoseWith5xxAreErrors() {
        var tally = tally("""
            # HELP http_requests_total all
            # TYPE http_requests_total counter
            http_requests_total{method="GET",code="200"} 10
            http_requests_total{code="404"} 2
            http_requests_total{code="500"} 3
            http_requests_total{code="503",} 4 1700000000000
            http_requests_totals{code="500"} 99
            """);
        assertThat(tally.requests()).isEqualTo(19);
        assertThat(tally.errors()).isEqualTo(7);
    }

    @Test
    void aLabelMayHoldBracesAndQuotes() {
        var tally = tally("""
            http_requests_total{uri="/carts/{id}",code="500"} 3
            http_requests_total{uri="say \\\\"} 500\\\\"",code="200"} 4
            """.replace("\\\\", "\\"));
        assertThat(tally.requests()).isEqualTo(7);
        assertThat(tally.errors()).isEqualTo(3);
    }

    @Test
    void whatIsNoFiniteNumberIsPassedOver() {
        var text = """
            http_requests_total{code="200"} NaN
            http_requests_total{code="201"} +Inf
            http_requests_total{code="202"} -3
            http_requests_total{code="203"} 1.5e1
            http_request_duration_seconds_bucket{le="NaN"} 4
            http_request_duration_seconds_bucket{le="0.1"} NaN
            process_resident_memory_bytes NaN
            container_memory_limit_bytes +Inf
            """;
        assertThat(tally(text).requests()).isEqualTo(15);
        assertThat(tally(text).latency()).isEmpty();
        assertThat(read(text).memoryShare()).isZero();
        assertThat(tally(text).memoryShare()).isEmpty();
    }

    @Test
    void bucketsOfAllLabelsAreAddedUpAndTheLastOneHasNoBound() {
        assertThat(tally("""
            http_requests_total 9
            http_request_duration_seconds_bucket{code="200",le="0.1"} 5
            http_request_duration_seconds_bucket{code="200",le="+Inf"} 8
            http_request_duration_seconds_bucket{code="500",le="0.1"} 1
            """).latency()).isEqualTo(Map.of(Sketch.index(0.1), 6L, Sketch.index(1e6), 3L));
    }

    @Test
    void memoryIsAShareOfItsLimitWhereThereIsOne() {
        var used = "process_resident_memory_bytes 25\n";
        assertThat(read(used).memoryShare()).isZero();
        assertThat(read(used + "container_memory_limit_bytes 100\n").memoryShare())
                .isEqualTo(0.25);
    }

    @Test
    void anOpenTelemetryHistogramCountsRequestsToo() {
        var tally = tally("""
            http_server_request_duration_seconds_bucket{http_response_status_code="200",le="0.5"} 7
            http_server_request_duration_seconds_bucket{http_response_status_code="200",le="+Inf"} 7
            http_server_request_duration_seconds_count{http_response_status_code="200"} 7
            http_server_request_duration_seconds_count{http_response_status_code="502"} 2
            """);
        assertThat(tally.requests()).isEqualTo(9);
        assertThat(tally.errors()).isEqualTo(2);
        assertThat(tally.latency()).isEqualTo(Map.of(Sketch.index(0.5), 7L));
    }

    @Test
    void micrometersNamesAreKnown() {
        var tally = tally("""
            http_server_requests_seconds_count{outcome="SUCCESS",status="200",uri="/a"} 7
            http_server_requests_seconds_count{outcome="SERVER_ERROR",status="500",uri="/a"} 1
            """);
        assertThat(tally.requests()).isEqualTo(8);
        assertThat(tally.errors()).isEqualTo(1);
    }

    @Test
    void aHistogramInMillisecondsIsOneInSeconds() {
        assertThat(tally("""
            http_server_duration_milliseconds_bucket{le="250"} 4
            http_server_duration_milliseconds_bucket{le="+Inf"} 4
            http_server_duration_milliseconds_count 4
            """).latency()).isEqualTo(Map.of(Sketch.index(0.25), 4L));
    }

    @Test
    void aCounterAndAHistogramOfTheSameRequestsAreNotAddedUp() {
        assertThat(tally("""
            http_requests_total 9
            http_request_duration_seconds_count 9
            http_server_requests_seconds_count 9
            """).requests()).isEqualTo(9);
    }
}
