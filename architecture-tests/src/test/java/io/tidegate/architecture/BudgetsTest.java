package io.tidegate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Budgets of size, so that a state machine cannot become the file of a thousand lines that it is elsewhere. */
final class BudgetsTest {
    private static final int MAIN_FILE = 400;
    private static final int TEST_FILE = 500;
    private static final int METHOD = 60;

    private static List<String> longer(String folder, int budget) {
        var found = new ArrayList<String>();
        for (Path file : Checkout.allSources(folder)) {
            long lines = Checkout.text(file).lines().count();
            if (lines > budget) {
                found.add(Checkout.name(file) + " has " + lines + " lines, not at most " + budget);
            }
        }
        return found;
    }

    @Test
    void noFileIsTooLong() {
        assertThat(longer("src/main/java", MAIN_FILE)).isEmpty();
    }

    @Test
    void noTestFileIsTooLong() {
        assertThat(longer("src/test/java", TEST_FILE)).isEmpty();
    }

    @Test
    void noMethodIsTooLong() {
        var methods = JavaFiles.methods(Checkout.allSources("src/main/java"));
        assertThat(methods).as("methods found at all").hasSizeGreaterThan(500);
        assertThat(methods)
                .filteredOn(method -> method.lines() > METHOD)
                .as("methods of more than %s lines", METHOD)
                .isEmpty();
    }
}
