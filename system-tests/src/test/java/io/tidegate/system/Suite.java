package io.tidegate.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.local.suite.Layout;
import io.tidegate.local.suite.RunningSuite;
import io.tidegate.schemas.wire.RegistryCodec;
import io.tidegate.system.history.KafkaHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.awaitility.Awaitility;

/** The running suite that the tests share: started by `up`, ended when the tests end, however they do. */
final class Suite {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Layout layout;
    private final Cli cli;

    /** @param name of its state's folder under the module's target folder */
    Suite(String name) {
        var home = Path.of(System.getProperty("tidegate.home", ".."))
                .toAbsolutePath()
                .normalize();
        var target = Path.of(System.getProperty("tidegate.target", "target")).toAbsolutePath();
        this.layout = new Layout(home, target.resolve(name), Layout.REGIONS);
        this.cli = new Cli(home, layout.state());
    }

    Cli cli() {
        return cli;
    }

    Layout layout() {
        return layout;
    }

    /** All of its processes. */
    RunningSuite processes() {
        return new RunningSuite(layout);
    }

    /** Starts it, and returns what `up` said on standard output. */
    Cli.Result up(String... more) {
        var arguments = new java.util.ArrayList<>(java.util.List.of(
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
