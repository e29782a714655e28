package io.tidegate.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.local.suite.Layout;
import io.tidegate.local.suite.RunningSuite;
import io.tidegate.schemas.wire.RegistryCodec;
import io.tidegate.system.history.KafkaHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** The running suite that the tests share: started by `up`, ended when the tests end, however they do. */
final class Suite {
    /** The folder of the built product. */
    static final Path HOME =
            Path.of(System.getProperty("tidegate.home", "..")).toAbsolutePath().normalize();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final Layout layout;
    private final Cli cli;

    /** @param name of its state's folder under the module's target folder */
    Suite(String name) {
        this(name, Map.of());
    }

    /**
     * @param name of its state's folder under the module's target folder
     * @param settings of its services, as variables of their environment
     */
    Suite(String name, Map<String, String> settings) {
        this.layout = new Layout(HOME, target().resolve(name), Layout.REGIONS);
        this.cli = new Cli(HOME, layout.state(), settings);
    }

    /** The module's target folder. */
    static Path target() {
        return Path.of(System.getProperty("tidegate.target", "target")).toAbsolutePath();
    }

    Cli cli() {
        return cli;
    }

    Layout layout() {
        return layout;
    }

    /** An estate file of these tests. */
    static Path estate(String name) {
        return HOME.resolve("system-tests/src/test/resources/" + name + ".yaml");
    }

    /** Where programs write what they say. */
    Path calls() {
        return layout.state().resolveSibling("calls");
    }

    /** All of its processes. */
    RunningSuite processes() {
        return new RunningSuite(layout);
    }

    /** Starts it, and returns what `up` said on standard output. */
    Program.Result up(String... more) {
        var arguments = new ArrayList<>(List.of(
                "up",
                "-o",
                "json",
                "--rate",
                "20",
                "--timeout",
                "420",
                "--with",
                Long.toString(ProcessHandle.current().pid())));
        arguments.addAll(java.util.List.of(more));
        var result = cli.run(arguments.toArray(String[]::new));
        if (result.exit() != 0) {
            throw new AssertionError("the suite did not start: " + result.err());
        }
        return result;
    }

