package io.tidegate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulationsTest {
    @Test
    void noInvariantIsViolatedAndEveryStateIsReached() {
        var report = Simulations.run(1, 2_000, Plant.NONE);

        assertThat(report.violations()).as(String.join("\n", report.trace())).isEmpty();
        assertThat(report.states().missing()).isEmpty();
        assertThat(report.transitions().missing()).isEmpty();
    }

    @Test
    void theSameSeedGivesTheSameHistory() {
        var once = Simulation.run(7, Plant.NONE, true).trace();

        assertThat(once)
                .hasSizeGreaterThan(20)
                .isEqualTo(Simulation.run(7, Plant.NONE, true).trace());
    }

    @ParameterizedTest
    @CsvSource({
        "OLD_ATTEMPT, 2, 100",
        "NO_FENCE, 3, 300",
        "LOST_ROUTE, 9, 100",
        "LOST_TIMER, 6, 100",
        "FORWARD_ROLLBACK, 3, 100",
        "FORGOTTEN_WATERMARK, 6, 600"
    })
    void aPlantedBugIsFound(Plant plant, int invariant, int seeds) {
        assertThat(Simulations.run(1, seeds, plant).violations())
                .anyMatch(violation -> violation.invariant() == invariant);
    }
}
