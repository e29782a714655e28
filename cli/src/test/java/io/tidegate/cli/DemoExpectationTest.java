package io.tidegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cli.DemoExpectation.ComesIn;
import io.tidegate.cli.DemoExpectation.Ended;
import io.tidegate.cli.DemoExpectation.IsTakenBack;
import io.tidegate.dashboard.projection.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DemoExpectationTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final IsTakenBack EXPECTED = new IsTakenBack("crawler", "west", Set.of("east", "west"), "files");

    private static Decision said(String word, String region, String service) {
        return new Decision(NOON, word, "", region, service, "", Optional.empty());
    }

    private static Measured in(String region) {
        return new Measured(region, Optional.empty(), Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }

    private static Ended ended(Decision... decisions) {
        return new Ended("rolled_back", List.of(decisions), Map.of(), true, List.of(in("east"), in("west")));
    }

    private static Ended asExpected() {
        return ended(
                said("found_unhealthy", "west", "crawler"),
                said("service_rolled_back", "west", "crawler"),
                said("service_rolled_back", "west", "files"),
                said("region_rolled_back", "west", ""),
                said("service_rolled_back", "east", "crawler"),
                said("service_rolled_back", "east", "files"),
                said("region_rolled_back", "east", ""));
    }

    @Test
    void aVersionThatIsTakenBackEverywhereInOrderGivesNoCause() {
        assertThat(EXPECTED.complaints(asExpected())).isEmpty();
    }

    /** The demo once took any rollback for the one it wanted. */
    @Test
    void aFalseAlarmInAnotherRegionIsNotWhatWasExpected() {
        var ended = ended(
                said("found_unhealthy", "east", "crawler"),
                said("service_rolled_back", "east", "crawler"),
                said("service_rolled_back", "east", "files"),
                said("region_rolled_back", "east", ""));

        assertThat(EXPECTED.complaints(ended))
                .anyMatch(complaint -> complaint.contains("found by east"))
                .anyMatch(complaint -> complaint.contains("taken back in [east], not in [east, west]"))
                .anyMatch(complaint -> complaint.startsWith("west took back []"));
    }

    @Test
    void theWrongOrderIsNoticed() {
        var ended = ended(
                said("found_unhealthy", "west", "crawler"),
                said("service_rolled_back", "west", "files"),
                said("service_rolled_back", "west", "crawler"),
                said("region_rolled_back", "west", ""),
                said("service_rolled_back", "east", "crawler"),
                said("service_rolled_back", "east", "files"),
                said("region_rolled_back", "east", ""));

        assertThat(EXPECTED.complaints(ended))
                .containsExactly("west took back [files, crawler], not crawler before files");
    }

    @Test
    void whatIsNotServedAsBeforeAndWhatWasNotMeasuredIsNoticed() {
        var good = asExpected();
        var ended = new Ended("held", good.decisions(), Map.of(), false, List.of());

        assertThat(EXPECTED.complaints(ended)).hasSize(3);
    }

    @Test
    void aVersionThatCameInMustServeEverywhere() {
        var expected = new ComesIn(Map.of("crawler", "2"));
        var serving = Map.of("east crawler", "{\"2\":100}", "west crawler", "{\"1\":100}", "west files", "{\"1\":100}");

        assertThat(expected.complaints(new Ended("completed", List.of(), serving, false, List.of())))
                .containsExactly("west crawler serves {\"1\":100}, not 2");
        assertThat(expected.complaints(new Ended("failed", List.of(), Map.of(), true, List.of())))
                .containsExactly("it is failed, not completed");
    }
}
