package io.tidegate.system;

import static io.tidegate.system.Deployments.CONFLICT;
import static io.tidegate.system.Deployments.DONE;
import static io.tidegate.system.Deployments.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Python client of the examples, which knows nothing of Tidegate but its published schemas and topics. */
@OnTheLocalSuite
@Order(6)
class ForeignClientIT {
    private static final int NO_TIME = 180;

    /** How a call of a program ended. */
    private record Ended(int exit, String out, String err) {}

    /** Makes the virtual environment once; without Python the tests are skipped, unless everything is required. */
    @BeforeAll
    static void makeTheEnvironment(Suite suite) throws IOException, InterruptedException {
        if (Files.exists(environment(suite).resolve("complete"))) {
            return;
        }
        var made = run(List.of("python3", "-m", "venv", environment(suite).toString()));
        var filled = made.exit() == 0
                ? run(List.of(
                        environment(suite).resolve("bin/pip").toString(),
                        "install",
                        "--quiet",
                        "--disable-pip-version-check",
                        "-r",
                        example(suite).resolve("requirements.txt").toString()))
                : made;
        if ("1".equals(System.getenv("TIDEGATE_REQUIRE_ALL"))) {
            assertThat(filled.exit()).as(filled.err()).isEqualTo(0);
        }
        assumeTrue(
                filled.exit() == 0,
                "skipped: no Python with venv and confluent-kafka here (TIDEGATE_REQUIRE_ALL=1 makes this a failure): "
                        + filled.err());
        Files.writeString(environment(suite).resolve("complete"), "");
    }

    @Test
    @Order(1)
    void aForeignClientDeploysAndFollowsTheStatusToTheEnd(Suite suite) throws IOException, InterruptedException {
        var result = client(suite, "deploy", "--estate", estate(suite), "--set", "search=shop/search:7.0.0");

        assertThat(result.exit()).as(result.err()).isEqualTo(DONE);
        assertThat(Suite.json(result.out()).path("status").asText()).isEqualTo("completed");
        assertThat(suite.sandboxes().answer("eu-west-1", "search")).isEqualTo("search 7.0.0");
    }

    @Test
    @Order(2)
    void aForeignClientTakesADeploymentBackOnlyOnce(Suite suite) throws IOException, InterruptedException {
        var deployed = client(suite, "deploy", "--estate", estate(suite), "--set", "search=shop/search:7.1.0");
        var id = Suite.json(deployed.out()).path("deploymentId").asText();

        var back = client(suite, "rollback", "--estate", estate(suite), id);
        var again = client(suite, "rollback", "--estate", estate(suite), id);
        var unknown = client(suite, "cancel", "--estate", estate(suite), "d-nowhere");

        assertThat(back.exit()).as(back.err()).isEqualTo(DONE);
        assertThat(again.exit()).as(again.err()).isEqualTo(CONFLICT);
        assertThat(unknown.exit()).as(unknown.err()).isEqualTo(NOT_FOUND);
        assertThat(suite.sandboxes().answer("us-east-1", "search")).isEqualTo("search 7.0.0");
    }

    @ParameterizedTest(quoteTextArguments = false, name = "{0} is answered as the client's table says")
    @Order(3)
    @ValueSource(strings = {"wrong-schema", "malformed-bytes", "no-key", "unknown-estate", "cycle"})
    void badInputIsAnswered(String kind, Suite suite) throws IOException, InterruptedException {
        var result = client(suite, "bad-input", kind);

        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(0);
    }

    private static Ended client(Suite suite, String verb, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                environment(suite).resolve("bin/python").toString(),
                example(suite).resolve("tidegate_client.py").toString(),
                verb));
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "--suite",
                suite.layout().suiteFile().toString(),
                "--environment",
                "test",
                "--timeout",
                Integer.toString(NO_TIME)));
        return run(command);
    }

    private static Ended run(List<String> command) throws IOException, InterruptedException {
        var out = Files.createTempFile("foreign-client-", ".out");
        var err = Files.createTempFile("foreign-client-", ".err");
        try {
            var process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(2L * NO_TIME, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return new Ended(process.waitFor(), Files.readString(out), Files.readString(err));
        } catch (IOException absent) {
            return new Ended(127, "", absent.toString());
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static Path environment(Suite suite) {
        return suite.layout().state().resolveSibling("foreign-client-venv");
    }

    private static Path example(Suite suite) {
        return suite.layout().product().resolve("examples/foreign-client");
    }

    private static String estate(Suite suite) {
        return suite.layout()
                .product()
                .resolve("system-tests/src/test/resources/shop.yaml")
                .toString();
    }
}
