package io.tidegate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulationsTest {
    /** What some thousands of histories more are needed for; all of it is reached by the ten thousand of the verification. */
    private static final List<String> RARE = List.of(
            "region settled -> region returning",
            "region validating -> region frozen",
            "paused -> held",
            "stabilising -> held",
            "completed -> held",
            "held -> failed",
            "held -> cancelled");

    @Test
    void noInvariantIsViolatedAndEveryStateIsReached() {
        var report = Simulations.run(1, 2_000, Plant.NONE);

        assertThat(report.violations()).as(String.join("\n", report.trace())).isEmpty();
        assertThat(report.states().missing()).isEmpty();
        assertThat(report.transitions().missing()).isSubsetOf(RARE);
    }

    @Test
    void theSameSeedGivesTheSameHistory() {
        var once = Simulation.run(Scenario.of(7), Plant.NONE, true).trace();

        assertThat(once)
                .hasSizeGreaterThan(20)
                .isEqualTo(Simulation.run(Scenario.of(7), Plant.NONE, true).trace());
    }

    @ParameterizedTest
    @CsvSource({
        "OLD_ATTEMPT, 2, 100",
        "NO_FENCE, 3, 300",
        "NO_EPOCH_CHECK, 4, 600",
        "LOST_ROUTE, 9, 100",
        "LOST_TIMER, 6, 100",
        "FORWARD_ROLLBACK, 3, 100",
        "FORGOTTEN_WATERMARK, 7, 300"
    })
    void aPlantedBugIsFound(Plant plant, int invariant, int seeds) {
        assertThat(Simulations.run(1, seeds, plant).violations())
                .anyMatch(violation -> violation.invariant() == invariant);
    }

    @Test
    void aFailingHistoryIsMadeSmallAndBreaksTheSameInvariant() {
        var failing =
                Simulations.run(1, 100, Plant.FORWARD_ROLLBACK).violations().getFirst();
        var scenario = Scenario.of(failing.seed());

        var shrunk = Shrinking.shrink(scenario, Plant.FORWARD_ROLLBACK, failing.invariant())
                .scenario();

        assertThat(Simulation.run(shrunk, Plant.FORWARD_ROLLBACK, false).violations())
                .anyMatch(violation -> violation.invariant() == failing.invariant());
        // A service that needs another, in a region or two; and little more than what brings them in and out.
        assertThat(shrunk.estate().parts()).hasSizeBetween(2, 4);
        assertThat(shrunk.estate().regions()).hasSizeBetween(1, 2);
        assertThat(shrunk.deeds()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void largeEstatesAndManyRegionsAreAmongTheScenarios() {
        var estates = LongStream.range(1, 1_000)
                .mapToObj(Scenario::of)
                .map(Scenario::estate)
                .toList();

        assertThat(estates).anyMatch(estate -> estate.parts().size() > 40);
        assertThat(estates).anyMatch(estate -> estate.regions().size() == 7);
    }
}
