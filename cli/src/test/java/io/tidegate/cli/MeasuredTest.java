package io.tidegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.dashboard.projection.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MeasuredTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static Decision said(int second, String word, String region, String service) {
        return new Decision(NOON.plusSeconds(second), word, "", region, service, "", Optional.empty());
    }

    /** A good version that came in before the bad one once counted as the trouble's beginning. */
    @Test
    void detectionBeginsWithTheFirstTelemetryOfTheBadVersion() {
        var measured = Measured.of(List.of(
                said(0, "found_inconclusive", "west", "files"),
                said(3, "found_healthy", "west", "files"),
                said(20, "found_inconclusive", "west", "crawler"),
                said(23, "found_unhealthy", "west", "crawler"),
                said(24, "region_rolling_back", "west", ""),
                said(26, "service_rolled_back", "west", "crawler"),
                said(27, "service_rolled_back", "west", "files"),
                said(29, "region_rolled_back", "west", ""),
                said(25, "region_rolling_back", "east", ""),
                said(26, "service_rolled_back", "east", "crawler"),
                said(30, "region_rolled_back", "east", "")));

        assertThat(measured)
                .containsExactly(
                        new Measured(
                                "east",
                                Optional.empty(),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(4),
                                Duration.ofSeconds(10)),
                        new Measured(
                                "west",
                                Optional.of(Duration.ofSeconds(3)),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(9)));
    }
}
