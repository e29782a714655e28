package io.tidegate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.local.suite.Layout;
import io.tidegate.local.suite.RunningSuite;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Starts the suite while a person looks on. */
final class SuiteStart {
    private final Layout layout;
    private final PrintWriter err;

    SuiteStart(Layout layout, PrintWriter err) {
        this.layout = layout;
        this.err = err;
    }

    /** Starts the suite and waits until all of it is ready; stops it again where that does not happen in time. */
    boolean start(boolean forget, double requestsPerSecond, int seconds) throws IOException, InterruptedException {
        var suite = new RunningSuite(layout);
        suite.stop();
        if (forget) {
            suite.forget();
        }
        var begun = Instant.now();
        var supervisor = suite.start(requestsPerSecond);
        var hook = new Thread(supervisor::destroy, "stop-what-was-started");
        java.lang.Runtime.getRuntime().addShutdownHook(hook);
        Set<String> told = new HashSet<>();
        while (Instant.now().isBefore(begun.plusSeconds(seconds))) {
            var document = suite.document();
            if (document.isPresent()) {
                tell(document.get(), told, begun);
                if (document.get().path("ready").asBoolean()) {
                    java.lang.Runtime.getRuntime().removeShutdownHook(hook);
                    return true;
                }
            }
            if (!supervisor.isAlive()) {
                err.println("tidegate: the suite did not start; see " + layout.logs());
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        err.println("tidegate: not everything was ready within " + seconds + " s; see " + layout.logs());
        suite.stop();
        return false;
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
