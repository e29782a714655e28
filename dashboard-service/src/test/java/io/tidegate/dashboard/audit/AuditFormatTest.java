package io.tidegate.dashboard.audit;

import static io.tidegate.dashboard.projection.Facts.ADA;
import static io.tidegate.dashboard.projection.Facts.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.dashboard.projection.Actor;
import io.tidegate.judge.Evidence;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AuditFormatTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MESSAGE = 14;

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    private static AuditLine line(String message, Optional<Evidence> evidence) {
        return new AuditLine(
                NOON,
                "decision",
                "found_unhealthy",
                "d-1",
                "shop",
                "production",
                Optional.of(ADA),
                "c-1",
                "",
                "errors-against-limit",
                "east",
                "basket",
                message,
                evidence);
    }

    private static String written(AuditFormat format, AuditLine... lines) throws IOException {
        var out = new StringBuilder();
        format.write(List.of(lines), out);
        return out.toString();
    }

    /** Reads a table as RFC 4180 says it. */
    private static List<List<String>> read(String table) {
        var rows = new ArrayList<List<String>>();
        var row = new ArrayList<String>();
        var cell = new StringBuilder();
        boolean quoted = false;
        for (int at = 0; at < table.length(); at++) {
            char each = table.charAt(at);
            if (quoted) {
                if (each == '"' && at + 1 < table.length() && table.charAt(at + 1) == '"') {
                    cell.append('"');
                    at++;
                } else if (each == '"') {
                    quoted = false;
                } else {
                    cell.append(each);
                }
            } else if (each == '"') {
                quoted = true;
            } else if (each == ',' || each == '\r') {
                row.add(cell.toString());
                cell.setLength(0);
                if (each == '\r') {
                    assertThat(table.charAt(++at)).isEqualTo('\n');
                    rows.add(List.copyOf(row));
                    row.clear();
                }
            } else {
                cell.append(each);
            }
        }
        assertThat(cell).isEmpty();
        return rows;
    }

    @Test
    void aTableHasAHeadingAndEveryRowHasItsColumns() throws IOException {
        var rows = read(written(AuditFormat.CSV, line("bad", Optional.empty()), line("worse", Optional.empty())));

        assertThat(rows.getFirst())
                .startsWith("at", "kind", "what", "deployment", "estate", "environment", "actor", "why", "client");
        assertThat(rows).hasSize(3).allSatisfy(row -> assertThat(row).hasSameSizeAs(rows.getFirst()));
        assertThat(rows.get(2).get(MESSAGE)).isEqualTo("worse");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aCellReadsAsItWasWritten(long seed) throws IOException {
        var random = new Random(seed);
        var text = new StringBuilder("x");
        for (int count = random.nextInt(20); count > 0; count--) {
            text.append("a\",;\r\n'= \u00e9\u4e16".charAt(random.nextInt(11)));
        }

        var rows = read(written(AuditFormat.CSV, line(text.toString(), Optional.empty())));

        assertThat(rows.get(1).get(MESSAGE)).isEqualTo(text.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"})
    void noCellIsTakenForAFormula(String text) throws IOException {
        var rows = read(written(AuditFormat.CSV, line(text, Optional.empty())));

        assertThat(rows.get(1).get(MESSAGE)).isEqualTo("'" + text);
    }

    @Test
    void aNameIsNoFormulaEither() throws IOException {
        var line = new AuditLine(
                NOON,
                "command",
                "cancel_deployment",
                "d-1",
                "shop",
                "production",
                Optional.of(new Actor("=HYPERLINK(1)", "@x", "rest")),
                "c-1",
                "pending",
                "",
                "",
                "",
                "",
                Optional.empty());

        assertThat(read(written(AuditFormat.CSV, line)).get(1)).contains("'=HYPERLINK(1)", "'@x");
    }

    @Test
    void aLineOfJsonSaysAllThatTheEvidenceSays() throws IOException {
        var evidence = new Evidence(
                "errors-against-limit",
                "error-share",
                0.12,
                0.05,
                Optional.of(0.01),
                1000,
                Optional.of(0.001),
                Duration.ofSeconds(30),
                Optional.of(NOON),
                "12 % of requests failed",
                List.of(0.1, 0.12));

        var written = written(AuditFormat.JSONL, line("bad\nthing", Optional.of(evidence)));

        assertThat(written).endsWith("}\n").containsOnlyOnce("\n");
        var document = JSON.readTree(written);
        assertThat(document.path("actor").asText()).isEqualTo("ada");
        assertThat(document.path("why").asText()).isEqualTo("release 7");
        assertThat(document.path("message").asText()).isEqualTo("bad\nthing");
        assertThat(document.path("evidence").fieldNames())
                .toIterable()
                .containsExactly(
                        "rule",
                        "metric",
                        "value",
                        "limit",
                        "baseline",
                        "samples",
                        "pValue",
                        "windowSeconds",
                        "since",
                        "message",
                        "series");
    }
}
