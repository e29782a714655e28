package io.tidegate.local.suite;

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
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The suite as seen from outside: whether it runs, where its parts are, and how it is started and stopped. */
public final class RunningSuite {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST_STOP = Duration.ofSeconds(60);

    private static final Pattern KEPT =
            Pattern.compile("kafka|registry|streams|mirror|logs|ports\\.json|suite\\.json.*|sandbox-.*\\.json.*");

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

    /**
     * Starts the supervisor.
     *
     * @param requestsPerSecond what synthetic clients ask of every service in every region
     * @param holder the process whose end ends the suite; empty for a suite that goes on until it is stopped
     */
    public Process start(double requestsPerSecond, OptionalLong holder) throws IOException {
        Files.createDirectories(layout.logs());
        var command = new ArrayList<>(List.of(
                Component.java(),
                layout.mark(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx96m",
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + layout.parsedClasses("supervisor"),
                "-cp",
                layout.localClasspath(),
                Supervisor.class.getName(),
                layout.product().toString(),
                layout.state().toString(),
                String.join(",", layout.regions()),
                Double.toString(requestsPerSecond)));
        holder.ifPresent(pid -> command.add(Long.toString(pid)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        layout.logs().resolve("supervisor.log").toFile()))
                .start();
    }

    /**
     * Stops whatever the last suite left running, in good order where its supervisor lives, and waits until all of it is
     * gone. Says whether there was any.
     */
    public boolean stop() throws IOException, InterruptedException {
        var found = processes();
        found.stream().filter(RunningSuite::isSupervisor).forEach(ProcessHandle::destroy);
        boolean supervised = found.stream().anyMatch(RunningSuite::isSupervisor);
        if (supervised) {
            await(LONGEST_STOP);
        }
        processes().forEach(ProcessHandle::destroyForcibly);
        await(LONGEST_STOP);
        Files.deleteIfExists(layout.suiteFile());
        return !found.isEmpty();
    }

    private void await(Duration longest) throws InterruptedException {
        var end = Instant.now().plus(longest);
        while (Instant.now().isBefore(end) && !processes().isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** Forgets everything that was kept, and nothing else that may be in the folder; only while nothing runs. */
    public void forget() throws IOException {
        if (!Files.exists(layout.state())) {
            return;
        }
        List<Path> kept;
        try (var paths = Files.list(layout.state())) {
            kept = paths.filter(
                            path -> KEPT.matcher(path.getFileName().toString()).matches())
                    .toList();
        }
        for (Path path : kept) {
            try (var inside = Files.walk(path)) {
                for (Path file : inside.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** All that runs of the suite, its supervisor included, also where that one was killed. */
    public List<ProcessHandle> processes() {
        try (var all = ProcessHandle.allProcesses()) {
            return all.filter(process -> has(process, layout.mark())).toList();
        }
    }

    private boolean alive(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> has(process, layout.mark()))
                .isPresent();
    }

    private static boolean isSupervisor(ProcessHandle process) {
        return has(process, Supervisor.class.getName());
    }

    /** By the whole line: where it is long, a system tells no single arguments. Something always stands behind these. */
    private static boolean has(ProcessHandle process, String argument) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains(argument + " "))
                .isPresent();
    }
}