    boolean isRunning() {
        try {
            return processes().document().isPresent();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What it says of itself now. */
    JsonNode document() {
        try {
            return processes()
                    .document()
                    .<JsonNode>map(document -> document)
                    .orElseThrow(() -> new AssertionError("the suite is not running"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    JsonNode component(String name, String region) {
        for (JsonNode component : document().path("components")) {
            if (component.path("name").asText().equals(name)
                    && component.path("region").asText().equals(region)) {
                return component;
            }
        }
        throw new IllegalArgumentException("there is no " + name + " in '" + region + "'");
    }

    /** Kills a component in a way that it cannot answer. */
    void kill(String name, String region) {
        long pid = component(name, region).path("pid").asLong();
        ProcessHandle.of(pid)
                .orElseThrow(() -> new AssertionError(name + " of " + region + " is not running"))
                .destroyForcibly();
    }

    /** Stops every process of a region, its Kafka included, as if the region were lost; they can go on later. */
    void freeze(String region) {
        ofRegion(region).forEach(component -> signal("STOP", component));
    }

    /** Lets a region go on. */
    void thaw(String region) {
        ofRegion(region).forEach(component -> signal("CONT", component));
    }

    /** Stops a component; it can go on later. */
    void pause(String name, String region) {
        signal("STOP", component(name, region));
    }

    /** Lets a component go on. */
    void proceed(String name, String region) {
        signal("CONT", component(name, region));
    }

    private List<JsonNode> ofRegion(String region) {
        var found = new ArrayList<JsonNode>();
        document().path("components").forEach(component -> {
            if (component.path("region").asText().equals(region)) {
                found.add(component);
            }
        });
        return found;
    }

    private static void signal(String name, JsonNode component) {
        try {
            var kill = new ProcessBuilder(
                            "sh",
                            "-c",
                            "kill -" + name + " " + component.path("pid").asLong())
                    .start();
            assertThat(kill.waitFor()).as("kill -%s %s", name, component).isZero();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** Cuts a region off: nothing is replicated to it or from it, while all that is in it goes on. */
    void cut(String region) {
        replication(region, "stop");
    }

    /** Lets a region be reached again. */
    void heal(String region) {
        replication(region, "resume");
    }

    private void replication(String region, String order) {
        var mirror = URI.create(component("mirror", "").path("address").asText());
        for (JsonNode connector : json(ask(HttpRequest.newBuilder(mirror.resolve("/connectors"))))) {
            var name = connector.asText();
            if (name.startsWith(region + "-to-") || name.endsWith("-to-" + region)) {
                ask(HttpRequest.newBuilder(mirror.resolve("/connectors/" + name + "/" + order))
                        .PUT(BodyPublishers.noBody()));
            }
        }
    }

    private static String ask(HttpRequest.Builder request) {
        try {
            var answer = HTTP.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode())
                    .as("%s: %s", answer.uri(), answer.body())
                    .isLessThan(300);
            return answer.body();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** Waits until a component does not answer any more, as the supervisor sees it. */
    void awaitSilent(String name, String region) {
        Awaitility.await(name + " of '" + region + "' does not answer")
                .atMost(Duration.ofMinutes(1))
                .until(() -> !component(name, region).path("ready").asBoolean());
    }

    /** Waits until every component is ready. */
    void awaitReady() {
        Awaitility.await("everything is ready")
                .atMost(Duration.ofMinutes(3))
                .until(() -> document().path("ready").asBoolean());
    }

    /** Waits until a component has been started again, and is ready. */
    void awaitRestarted(String name, String region, int formerRestarts) {
        Awaitility.await(name + " of '" + region + "' is started again by the supervisor")
                .atMost(Duration.ofMinutes(3))
                .until(() -> {
                    var now = component(name, region);
                    return now.path("restarts").asInt() > formerRestarts
                            && now.path("ready").asBoolean();
                });
    }

    /** The ports that its components listen on. */
    List<Integer> ports() {
        var ports = new ArrayList<Integer>();
        for (JsonNode component : document().path("components")) {
            var address = component.path("address").asText();
            ports.add(URI.create(address.startsWith("http") ? address : "tcp://" + address)
                    .getPort());
        }
        return ports;
    }

    /** Waits until every component has noticed that it shall end, and has. */
    void awaitEnd() {
        Awaitility.await("every component notices and ends")
                .atMost(Duration.ofSeconds(60))
                .until(() -> processes().processes().isEmpty());
    }

    /** That nothing of it is left: no process, no suite that is said to run, none of these ports taken. */
    void isGone(List<Integer> ports) {
        try {
            assertThat(processes().processes()).isEmpty();
            assertThat(processes().document()).isEmpty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        assertThat(ports).isNotEmpty().allSatisfy(Suite::isFree);
    }

    private static void isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException taken) {
            throw new AssertionError("port " + port + " is still taken", taken);
        }
    }

    Map<String, String> kafka() {
        var all = new LinkedHashMap<String, String>();
        document()
                .path("kafka")
                .properties()
                .forEach(entry -> all.put(entry.getKey(), entry.getValue().asText()));
        return all;
    }

    RegistryCodec codec() {
        return new RegistryCodec(document().path("registry").asText() + "/apis/registry/v3");
    }

    /** A client of its own, which may get commands wrong. */
    Commands commands() {
        return commands(layout.controlPlane());
    }

    /** The same, by way of a region's Kafka. */
    Commands commands(String region) {
        return new Commands(kafka().getOrDefault(region, ""), codec());
    }

    KafkaHistory history() {
        return new KafkaHistory(kafka(), codec());
    }

    Sandboxes sandboxes() {
        var all = new LinkedHashMap<String, URI>();
        document()
                .path("sandboxes")
                .properties()
                .forEach(entry ->
                        all.put(entry.getKey(), URI.create(entry.getValue().asText())));
        return new Sandboxes(all);
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
