package io.tidegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AuditCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Tidegate.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "csv", "CSV"})
    void anAuditIsWrittenInItsOwnForms(String format) {
        assertThat(run("audit", "-o", format, "--from", "2026-01-31T12:00:00Z")).isEqualTo(1);
        assertThat(err.toString()).contains("nothing is running");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yaml", "table"})
    void theFormsOfOtherCommandsAreNone(String format) {
        assertThat(run("audit", "-o", format)).isEqualTo(2);
        assertThat(err.toString()).containsIgnoringCase("jsonl, csv");
    }

    @Test
    void aMomentIsATime() {
        assertThat(run("audit", "--from", "yesterday")).isEqualTo(2);
    }
}
