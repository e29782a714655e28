package io.tidegate.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.system.history.Entry;
import io.tidegate.system.history.History;
import io.tidegate.system.history.KafkaHistory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Deployments of one estate, ordered by the command line and followed on Kafka. */
final class Deployments implements AutoCloseable {
    static final int DONE = 0;
    static final int CONFLICT = 5;
    static final int NOT_FOUND = 3;
    static final int ROLLED_BACK = 10;

    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final Suite suite;
    private final Path file;
    private final String environment;
    private final KafkaHistory log;

    Deployments(Suite suite, Path file, String environment) {
        this.suite = suite;
        this.file = file;
        this.environment = environment;
        this.log = suite.history();
    }

    /** The small shop of these tests. */
    static Deployments ofTheShop(Suite suite) {
        return new Deployments(
                suite, suite.layout().product().resolve("system-tests/src/test/resources/shop.yaml"), "test");
    }

    /** The specification's thirteen services. */
    static Deployments ofTheCodePlatform(Suite suite) {
        return new Deployments(suite, suite.layout().product().resolve("examples/code-platform/estate.yaml"), "demo");
    }

    /** Has the estate running, whatever tests came before. */
    Deployments broughtIn(String service) {
        if (suite.sandboxes().reality(service).version("us-east-1", service).equals("none")) {
            var result = deploy();
            if (result.exit() != DONE) {
                throw new AssertionError("the estate did not come in: " + result);
            }
        }
        return this;
    }

    /** Orders a deployment with these images and waits for its end. */
    Cli.Result deploy(String... images) {
        return start(images).result();
    }

    /** Orders a deployment with these images and goes on. */
    Cli.Call start(String... images) {
        var arguments = new ArrayList<>(List.of(
                "deploy", "-f", file.toString(), "-e", environment, "--wait", "--timeout", "280", "-o", "json"));
        for (String image : images) {
            arguments.add("--set");
            arguments.add(image);
        }
        return suite.cli().start(arguments.toArray(String[]::new));
    }

    /** The deployments that are there by now, the latest last. */
    List<String> known() {
        return history().entries().stream()
                .filter(entry -> entry.as(io.tidegate.schemas.avro.DeploymentStarted.class)
                        .isPresent())
                .map(entry -> entry.field("deploymentId"))
                .toList();
    }

    /** Everything on Kafka by now. */
    History history() {
        return log.read();
    }

    /** Waits for a record. */
    Entry await(String what, Predicate<Entry> wanted) {
        return Awaitility.await(what)
                .pollInSameThread()
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> log.read().entries().stream().filter(wanted).findFirst(), java.util.Optional::isPresent)
                .orElseThrow();
    }

    /** Waits until a deployment begins that was not there before, and returns its id. */
    String awaitStartAfter(List<String> former) {
        return await(
                        "a deployment starts",
                        entry -> entry.as(io.tidegate.schemas.avro.DeploymentStarted.class)
                                        .isPresent()
                                && !former.contains(entry.field("deploymentId")))
                .field("deploymentId");
    }

    /** Waits for a record of this type about this deployment. */
    Entry await(Class<?> type, String deployment) {
        return await(
                type.getSimpleName() + " of " + deployment,
                entry -> entry.as(type).isPresent()
                        && entry.field("deploymentId").equals(deployment));
    }

    /** Waits for a record of this type about this deployment in this region. */
    Entry await(Class<?> type, String deployment, String region) {
        return await(
                type.getSimpleName() + " of " + deployment + " in " + region,
                entry -> entry.as(type).isPresent()
                        && entry.field("deploymentId").equals(deployment)
                        && entry.region().equals(region));
    }

    /** Why a deployment is as it is, as the command line tells it by now. */
    String reasonOf(String deployment) {
        for (JsonNode known :
                suite.cli().run("get", "deployments", "-o", "json").json()) {
            if (known.path("id").asText().equals(deployment)) {
                return known.path("reason").asText();
            }
        }
        throw new AssertionError("there is no deployment " + deployment);
    }

    static String id(Cli.Result result) {
        return result.json().path("id").asText();
    }

    static String reason(Cli.Result result) {
        JsonNode reason = result.json().path("reason");
        return reason.asText();
    }

    @Override
    public void close() {
        log.close();
    }
}
