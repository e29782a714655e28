package io.tidegate.health.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ExpositionTest {
    @Test
    void requestsAreAddedUpOverAllLabelsAndThoseWith5xxAreErrors() {
        var read = Exposition.parse("""
                # HELP http_requests_total all
                # TYPE http_requests_total counter
                http_requests_total{method="GET",code="200"} 10
                http_requests_total{code="404"} 2
                http_requests_total{code="500"} 3
                http_requests_total{code="503",} 4 1700000000000
                http_requests_totals{code="500"} 99
                """);
        assertThat(read.requests()).isEqualTo(19);
        assertThat(read.errors()).isEqualTo(7);
    }

    /** Such lines were passed over. */
    @Test
    void aLabelMayHoldBracesAndQuotes() {
        var read = Exposition.parse("""
                http_requests_total{uri="/carts/{id}",code="500"} 3
                http_requests_total{uri="say \\\\"} 500\\\\"",code="200"} 4
                """.replace("\\\\", "\\"));
        assertThat(read.requests()).isEqualTo(7);
        assertThat(read.errors()).isEqualTo(3);
    }

    @Test
    void whatIsNoFiniteNumberIsPassedOver() {
        var read = Exposition.parse("""
                http_requests_total{code="200"} NaN
                http_requests_total{code="200"} +Inf
                http_requests_total{code="200"} many
                http_requests_total{code="200"} 1.5e1
                http_request_duration_seconds_bucket{le="NaN"} 4
                process_resident_memory_bytes NaN
                container_memory_limit_bytes +Inf
                """);
        assertThat(read.requests()).isEqualTo(15);
        assertThat(read.buckets()).isEmpty();
        assertThat(read.memoryShare()).isZero();
    }

    @Test
    void bucketsOfTheSameBoundAreAddedUpAndTheLastOneHasNone() {
        var read = Exposition.parse("""
                http_request_duration_seconds_bucket{code="200",le="0.1"} 5
                http_request_duration_seconds_bucket{code="500",le="0.1"} 1
                http_request_duration_seconds_bucket{le="+Inf"} 9
                """);
        assertThat(read.buckets()).isEqualTo(Map.of(0.1, 6L, Double.POSITIVE_INFINITY, 9L));
    }

    @Test
    void memoryIsAShareOfItsLimitWhereThereIsOne() {
        var used = "process_resident_memory_bytes 25\n";
        assertThat(Exposition.parse(used).memoryShare()).isZero();
        assertThat(Exposition.parse(used + "container_memory_limit_bytes 100\n").memoryShare())
                .isEqualTo(0.25);
    }

    @Test
    void whatIsNoExpositionSaysNothing() {
        assertThat(Exposition.parse("<html>\n{}\n\n")).isEqualTo(Exposition.NOTHING);
    }
}
