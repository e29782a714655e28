package io.tidegate.local.suite;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts the suite, says how it is, starts again what dies, and stops all of it. One process does this. */
public final class Supervisor {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Layout layout;
    private final Suite suite;
    private final Map<String, Process> processes = new LinkedHashMap<>();
    private final List<Component> components = new ArrayList<>();
    private final Map<String, Boolean> ready = new LinkedHashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private boolean stopping;

    Supervisor(Layout layout, Suite suite) {
        this.layout = layout;
        this.suite = suite;
    }

    /** Arguments: folder of the product, state folder, requests per second. Runs until it is stopped. */
    public static void main(String[] arguments) throws Exception {
        var layout = new Layout(Path.of(arguments[0]), Path.of(arguments[1]), Layout.REGIONS);
        var supervisor = new Supervisor(layout, new Suite(layout, Double.parseDouble(arguments[2])));
        java.lang.Runtime.getRuntime().addShutdownHook(new Thread(supervisor::stop, "stop"));
        supervisor.run();
    }

    private void run() throws Exception {
        Files.createDirectories(layout.logs());
        suite.foundation().forEach(this::begin);
        suite.services().forEach(component -> ready.put(component.id(), false));
        awaitReady(suite.foundation());
        for (var broker : suite.bootstrap().entrySet()) {
            Contract.createTopics(broker.getValue(), broker.getKey(), layout.controlPlane(), layout.regions());
        }
        Contract.registerSchemas(suite.registry());
        suite.services().forEach(this::begin);
        while (true) {
            look();
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        }
    }

    private void awaitReady(List<Component> wanted) throws InterruptedException, IOException {
        while (!wanted.stream().allMatch(component -> ready.getOrDefault(component.id(), false))) {
            look();
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        }
    }

    private synchronized void begin(Component component) {
        if (!components.contains(component)) {
            components.add(component);
        }
        try {
            var command = new ArrayList<String>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(component.arguments());
            var log = layout.logs().resolve(component.id() + ".log").toFile();
            processes.put(
                    component.id(),
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                            .start());
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot start " + component.id(), failure);
        }
    }

    private synchronized void look() throws IOException {
        for (Component component : List.copyOf(components)) {
            var process = processes.get(component.id());
            if (!stopping && (process == null || !process.isAlive())) {
                ready.put(component.id(), false);
                begin(component);
            }
            ready.put(component.id(), isReady(component));
        }
        write();
    }

    private boolean isReady(Component component) {
        try {
            if (component.health().isPresent()) {
                var answer = http.send(
                        HttpRequest.newBuilder(component.health().get())
                                .timeout(Duration.ofSeconds(2))
                                .build(),
                        BodyHandlers.discarding());
                return answer.statusCode() == 200;
            }
            var parts = component.address().split(":", 2);
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(parts[0], Integer.parseInt(parts[1])), 500);
                return true;
            }
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void write() throws IOException {
        var document = JSON.createObjectNode();
        document.put("supervisor", ProcessHandle.current().pid());
        var list = document.putArray("components");
        for (Component component : components) {
            var process = processes.get(component.id());
            list.addObject()
                    .put("name", component.name())
                    .put("region", component.region())
                    .put("address", component.address())
                    .put("ready", ready.getOrDefault(component.id(), false))
                    .put("pid", process == null ? 0 : process.pid());
        }
        document.put("ready", !ready.isEmpty() && ready.values().stream().allMatch(Boolean::booleanValue));
        ObjectNode kafka = document.putObject("kafka");
        suite.bootstrap().forEach(kafka::put);
        ObjectNode sandboxes = document.putObject("sandboxes");
        for (String region : layout.regions()) {
            sandboxes.put(region, suite.sandboxAddress(region).toString());
        }
        document.put("registry", suite.registry().toString());
        var fresh = layout.suiteFile().resolveSibling("suite.json.new");
        JSON.writeValue(fresh.toFile(), document);
        Files.move(fresh, layout.suiteFile(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Services first, then what they stand on. */
    private void stop() {
        List<Process> all;
        synchronized (this) {
            stopping = true;
            all = new ArrayList<>(processes.values()).reversed();
        }
        all.forEach(Process::destroy);
        for (Process process : all) {
            try {
                if (!process.waitFor(8, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException hurried) {
                process.destroyForcibly();
            }
        }
        try {
            Files.deleteIfExists(layout.suiteFile());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
