package io.tidegate.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.system.history.Entry;
import io.tidegate.system.history.History;
import io.tidegate.system.history.KafkaHistory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Deployments of one estate, ordered by the command line and followed on Kafka. */
final class Deployments implements AutoCloseable {
    static final int DONE = 0;
    static final int NOT_FOUND = 3;
    static final int DENIED = 4;
    static final int CONFLICT = 5;
    static final int INVALID_INPUT = 7;
    static final int ROLLED_BACK = 10;
    static final int HELD = 11;

    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final Suite suite;
    private final Path file;
    private final String environment;
    private final String[] services;
    private final KafkaHistory log;

    /** A deployment that goes on, and the call that waits for its end. */
    record Begun(String id, Program call) {}

    private Deployments(Suite suite, Path file, String environment, String... services) {
        this.suite = suite;
        this.file = file;
        this.environment = environment;
        this.services = services;
        this.log = suite.history();
    }

    /** The small shop of these tests. */
    static Deployments ofTheShop(Suite suite) {
        return new Deployments(suite, Suite.estate("shop"), "test", "stock", "basket", "search", "storefront");
    }

    /** An estate whose way back has to be quick. */
    static Deployments ofTheKiosk(Suite suite) {
        return new Deployments(suite, Suite.estate("kiosk"), "test", "kiosk");
    }

    /** One service in two waves: a deployment of it is soon over. */
    static Deployments ofTheCounter(Suite suite) {
        return new Deployments(suite, Suite.estate("counter"), "test", "counter");
    }

    /** The same, but two people must agree. */
    static Deployments ofTheVault(Suite suite) {
        return new Deployments(suite, Suite.estate("vault"), "test", "vault");
    }

    /** The specification's thirteen services. */
    static Deployments ofTheCodePlatform(Suite suite) {
        return new Deployments(
                suite,
                Suite.HOME.resolve("examples/code-platform/estate.yaml"),
                "demo",
                "postgres",
                "redis",
                "auth-service",
                "mcp-filesystem",
                "mcp-github",
                "mcp-memory",
                "mcp-bashgod",
                "circle-of-experts",
                "code-base-crawler",
                "api-gateway",
                "prometheus",
                "grafana",
                "jaeger");
    }

    /** Has the estate running, whatever tests came before. */
    Deployments broughtIn() {
        var last = services[services.length - 1];
        if (reality().version("us-east-1", last).equals("none")) {
            var result = deploy();
            if (result.exit() != DONE) {
                throw new AssertionError("the estate did not come in: " + result);
            }
        }
        return this;
    }

    /** What the runtimes have of its services. */
    Sandboxes.Reality reality() {
        return suite.sandboxes().reality(services);
    }

    /** Orders a deployment with these images and waits for its end. */
    Program.Result deploy(String... images) {
        return start(images).result();
    }

    /** Orders a deployment that comes in. */
    String completed(String... images) {
        var result = deploy(images);
        assertThat(result.exit()).as(result.err()).isEqualTo(DONE);
        return id(result);
    }

    /** Orders a deployment that is taken back, after which everything is served as before. */
    Program.Result takenBack(String... images) {
        var before = reality();
        var result = deploy(images);
        assertThat(result.exit()).as(result.err()).isEqualTo(ROLLED_BACK);
        assertThat(reality().serving()).isEqualTo(before.serving());
        return result;
    }

    /** Orders a deployment with these images and waits until it has begun. */
    Begun begin(String... images) {
        return begin(() -> start(images));
    }

    /** The same, by way of a region's Kafka. */
    Begun beginVia(String region, String... images) {
        return begin(() -> start(List.of("--via", region), images));
    }

    /** Waits until the deployment has begun that this program orders. */
    Begun begin(Supplier<Program> ordering) {
        var known = started().map(entry -> entry.field("deploymentId")).toList();
        var call = ordering.get();
        var started = await(
                "a deployment starts",
                entry -> entry.as(DeploymentStarted.class).isPresent() && !known.contains(entry.field("deploymentId")));
        return new Begun(started.field("deploymentId"), call);
    }

    private Stream<Entry> started() {
        return history().entries().stream()
                .filter(entry -> entry.as(DeploymentStarted.class).isPresent());
    }

    private Program start(String... images) {
        return start(List.of(), images);
    }

    private Program start(List<String> more, String... images) {
        var all = new ArrayList<>(List.of("--wait", "--timeout", "280"));
        all.addAll(more);
        return order(all, images);
    }

    /** Orders a deployment with these options and images; waits for its end only if they say so. */
    Program order(List<String> options, String... images) {
        return order("deploy", options, images);
    }

    /** Has a deployment with these images begin at a time. */
    Program schedule(Instant at, String... images) {
        return order("schedule", List.of("--at", at.toString()), images);
    }

    private Program order(String verb, List<String> options, String... images) {
        var arguments = new ArrayList<>(List.of(verb, "-f", file.toString(), "-e", environment, "-o", "json"));
        arguments.addAll(options);
        for (String image : images) {
            arguments.add("--set");
            arguments.add(image);
        }
        return suite.cli().start(arguments.toArray(String[]::new));
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
                .until(() -> log.read().entries().stream().filter(wanted).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    /** Waits for a record of this type about this deployment. */
    Entry await(Class<?> type, String deployment) {
        return await(type.getSimpleName() + " of " + deployment, entry -> isAbout(entry, type, deployment));
    }

    /** Waits for a record of this type about this deployment in this region. */
    Entry await(Class<?> type, String deployment, String region) {
        return await(
                type.getSimpleName() + " of " + deployment + " in " + region,
                entry -> isAbout(entry, type, deployment) && entry.region().equals(region));
    }

    static boolean isAbout(Entry entry, Class<?> type, String deployment) {
        return entry.as(type).isPresent() && entry.field("deploymentId").equals(deployment);
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

    static String id(Program.Result result) {
        return result.json().path("id").asText();
    }

    static String phase(Program.Result result) {
        return result.json().path("phase").asText();
    }

    static String reason(Program.Result result) {
        return result.json().path("reason").asText();
    }

    @Override
    public void close() {
        log.close();
    }
}
