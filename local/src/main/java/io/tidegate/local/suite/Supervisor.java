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
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Starts the suite, says how it is, starts again what dies, and stops all of it. One process does this. */
public final class Supervisor {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LOOK = Duration.ofMillis(250);

    private static final Set<String> FOUNDATION = Set.of("broker", "registry", "sandbox");

    /** A process that leaves its parsed classes behind takes some seconds more to end. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    /** How often all are asked once they are ready; being asked costs them more than being idle. */
    private static final Duration CALM = Duration.ofSeconds(2);

    private final Layout layout;
    private final Suite suite;
    private final Map<String, Component> components = new LinkedHashMap<>();
    private final Map<String, Started> started = new ConcurrentHashMap<>();
    private final Map<String, Boolean> ready = new ConcurrentHashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private boolean stopping;
    private Instant asked = Instant.MIN;

    /**
     * A process, and how often its component was started again.
     *
     * @param again when it is started again, should it have died
     */
    private record Started(Process process, int restarts, Instant again) {
        boolean due(Instant now) {
            return !process.isAlive() && now.isAfter(again);
        }
    }

    Supervisor(Layout layout, Suite suite) {
        this.layout = layout;
        this.suite = suite;
    }

    /**
     * Arguments: folder of the product, state folder, regions with the control plane's first, requests per second, and,
     * where the suite is to end with another process, the id of that one. Runs until it is stopped.
     */
    public static void main(String[] arguments) throws Exception {
        var layout = new Layout(Path.of(arguments[0]), Path.of(arguments[1]), List.of(arguments[2].split(",")));
        var supervisor = new Supervisor(layout, new Suite(layout, Double.parseDouble(arguments[3])));
        java.lang.Runtime.getRuntime().addShutdownHook(new Thread(supervisor::stop, "stop"));
        if (arguments.length > 4) {
            Leash.heldBy(Long.parseLong(arguments[4]));
        }
        supervisor.run();
    }

    private void run() throws Exception {
        var foundation = suite.foundation();
        var services = suite.services();
        List.of(foundation, services).forEach(all -> all.forEach(one -> components.put(one.id(), one)));
        write();
        foundation.forEach(this::begin);
        awaitReady(foundation);
        installContract();
        services.forEach(this::begin);
        while (true) {
            look();
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        }
    }

    /** Topics in every region and schemas in the registry, at the same time: each waits for another process. */
    private void installContract() throws InterruptedException, ExecutionException, IOException {
        var parts = new ArrayList<Callable<Void>>();
        for (var broker : suite.bootstrap().entrySet()) {
            parts.add(() -> {
                Contract.createTopics(broker.getValue(), broker.getKey(), layout.installation());
                return null;
            });
        }
        parts.add(() -> {
            Contract.registerSchemas(suite.registry());
            return null;
        });
        for (var part : threads.invokeAll(parts)) {
            part.get();
        }
    }

    private void awaitReady(List<Component> wanted) throws InterruptedException, IOException {
        while (!wanted.stream().allMatch(component -> ready.getOrDefault(component.id(), false))) {
            look();
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        }
    }

    private synchronized void begin(Component component) {
        if (stopping) {
            return;
        }
        var former = started.get(component.id());
        int restarts = former == null ? 0 : former.restarts() + 1;
        try {
            var log = layout.logs().resolve(component.id() + ".log").toFile();
            var process = new ProcessBuilder(component.command(
                            layout.mark(), ProcessHandle.current().pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start();
            // What dies again and again is started ever more rarely.
            var pause = LOOK.multipliedBy(Math.min(restarts, 20));
            started.put(
                    component.id(), new Started(process, restarts, Instant.now().plus(pause)));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot start " + component.id(), failure);
        }
    }

    private void look() throws IOException {
        for (Component component : components.values()) {
            var known = started.get(component.id());
            if (known != null && !known.process().isAlive()) {
                ready.put(component.id(), false);
            }
            if (known != null && known.due(Instant.now())) {
                begin(component);
            }
        }
        if (!allReady() || Instant.now().isAfter(asked.plus(CALM))) {
            askAll();
            asked = Instant.now();
            write();
        }
    }

    private boolean allReady() {
        return components.keySet().stream().allMatch(id -> ready.getOrDefault(id, false));
    }

    /** Asks all at once: one that does not answer yet must not delay what is seen of the others. */
    private void askAll() {
        var asked = new LinkedHashMap<String, Future<Boolean>>();
        for (Component component : components.values()) {
            var known = started.get(component.id());
            asked.put(
                    component.id(),
                    threads.submit(() -> known != null && known.process().isAlive() && isReady(component)));
        }
        asked.forEach((id, answer) -> ready.put(id, answered(answer)));
    }

    private static boolean answered(Future<Boolean> answer) {
        try {
            return answer.get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a component could not be asked", failure.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
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

    private synchronized void write() throws IOException {
        if (stopping) {
            return;
        }
        var document = JSON.createObjectNode();
        document.put("supervisor", ProcessHandle.current().pid());
        var list = document.putArray("components");
        for (Component component : components.values()) {
            var known = started.get(component.id());
            list.addObject()
                    .put("name", component.name())
                    .put("region", component.region())
                    .put("address", component.address())
                    .put("ready", ready.getOrDefault(component.id(), false))
                    .put("pid", known == null ? 0 : known.process().pid())
                    .put("restarts", known == null ? 0 : known.restarts());
        }
        document.put("ready", allReady());
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
        synchronized (this) {
            stopping = true;
        }
        end(component -> !FOUNDATION.contains(component.name()));
        end(component -> FOUNDATION.contains(component.name()));
        try {
            Files.deleteIfExists(layout.suiteFile());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void end(Predicate<Component> which) {
        var processes = components.values().stream()
                .filter(which)
                .flatMap(component -> Optional.ofNullable(started.get(component.id())).stream())
                .map(Started::process)
                .toList();
        processes.forEach(Process::destroy);
        var end = Instant.now().plus(PATIENCE);
        for (Process process : processes) {
            try {
                long left = Math.max(1, Duration.between(Instant.now(), end).toMillis());
                if (!process.waitFor(left, TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException hurried) {
                process.destroyForcibly();
            }
        }
    }
}
