package io.tidegate.judge.steady;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.judge.AgainstLimit;
import io.tidegate.judge.Count;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** The formulas by hand, on numbers that are chosen so that this is possible. */
final class PastTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final double GRAIN = 1e-6;
    private static final double ALLOWED = Math.log(1.3);

    /** A gauge whose logarithm, with its grain, is this level. */
    private static Gauge gauge(double level) {
        return new Gauge(Math.exp(level) - GRAIN, GRAIN);
    }

    private static Past ofLevels(double... levels) {
        return new Past(DoubleStream.of(levels)
                .mapToObj(level -> new Reading(NOON, Optional.empty(), Map.of("p95", gauge(level))))
                .toList());
    }

    private static Past ofCounts(long requests, long... bad) {
        return new Past(Arrays.stream(bad)
                .mapToObj(count -> new Reading(NOON, Optional.of(new Count(requests, count)), Map.of()))
                .toList());
    }

    private static List<Double> shown(double far) {
        return List.of(far - .5, 2 * far - 2, 4 * far - 8, 8 * far - 32);
    }

    private static void isOf(List<Double> increments, List<Double> expected) {
        assertThat(increments).hasSameSizeAs(expected);
        for (int index = 0; index < expected.size(); index++) {
            assertThat(increments.get(index)).isCloseTo(expected.get(index), within(1e-6));
        }
    }

    private static List<Double> increments(Past past, double level) {
        return past.gauge("p95", gauge(level)).orElseThrow();
    }

    @Test
    void aGaugeWithoutAnyScatterIsBelievedToHaveALittle() {
        double scatter = 0.25 * Math.sqrt(1 + 4 / 5.0);
        isOf(increments(ofLevels(0, 0, 0, 0, 0), 1), shown((1 - ALLOWED) / scatter));
    }

    @Test
    void aGaugeIsComparedWithItsScatterAroundItsMiddle() {
        double scatter = Math.sqrt(2) * Math.sqrt(1 + 4 / 5.0);
        isOf(increments(ofLevels(0, 1, 2, 3, 4), 6), shown((6 - 2 - ALLOWED) / scatter));
        double even = Math.sqrt((6.25 + 2.25 + .25) * 2 / 6) * Math.sqrt(1 + 4 / 6.0);
        isOf(increments(ofLevels(0, 1, 2, 3, 4, 5), 5), shown((5 - 2.5 - ALLOWED) / even));
    }

    /** So that a past with a fault in it still serves. */
    @Test
    void oneReadingThatIsFarOffCountsAsFourScatters() {
        double scatter = Math.sqrt(1 / 5.0) * Math.sqrt(1 + 4 / 5.0);
        isOf(increments(ofLevels(0, 0, 0, 0, 10), 2), shown((2 - ALLOWED) / scatter));
    }

    @Test
    void oneReadingShowsNoMoreThanTwelveScatters() {
        isOf(increments(ofLevels(0, 0, 0, 0, 0), 100), shown(12));
    }

    @Test
    void fourReadingsOfAGaugeSayNothingAndNeitherDoOthers() {
        assertThat(ofLevels(0, 0, 0, 0).gauge("p95", gauge(9))).isEmpty();
        assertThat(ofLevels(0, 0, 0, 0, 0).gauge("memory", gauge(9))).isEmpty();
    }

    @Test
    void failuresAreTestedAgainstALittleMoreThanIsUsual() {
        var now = new Count(100, 9);
        isOf(
                ofCounts(100, 1, 1, 1, 1, 1).failures(now).orElseThrow(),
                AgainstLimit.increments(0.01 * 1.25 + 0.002, now));
    }

    @Test
    void failuresThatScatterMoreThanByChanceCountForLess() {
        var now = new Count(100, 50);
        double allowed = 0.1 * 1.25 + 0.002;
        double excess = 0.01 * 30 / (allowed * (1 - allowed));
        double factor = excess * 4 / 5 * (1 + 4 / 5.0);
        isOf(
                ofCounts(30, 0, 0, 3, 6, 6).failures(now).orElseThrow(),
                AgainstLimit.increments(allowed, now).stream()
                        .map(increment -> increment / factor)
                        .toList());
    }

    @Test
    void oneBurstInThePastCountsAsFourTimesChance() {
        var now = new Count(100, 50);
        double factor = 4 / 5.0 * (1 + 4 / 5.0); // one of five readings is far off
        isOf(
                ofCounts(100, 1, 1, 1, 1, 90).failures(now).orElseThrow(),
                AgainstLimit.increments(0.01 * 1.25 + 0.002, now).stream()
                        .map(increment -> increment / factor)
                        .toList());
    }

    @Test
    void fourReadingsOfFailuresSayNothingAndReadingsWithoutRequestsAreNone() {
        assertThat(ofCounts(100, 1, 1, 1, 1).failures(new Count(10, 9))).isEmpty();
        assertThat(ofCounts(0, 0, 0, 0, 0, 0).failures(new Count(10, 9))).isEmpty();
        assertThat(ofCounts(100, 1, 1, 1, 1, 1).failures(new Count(0, 0))).isEmpty();
    }

    @Test
    void whatIsUsualIsTheMiddle() {
        assertThat(ofLevels(0, 1, 5).usual("p95")).isCloseTo(Math.E, within(1e-5));
        assertThat(ofLevels(0, 1).usual("p95")).isCloseTo((1 + Math.E) / 2, within(1e-5));
        assertThat(ofLevels(0, 1).usual("memory")).isZero();
        assertThat(ofCounts(100, 3, 1, 50).usualFailures()).isEqualTo(0.03);
        assertThat(ofCounts(0, 0, 0).usualFailures()).isZero();
    }
}
