package io.tidegate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What a test needs and not every machine has: without it the test is skipped, unless everything is required. */
final class Needed {
    private Needed() {}

    /** @param missing what is missing and how it is got; empty where nothing is */
    static void nothingIsMissing(String missing) {
        if ("1".equals(System.getenv("TIDEGATE_REQUIRE_ALL"))) {
            assertThat(missing).as("what TIDEGATE_REQUIRE_ALL=1 requires").isEmpty();
        }
        assumeTrue(
                missing.isEmpty(),
                () -> "skipped, for here is not: " + missing + " (TIDEGATE_REQUIRE_ALL=1 makes it a failure)");
    }
}
