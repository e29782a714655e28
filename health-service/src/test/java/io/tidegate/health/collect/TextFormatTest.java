package io.tidegate.health.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.health.collect.Scrape.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextFormatTest {
    private static List<Sample> classic(String text) {
        return TextFormat.read(text, false, name -> true).samples();
    }

    private static List<Sample> openMetrics(String text) {
        return TextFormat.read(text, true, name -> true).samples();
    }

    @Test
    void openMetricsAsItsSpecificationWritesIt() {
        assertThat(openMetrics("""
            # TYPE foo histogram
            # UNIT foo seconds
            # HELP foo Say "how", and \\\\ how long.
            foo_seconds_bucket{le="0.01"} 0
            foo_seconds_bucket{le="0.1"} 8 # {} 0.054
            foo_seconds_bucket{le="1"} 11 # {trace_id="KOO5S4vxi0o"} 0.67
            foo_seconds_bucket{le="+Inf"} 17 1520879607.789 # {trace_id="oHg5SJYRHA0",span="#"} 9.8 1520879607.789
            foo_seconds_created 1520430000.123
            # EOF
            """))
                .containsExactly(
                        new Sample("foo_seconds_bucket", Map.of("le", "0.01"), 0),
                        new Sample("foo_seconds_bucket", Map.of("le", "0.1"), 8),
                        new Sample("foo_seconds_bucket", Map.of("le", "1"), 11),
                        new Sample("foo_seconds_bucket", Map.of("le", "+Inf"), 17),
                        new Sample("foo_seconds_created", Map.of(), 1520430000.123));
    }

    @Test
    void theTextFormatAsItsDocumentationWritesIt() {
        assertThat(classic("""
            # Escaping in label values:
            msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9

            # Minimalistic line:
            metric_without_timestamp_and_labels 12.47
              something_weird{problem="division by zero"} +Inf -3982045
            http_requests_total{method="post",code="200"}\t1027\t1395066363000
            rpc { quantile = "0.5" , } 4773
            """))
                .containsExactly(
                        new Sample(
                                "msdos_file_access_time_seconds",
                                Map.of("path", "C:\\DIR\\FILE.TXT", "error", "Cannot find file:\n\"FILE.TXT\""),
                                1.458255915e9),
                        new Sample("metric_without_timestamp_and_labels", Map.of(), 12.47),
                        new Sample("something_weird", Map.of("problem", "division by zero"), Double.POSITIVE_INFINITY),
                        new Sample("http_requests_total", Map.of("method", "post", "code", "200"), 1027),
                        new Sample("rpc", Map.of("quantile", "0.5"), 4773));
    }

    @Test
    void namesInQuotesMayHaveAnyLetters() {
        assertThat(classic("{\"http.requests\",\"status.code\"=\"500\"} 3\n"))
                .containsExactly(new Sample("http.requests", Map.of("status.code", "500"), 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>",
                "{\"up\": true}",
                "a",
                "a b",
                "a 0x12",
                "a 1d",
                "a 1_000",
                "a{b=\"c\"",
                "a{b=\"c} 1",
                "a{b=c} 1",
                "a{b=\"c\" d=\"e\"} 1",
                "a{b=\"c\",b=\"d\"} 1",
                "a{b=\"c\\",
                "a 1 noon",
                "a 1 2 3",
                "a 1 # 2",
                "a 1 # {b=\"c\"}",
                "a 1 # {b=\"c\"} 1 2 3",
                "1a 1",
                "{b=\"c\"} 1",
                "Internal Server Error"
            })
    void whatIsNeitherIsAnErrorThatSaysWhere(String line) {
        assertThatThrownBy(() -> classic("good 1\n" + line + "\n"))
                .isInstanceOf(UnreadableTelemetryException.class)
                .hasMessageStartingWith("line 2, column ")
                .hasMessageContaining(line);
    }

    @Test
    void openMetricsThatWasCutOffIsAnError() {
        assertThatThrownBy(() -> openMetrics("a_total 1\n")).hasMessageContaining("without # EOF");
        assertThatThrownBy(() -> openMetrics("a_total 1\n# EOF\nb_total 2\n")).hasMessageContaining("behind # EOF");
        assertThat(classic("a_total 1\n# EOF\nb_total 2\n")).hasSize(2);
    }

    /** Whatever is written according to the format is read as it was meant. */
    @Test
    void whatWasWrittenIsRead() {
        var random = new Random(11);
        for (int run = 0; run < 500; run++) {
            var written = new ArrayList<Sample>();
            var text = new StringBuilder();
            for (int line = random.nextInt(8); line >= 0; line--) {
                var sample = sample(random);
                written.add(sample);
                text.append(line(sample, random)).append('\n');
            }
            assertThat(openMetrics(text + "# EOF\n")).as(text.toString()).isEqualTo(written);
        }
    }

    /** No text makes it fail in any other way than by saying so. */
    @Test
    void whateverIsChangedInATextItIsReadOrRefused() {
        var random = new Random(12);
        for (int run = 0; run < 5000; run++) {
            var line = new StringBuilder(line(sample(random), random));
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(line.length());
                line.setCharAt(at, "{}\",=# \\\t1aZ\u00e9\0".charAt(random.nextInt(14)));
            }
            try {
                assertThat(classic(line.toString())).hasSizeLessThanOrEqualTo(1);
            } catch (UnreadableTelemetryException refused) {
                assertThat(refused).hasMessageStartingWith("line 1, column ");
            }
        }
    }

    private static Sample sample(Random random) {
        var labels = new TreeMap<String, String>();
        for (int label = random.nextInt(4); label > 0; label--) {
            labels.put(
                    "l" + random.nextInt(9),
                    random.ints(random.nextInt(6), 0, 8)
                            .mapToObj("\"\\\n{},=\u00e9"::charAt)
                            .map(String::valueOf)
                            .collect(Collectors.joining()));
        }
        double[] values = {random.nextInt(), random.nextGaussian() * 1e9, Double.NaN, Double.NEGATIVE_INFINITY, 1e-300};
        return new Sample("name_" + random.nextInt(99), labels, values[random.nextInt(values.length)]);
    }

    private static String line(Sample sample, Random random) {
        var blank = random.nextBoolean() ? " " : "  ";
        var labels = sample.labels().entrySet().stream()
                .map(label -> label.getKey() + "=\""
                        + label.getValue()
                                .replace("\\", "\\\\")
                                .replace("\"", "\\\"")
                                .replace("\n", "\\n") + "\"")
                .collect(Collectors.joining(",", "{", "}"));
        return sample.name()
                + (sample.labels().isEmpty() ? "" : labels)
                + blank
                + (sample.value() == Double.NEGATIVE_INFINITY ? "-Inf" : String.valueOf(sample.value()))
                + (random.nextBoolean() ? blank + "1700000000.5" : "")
                + (random.nextBoolean() ? " # {trace=\"a # b\"} 1.5" : "");
    }
}
