package io.tidegate.local.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The suite as seen from outside: whether it runs, where its parts are, and how it is started and stopped. */
public final class RunningSuite {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST_STOP = Duration.ofSeconds(30);

    private final Layout layout;

    public RunningSuite(Layout layout) {
        this.layout = layout;
    }

    /** What the suite says of itself; empty where none runs. */
    public Optional<ObjectNode> document() throws IOException {
        if (!Files.exists(layout.suiteFile())) {
            return Optional.empty();
        }
        var document = (ObjectNode) JSON.readTree(layout.suiteFile().toFile());
        return alive(document.path("supervisor").asLong()) ? Optional.of(document) : Optional.empty();
    }

    /** Starts the supervisor; it goes on when this process ends. */
    public Process start(double requestsPerSecond) throws IOException {
        Files.createDirectories(layout.logs());
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx96m",
                        "-cp",
                        layout.localClasspath(),
                        Supervisor.class.getName(),
                        layout.product().toString(),
                        layout.state().toString(),
                        Double.toString(requestsPerSecond))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        layout.logs().resolve("supervisor.log").toFile()))
                .start();
    }

    /** Stops whatever the last suite left running, in good order where its supervisor lives. Says whether there was any. */
    public boolean stop() throws IOException, InterruptedException {
        if (!Files.exists(layout.suiteFile())) {
            return false;
        }
        var document = JSON.readTree(layout.suiteFile().toFile());
        var pids = new ArrayList<Long>();
        for (JsonNode component : document.path("components")) {
            pids.add(component.path("pid").asLong());
        }
        ours(document.path("supervisor").asLong()).ifPresent(ProcessHandle::destroy);
        var end = Instant.now().plus(LONGEST_STOP);
        while (Instant.now().isBefore(end)
                && (alive(document.path("supervisor").asLong()) && Files.exists(layout.suiteFile()))) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        ours(document.path("supervisor").asLong()).ifPresent(ProcessHandle::destroyForcibly);
        pids.forEach(pid -> ours(pid).ifPresent(ProcessHandle::destroyForcibly));
        Files.deleteIfExists(layout.suiteFile());
        return true;
    }

    /** Forgets everything that was kept; only while nothing runs. */
    public void forget() throws IOException {
        if (!Files.exists(layout.state())) {
            return;
        }
        List<Path> all;
        try (var paths = Files.walk(layout.state())) {
            all = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }

    private static boolean alive(long pid) {
        return ours(pid).isPresent();
    }

    /** A process of the suite; a number that another program has by now is not. */
    private static Optional<ProcessHandle> ours(long pid) {
        return pid == 0
                ? Optional.empty()
                : ProcessHandle.of(pid)
                        .filter(ProcessHandle::isAlive)
                        .filter(process -> process.info().command().orElse("").endsWith("java"));
    }
}
