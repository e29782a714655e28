package io.tidegate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tidegate.benchmarks.Figure.Statistic;
import io.tidegate.estate.plan.PlanResult;
import io.tidegate.estate.plan.Planning;
import io.tidegate.estate.reading.EstateReader;
import io.tidegate.estate.reading.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void aQuantileIsAValueThatWasMeasured() {
        var values = new Distribution(
                IntStream.rangeClosed(1, 200).mapToObj(value -> 201.0 - value).toList());
        assertThat(List.of(values.min(), values.median(), values.p99(), values.max()))
                .containsExactly(1.0, 100.0, 198.0, 200.0);
    }

    @Test
    void theP99OfFewValuesIsTheWorst() {
        assertThat(Distribution.of(3, 1, 2).p99()).isEqualTo(3);
    }

    @Test
    void noFigureComesFromNoMeasurement() {
        assertThatThrownBy(Distribution::of).hasMessageContaining("nothing was measured");
    }

    @Test
    void aGoalIsMissedByTheStatisticItSpeaksOf() {
        var figure = Figure.of("back", "ms", Distribution.of(10, 20, 1001));
        assertThat(figure.within(Statistic.MEDIAN, 20).reached()).hasValue(true);
        assertThat(figure.within(Statistic.P99, 1000).reached()).hasValue(false);
        assertThat(figure.reached()).isEmpty();
    }

    @Test
    void aFigureOfAnotherProcessIsTheSameHere() throws JsonProcessingException {
        var figure = Figure.of("back", "ms", Distribution.of(10, 20.5, 1001));
        assertThat(Figure.fromJson(figure.toJson())).isEqualTo(figure);
    }

    @Test
    void whatDoublesWithItsSizeGrowsInLineAndWhatDoublesTwiceWithTheSquare() {
        var sizes = List.of(10.0, 20.0, 40.0);
        assertThat(Growth.exponent(sizes, List.of(3.0, 6.0, 12.0))).isCloseTo(1, within(1e-9));
        assertThat(Growth.exponent(sizes, List.of(3.0, 12.0, 48.0))).isCloseTo(2, within(1e-9));
    }

    @Test
    void whatCouldNotBeMeasuredIsSaidAndIsNotGood() {
        var results = new Results(new Machine(Map.of("cores", "2")), Instant.EPOCH);
        results.add(List.of(Figure.of("up", "s", Distribution.of(30)).within(Statistic.MAX, 45)));
        assertThat(results.good()).isTrue();
        results.missing("demo", "it did not end well");
        assertThat(results.good()).isFalse();
        assertThat(results.table()).contains("not taken: demo: it did not end well");
        assertThat(results.json().path("missing").path("demo").asText()).isEqualTo("it did not end well");
    }

    @Test
    void aGrownEstateIsValidAndHasAPlan() {
        var reading = EstateReader.read(GrownEstate.text(100), "grown.yaml");
        assertThat(reading).isInstanceOf(Reading.Read.class);
        var estate = ((Reading.Read) reading).estate();
        assertThat(estate.services()).hasSize(100);
        assertThat(Planning.plan(estate, "production", Map.of(), Map.of())).isInstanceOf(PlanResult.Planned.class);
    }

    @Test
    void theEstateOfTheRoundsIsValid() {
        assertThat(EstateReader.read(Rounds.estateFile(), "rounds.yaml")).isInstanceOf(Reading.Read.class);
    }
}
