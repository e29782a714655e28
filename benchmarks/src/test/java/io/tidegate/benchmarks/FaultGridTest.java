package io.tidegate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.benchmarks.FaultGrid.Fault;
import io.tidegate.benchmarks.FaultGrid.Outcome;
import io.tidegate.estate.reading.EstateReader;
import io.tidegate.estate.reading.Reading;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultGridTest {
    private static final FaultGrid GRID = new FaultGrid(List.of(5, 20), List.of(5, 20), 10);

    /** The table of docs/detection.md, without a version before. */
    @ParameterizedTest(name = "{1} of {0} requests a second")
    @CsvSource({"10, .075, 120.3", "10, .1, 33.4", "10, .2, 4.9", "10, .5, 0.8", "20, .2, 2.5"})
    void waldsLimitAgainstTheLimitOnErrorsIsTheTables(double rate, double share, double seconds) {
        assertThat(new Wald(.001).againstLimit(rate, share, .05)).isCloseTo(seconds, within(.05));
    }

    @ParameterizedTest(name = "{2} of {0} requests a second beside {1}")
    @CsvSource({"5, 95, .02, 77.5", "5, 95, .05, 18.8", "5, 95, .2, 3.3", "5, 95, .5, 1.2", "20, 380, .2, 0.8"})
    void waldsLimitBesideAVersionBeforeIsTheTables(double rate, double beside, double share, double seconds) {
        assertThat(new Wald(.001).besideTheVersionBefore(rate, beside, share, .002))
                .isCloseTo(seconds, within(.05));
    }

    @Test
    void whatIsNotWorseIsNeverFound() {
        assertThat(new Wald(.001).againstLimit(10, .05, .05)).isInfinite();
        assertThat(new Wald(.001).besideTheVersionBefore(10, 90, .002, .002)).isInfinite();
        assertThat(new Wald(.001).besideTheVersionBefore(10, 90, .2, 0))
                .isPositive()
                .isFinite();
    }

    @Test
    void everyFaultIsPlayedEquallyOftenAndTheOrderIsTheSameEachTime() {
        assertThat(GRID.rounds(3)).isEqualTo(GRID.rounds(3)).hasSize(12);
        assertThat(GRID.rounds(3).stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting())))
                .hasSize(4)
                .allSatisfy((fault, times) -> assertThat(times).isEqualTo(3));
    }

    @Test
    void trafficIsWhatGivesTheFaultyVersionItsRate() {
        assertThat(GRID.traffic(new Fault(20, 20))).isEqualTo(200);
    }

    @Test
    void aRateBelowWhatTheSuitesUsersMakeAnyhowIsRefused() {
        assertThatThrownBy(() -> new FaultGrid(List.of(20), List.of(5), 50)).hasMessageContaining("smaller weight");
    }

    @Test
    void theGoalIsForAFifthOfTwentyRequestsASecondAndWhatWasNotFoundCounts() {
        var fault = new Fault(20, 20);
        var figures = GRID.figures(List.of(
                new Outcome(fault, true, 4, 100),
                new Outcome(fault, true, 4.5, 200),
                new Outcome(fault, false, 300, 0),
                new Outcome(new Fault(5, 5), true, 60, 900)));
        assertThat(figures)
                .filteredOn(figure -> figure.goal().isPresent())
                .extracting(Figure::name, figure -> figure.reached().orElseThrow())
                .containsExactlyInAnyOrder(
                        tuple("20 % errors at 20/s: onset to verdict", false),
                        tuple("20 % errors at 20/s: verdict to route", true));
        assertThat(figures)
                .filteredOn(figure -> figure.name().endsWith("not found in time"))
                .extracting(figure -> figure.values().max())
                .containsExactly(0.0, 1.0);
    }

    @ParameterizedTest(name = "{0} s")
    @ValueSource(ints = {1, 300})
    void theEstatesOfTheLanesAreValid(int seconds) {
        var text = FaultRounds.document("faults-0", "us-west-2", "runner-0", 10, Duration.ofSeconds(seconds));
        assertThat(EstateReader.read(text, "faults.yaml")).isInstanceOf(Reading.Read.class);
    }
}
