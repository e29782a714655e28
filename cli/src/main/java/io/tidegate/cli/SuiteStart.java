package io.tidegate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.local.suite.Layout;
import io.tidegate.local.suite.Ports;
import io.tidegate.local.suite.RunningSuite;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Starts the suite while a person looks on. */
final class SuiteStart {
    private static final int HOPELESS_RESTARTS = 5;

    private final Layout layout;
    private final PrintWriter err;

    SuiteStart(Layout layout, PrintWriter err) {
        this.layout = layout;
        this.err = err;
    }

    /**
     * How it is started.
     *
     * @param forget whether what earlier runs kept is forgotten
     * @param requestsPerSecond what synthetic clients ask of every service in every region
     * @param seconds how long is waited
     * @param basePort the first of the ports, where a person says so
     * @param holder the process that the suite ends with
     */
    record Wish(boolean forget, double requestsPerSecond, int seconds, OptionalInt basePort, OptionalLong holder) {}

    /** Starts the suite and waits until all of it is ready; stops it again where that does not happen in time. */
    boolean start(Wish wish) throws IOException, InterruptedException {
        var suite = new RunningSuite(layout);
        suite.stop();
        if (wish.forget()) {
            suite.forget();
        }
        Ports.settle(layout.portsFile(), wish.basePort());
        var begun = Instant.now();
        var supervisor = suite.start(wish.requestsPerSecond(), wish.holder());
        var hook = new Thread(() -> stop(suite), "stop-what-was-started");
        java.lang.Runtime.getRuntime().addShutdownHook(hook);
        Set<String> told = new HashSet<>();
        while (Instant.now().isBefore(begun.plusSeconds(wish.seconds()))) {
            var document = suite.document();
            if (document.isPresent()) {
                tell(document.get(), told, begun);
                if (document.get().path("ready").asBoolean()) {
                    java.lang.Runtime.getRuntime().removeShutdownHook(hook);
                    return true;
                }
            }
            var dying = document.flatMap(SuiteStart::dyingAgainAndAgain);
            if (dying.isPresent()) {
                err.println("tidegate: " + dying.get() + " ends as often as it is started; see its log in "
                        + layout.logs());
                suite.stop();
                return false;
            }
            if (!supervisor.isAlive()) {
                err.println("tidegate: the suite did not start; see " + layout.logs() + lastWords());
                suite.stop();
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        err.println("tidegate: not everything was ready within " + wish.seconds() + " s; see " + layout.logs());
        suite.stop();
        return false;
    }

    private static Optional<String> dyingAgainAndAgain(ObjectNode document) {
        for (JsonNode component : document.path("components")) {
            if (component.path("restarts").asInt() >= HOPELESS_RESTARTS) {
                return Optional.of(component.path("name").asText() + " "
                        + component.path("region").asText());
            }
        }
        return Optional.empty();
    }

    /** What the supervisor said when it gave up. */
    private String lastWords() throws IOException {
        var log = layout.logs().resolve("supervisor.log");
        return Files.exists(log)
                ? Files.readAllLines(log).stream()
                        .filter(line -> line.contains("Exception"))
                        .reduce((former, latter) -> latter)
                        .map(line -> ": " + line.strip())
                        .orElse("")
                : "";
    }

    private static void stop(RunningSuite suite) {
        try {
            suite.stop();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(ObjectNode document, Set<String> told, Instant begun) {
        for (JsonNode component : document.path("components")) {
            var name = component.path("name").asText() + " "
                    + component.path("region").asText();
            if (component.path("ready").asBoolean() && told.add(name)) {
                err.printf(
                        "  %5.1f s  %-20s %-10s %s%n",
                        Duration.between(begun, Instant.now()).toMillis() / 1000.0,
                        component.path("name").asText(),
                        component.path("region").asText(),
                        component.path("address").asText());
            }
        }
        err.flush();
    }
}
