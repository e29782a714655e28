package io.tidegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TidegateTest {
    private static final String EXAMPLE = "../examples/code-platform/estate.yaml";
    private static final String RULES = "../examples/own-rules/estate.yaml";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void validatingTheExampleEndsWithZero() {
        assertThat(run("validate", "-f", EXAMPLE)).isZero();
        assertThat(err.toString()).contains("13 services, 3 regions");
    }

    @Test
    void findingsGoToStandardErrorAndEndWithSeven(@TempDir Path folder) throws IOException {
        var file = folder.resolve("broken.yaml");
        Files.writeString(file, Files.readString(Path.of(EXAMPLE)).replace("trafficShare: 15", "trafficShare: 14"));

        assertThat(run("validate", "-f", file.toString())).isEqualTo(7);
        assertThat(err.toString()).startsWith(file + ":").contains("add up to 99 %");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void rulesOfAnEstatesOwnAreCheckedWithTheFile() {
        assertThat(run("validate", "-f", RULES)).as(err.toString()).isZero();
        assertThat(err.toString()).contains("3 services, 2 regions");
    }

    @Test
    void aRuleOfTheWrongTypeSaysWhereWhatAndHowToMendIt(@TempDir Path folder) throws IOException {
        var file = folder.resolve("mistaken.yaml");
        var sound = Files.readString(Path.of(RULES));
        var mistaken =
                sound.replace("> 1.2 * baseline.p95", "> 2 * baseline.p95").replace("error_rate > 0.01", "error_rate");
        Files.writeString(file, mistaken);

        assertThat(run("validate", "-f", file.toString())).isEqualTo(7);
        assertThat(err.toString().lines())
                .containsExactly(
                        file
                                + ":26:19: rule 'checkout-slower-than-before' is wrong at character 81: '*' does not go with"
                                + " (int, double); write 2.0 instead of 2, and double(requests) instead of requests",
                        file + ":34:19: rule 'failed-payments' is wrong at character 42: '&&' does not go with"
                                + " (bool, double); each side says true or false, as error_rate > 0.05 does");
    }

    @Test
    void aMissingFileEndsWithThree() {
        assertThat(run("validate", "-f", "nowhere.yaml")).isEqualTo(3);
        assertThat(err.toString()).contains("there is no file nowhere.yaml");
    }

    @Test
    void aFileThatIsNoTextEndsWithSeven(@TempDir Path folder) throws IOException {
        var file = Files.write(folder.resolve("noise.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThat(run("validate", "-f", file.toString())).isEqualTo(7);
        assertThat(err.toString()).contains("not UTF-8 text");
    }

    @Test
    void importPrintsAnEstateThatValidateAccepts(@TempDir Path folder) throws IOException {
        var compose = Files.writeString(
                folder.resolve("shop.compose.yaml"), "services: {web: {image: 'web:1', depends_on: [api]}, api: {}}");

        assertThat(run("import", compose.toString())).isZero();
        assertThat(err.toString()).contains("note: 'api' states no image");
        var estate = Files.writeString(folder.resolve("estate.yaml"), out.toString());
        assertThat(run("validate", "-f", estate.toString())).isZero();
    }

    @Test
    void anUnknownCommandIsWrongUsage() {
        assertThat(run("velidate")).isEqualTo(2);
        assertThat(err.toString()).contains("velidate", "Did you mean", "validate");
    }

    @Test
    void anUnknownOptionIsWrongUsageAndTheNearestIsNamed() {
        assertThat(run("deploy", "-f", EXAMPLE, "--dry-ran")).isEqualTo(2);
        assertThat(err.toString()).contains("--dry-ran", "--dry-run");
    }

    @Test
    void aTimeWithoutSecondsIsOneAndAnotherWordIsWrongUsage() {
        assertThat(run("schedule", "-f", EXAMPLE, "--at", "2020-12-01T02:00Z")).isEqualTo(7);
        assertThat(err.toString()).contains("2020-12-01T02:00:00Z is over");
        assertThat(run("schedule", "-f", EXAMPLE, "--at", "tomorrow")).isEqualTo(2);
        assertThat(err.toString()).contains("'tomorrow' is no time such as");
    }

    @Test
    void anUnknownKindIsWrongUsageAndTheNearestIsNamed() {
        assertThat(run("get", "servces")).isEqualTo(2);
        assertThat(err.toString()).contains("'servces'", "did you mean 'services'?");
    }

    @Test
    void nothingCanBeListedWhileNothingRunsAndTheWayOutIsSaid() {
        assertThat(run("get", "deployments")).isEqualTo(1);
        assertThat(err.toString()).contains("nothing is running", "tidegate up");
    }

    @Test
    void aDryRunPrintsThePlanAndNeedsNothingThatRuns() throws IOException {
        assertThat(run("deploy", "-f", EXAMPLE, "--dry-run", "-o", "json")).isZero();
        assertThat(new ObjectMapper()
                        .readTree(out.toString())
                        .at("/regions/0/changes")
                        .size())
                .isEqualTo(13);
    }

    @Test
    void thePlanAsYamlIsThePlanAsJson() throws IOException {
        assertThat(run("plan", "-f", EXAMPLE, "-o", "yaml")).isZero();
        assertThat(new com.fasterxml.jackson.dataformat.yaml.YAMLMapper()
                        .readTree(out.toString())
                        .at("/estimateSeconds/max")
                        .asInt())
                .isEqualTo(450);
    }

    @Test
    void theDoctorNamesEveryCheck() throws IOException {
        assertThat(run("doctor", "-o", "json")).isIn(0, 1);
        assertThat(new ObjectMapper().readTree(out.toString()).at("/checks"))
                .extracting(check -> check.path("name").asText())
                .containsExactly("JDK", "cores", "memory", "disk", "state", "ports");
    }

    @Test
    void thePlansJsonHasTheFixedShape() throws IOException {
        assertThat(run("plan", "-f", EXAMPLE, "-o", "json")).isZero();

        var plan = new ObjectMapper().readTree(out.toString());
        assertThat(plan.fieldNames())
                .toIterable()
                .startsWith("estate", "phases", "waves", "regions", "estimateSeconds", "criticalPath");
        assertThat(plan.at("/estimateSeconds/min").asInt()).isEqualTo(315);
        assertThat(plan.at("/estimateSeconds/max").asInt()).isEqualTo(450);
        assertThat(plan.at("/phases/0").fieldNames())
                .toIterable()
                .containsExactly("number", "name", "services", "estimateSeconds");
        assertThat(plan.at("/regions/1").fieldNames()).toIterable().startsWith("name", "services", "order");
        assertThat(plan.at("/waves/0").fieldNames()).toIterable().containsExactly("number", "regions");
        assertThat(plan.at("/regions/1/services").size()).isEqualTo(8);
        assertThat(plan.at("/waves/2/regions/0").asText()).isEqualTo("eu-west-1");
    }

    @Test
    void anImageForAnUnknownServiceEndsWithSeven() {
        assertThat(run("plan", "-f", EXAMPLE, "--set", "nginx=nginx:1")).isEqualTo(7);
        assertThat(err.toString()).contains("'nginx'");
    }

    @Test
    void theTableNamesEveryRegion() {
        assertThat(run("plan", "-f", EXAMPLE)).isZero();
        assertThat(out.toString()).contains(List.of("us-east-1", "us-west-2", "eu-west-1", "315-450 s"));
    }

    private int run(String... arguments) {
        return Tidegate.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
