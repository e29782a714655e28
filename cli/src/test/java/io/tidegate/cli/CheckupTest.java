package io.tidegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cli.Checkup.Machine;
import io.tidegate.cli.Checkup.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckupTest {
    private static final long GIBIBYTE = 1L << 30;
    private static final Machine FIT =
            new Machine(25, 2, 6 * GIBIBYTE, 20 * GIBIBYTE, "/state", true, false, List.of());

    @Test
    void aFitMachineNeedsNoAdvice() {
        assertThat(Checkup.of(FIT))
                .allSatisfy(check -> assertThat(check.outcome()).isEqualTo(Outcome.GOOD))
                .allSatisfy(check -> assertThat(check.advice()).isEmpty());
    }

    @Test
    void anOldJdkIsToBeReplaced() {
        var check = named("JDK", new Machine(17, 2, 6 * GIBIBYTE, 20 * GIBIBYTE, "/state", true, false, List.of()));

        assertThat(check.outcome()).isEqualTo(Outcome.BAD);
        assertThat(check.advice()).contains("JDK 21", "JAVA_HOME");
    }

    @Test
    void littleMemoryIsTightAndVeryLittleIsTooLittle() {
        assertThat(named("memory", memory(7 * GIBIBYTE / 2, false)).outcome()).isEqualTo(Outcome.TIGHT);
        assertThat(named("memory", memory(GIBIBYTE, false)).outcome()).isEqualTo(Outcome.BAD);
    }

    @Test
    void aRunningSuiteHasItsMemoryAndItsPortsAlready() {
        assertThat(named("memory", memory(GIBIBYTE, true)).outcome()).isEqualTo(Outcome.GOOD);
        assertThat(named("ports", memory(GIBIBYTE, true)).found()).isEqualTo("the suite is running");
    }

    @Test
    void portsThatOthersHaveAreNamed() {
        var check = named(
                "ports",
                new Machine(
                        25,
                        2,
                        6 * GIBIBYTE,
                        20 * GIBIBYTE,
                        "/state",
                        true,
                        false,
                        List.of("1 (a)", "2 (b)", "3 (c)", "4 (d)")));

        assertThat(check.outcome()).isEqualTo(Outcome.BAD);
        assertThat(check.found()).isEqualTo("in use: 1 (a), 2 (b), 3 (c) and 1 more");
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() {
        var check = named("state", new Machine(25, 2, 6 * GIBIBYTE, 20 * GIBIBYTE, "/no", false, false, List.of()));

        assertThat(check.outcome()).isEqualTo(Outcome.BAD);
        assertThat(check.found()).isEqualTo("/no cannot be written");
    }

    private static Machine memory(long bytes, boolean running) {
        return new Machine(25, 2, bytes, 20 * GIBIBYTE, "/state", true, running, List.of("1 (a)"));
    }

    private static Checkup named(String name, Machine machine) {
        return Checkup.of(machine).stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
