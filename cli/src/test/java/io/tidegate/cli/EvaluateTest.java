package io.tidegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int evaluate(String... arguments) {
        var all = new String[arguments.length + 1];
        all[0] = "evaluate";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Tidegate.run(new PrintWriter(out), new PrintWriter(err), all);
    }

    private void recording() throws IOException {
        var random = new Random(2);
        var rows = new StringBuilder("Latency,A,anomaly\n");
        for (int row = 0; row < 3000; row++) {
            int kind = random.nextInt(6) == 0 ? 1 : 0;
            rows.append(Math.round(100 * Math.exp(0.05 * random.nextGaussian()) * (1 + 0.5 * kind)))
                    .append(",3,")
                    .append(kind)
                    .append('\n');
        }
        Files.createDirectories(folder.resolve("shop"));
        Files.writeString(folder.resolve("shop/000.csv"), rows);
    }

    @Test
    void theJsonHasTheShapeThatOtherToolsBuildOn() throws IOException {
        recording();
        assertThat(evaluate("--data", folder.toString(), "-o", "json")).isZero();
        var dataset =
                new ObjectMapper().readTree(out.toString()).path("datasets").path(0);
        assertThat(dataset.fieldNames())
                .toIterable()
                .containsExactly(
                        "name",
                        "kind",
                        "faults",
                        "found",
                        "missed",
                        "delaySeconds",
                        "falseAlarms",
                        "quietHours",
                        "healthyRuns",
                        "healthyRunsAlarmed");
        assertThat(dataset.path("name").asText()).isEqualTo("shop");
        assertThat(dataset.path("found").asInt()).isEqualTo(1);
        assertThat(dataset.path("delaySeconds").path("p50").asDouble()).isPositive();
        assertThat(dataset.path("healthyRuns").asInt()).isEqualTo(10);
    }

    @Test
    void theTableNamesFoundAndFalse() throws IOException {
        recording();
        assertThat(evaluate("--data", folder.toString())).isZero();
        assertThat(out.toString()).contains("shop (canaries)").contains("found         1 of 1");
    }

    @Test
    void aFolderThatIsNotThereIsNotFound() {
        assertThat(evaluate("--data", folder.resolve("nowhere").toString())).isEqualTo(3);
        assertThat(err.toString()).contains("nowhere: there is no such folder");
    }

    @Test
    void aFolderWithoutRecordingsIsInvalidInput() {
        assertThat(evaluate("--data", folder.toString())).isEqualTo(7);
        assertThat(err.toString()).contains("no folder in it has a recording of a known format");
    }
}
