package io.tidegate.system;

import static io.tidegate.system.Deployments.CONFLICT;
import static io.tidegate.system.Deployments.DONE;
import static io.tidegate.system.Deployments.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Python client of the examples, which knows nothing of Tidegate but its published schemas and topics. */
@OnTheLocalSuite
@Order(4)
class ForeignClientIT {
    private static final int NO_TIME = 180;

    /** A row of the table of bad input in the client's description. */
    private static final Pattern ROW =
            Pattern.compile("\\| ((?:`[a-z-]+`(?:, )?)+) \\|.*\\| (?:dead letter|refusal), .*");

    private static final Pattern CHOICES = Pattern.compile("\\{([a-z,-]+)}");

    /** Needs a deployment that runs meanwhile. */
    private static final String MEANWHILE = "second-deployment";

    /** Makes the virtual environment once; without Python the tests are skipped, unless everything is required. */
    @BeforeAll
    static void makeTheEnvironment(Suite suite) throws IOException {
        var complete = environment(suite).resolve("complete");
        if (!Files.exists(complete)) {
            Needed.nothingIsMissing(made(suite));
            Files.writeString(complete, "");
        }
    }

    /** What is missing for the environment; empty where it was made. */
    private static String made(Suite suite) {
        try {
            var made = run(suite, "python3", "-m", "venv", environment(suite).toString());
            var filled = made.exit() == 0
                    ? run(
                            suite,
                            environment(suite).resolve("bin/pip").toString(),
                            "install",
                            "--quiet",
                            "--disable-pip-version-check",
                            "-r",
                            example().resolve("requirements.txt").toString())
                    : made;
            return filled.exit() == 0 ? "" : "Python with venv and confluent-kafka: " + filled.out() + filled.err();
        } catch (IOException absent) {
            return "Python: " + absent.getMessage();
        }
    }

    @Test
    @Order(1)
    void aForeignClientDeploysAndFollowsTheStatusToTheEndAndASecondDeploymentMeanwhileIsRefused(Suite suite)
            throws IOException {
        try (var deployments = Deployments.ofTheShop(suite).broughtIn()) {
            var begun = deployments.begin(() -> deploying(suite, "7.0.0"));

            var second = client(suite, "bad-input", MEANWHILE, "--estate", estate());

            var result = begun.call().result();
            assertThat(second.exit()).as(second.out() + second.err()).isEqualTo(DONE);
            assertThat(second.json().path("message").asText()).contains(begun.id());
            assertThat(result.exit()).as(result.err()).isEqualTo(DONE);
            assertThat(result.json().path("status").asText()).isEqualTo("completed");
            assertThat(suite.sandboxes().answer("eu-west-1", "search")).isEqualTo("search 7.0.0");
        }
    }

    @Test
    @Order(2)
    void aForeignClientTakesADeploymentBackOnlyOnce(Suite suite) throws IOException {
        var id = deploying(suite, "7.1.0").result().json().path("deploymentId").asText();

        var back = client(suite, "rollback", "--estate", estate(), id);
        var again = client(suite, "rollback", "--estate", estate(), id);
        var unknown = client(suite, "cancel", "--estate", estate(), "d-nowhere");

        assertThat(back.exit()).as(back.err()).isEqualTo(DONE);
        assertThat(again.exit()).as(again.err()).isEqualTo(CONFLICT);
        assertThat(unknown.exit()).as(unknown.err()).isEqualTo(NOT_FOUND);
        assertThat(suite.sandboxes().answer("us-east-1", "search")).isEqualTo("search 7.0.0");
    }

    @ParameterizedTest(quoteTextArguments = false, name = "{0} is answered as the client's table says")
    @Order(3)
    @MethodSource("kinds")
    void badInputIsAnswered(String kind, Suite suite) throws IOException {
        var result = client(suite, "bad-input", kind);

        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(DONE);
    }

    @Test
    @Order(4)
    void everyKindOfBadInputIsInTheTable(Suite suite) throws IOException {
        var help = run(suite, python(suite), script(), "bad-input", "--help");

        var choices = CHOICES.matcher(help.out());
        assertThat(choices.find()).as(help.out() + help.err()).isTrue();
        assertThat(choices.group(1).split(",", -1)).contains(MEANWHILE).hasSize(1 + (int) kinds().count());
    }

    /** All kinds of bad input that need nothing else, as the table has them. */
    static Stream<String> kinds() throws IOException {
        return Files.readAllLines(example().resolve("README.md")).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .flatMap(row -> Stream.of(row.group(1).split(", ", -1)))
                .map(kind -> kind.replace("`", ""))
                .filter(kind -> !kind.equals(MEANWHILE));
    }

    private static Program deploying(Suite suite, String version) {
        try {
            return started(suite, "deploy", "--estate", estate(), "--set", "search=shop/search:" + version);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Program.Result client(Suite suite, String verb, String... arguments) throws IOException {
        return started(suite, verb, arguments).result();
    }

    private static Program started(Suite suite, String verb, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(python(suite), script(), verb));
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "--suite",
                suite.layout().suiteFile().toString(),
                "--environment",
                "test",
                "--timeout",
                Integer.toString(NO_TIME)));
        return Program.start(suite.calls(), "foreign-client", Map.of(), command);
    }

    private static Program.Result run(Suite suite, String... command) throws IOException {
        return Program.start(suite.calls(), "python", Map.of(), List.of(command))
                .result();
    }

    private static String python(Suite suite) {
        return environment(suite).resolve("bin/python").toString();
    }

    private static String script() {
        return example().resolve("tidegate_client.py").toString();
    }

    private static Path environment(Suite suite) {
        return suite.layout().state().resolveSibling("foreign-client-venv");
    }

    private static Path example() {
        return Suite.HOME.resolve("examples/foreign-client");
    }

    private static String estate() {
        return Suite.estate("shop").toString();
    }
}
