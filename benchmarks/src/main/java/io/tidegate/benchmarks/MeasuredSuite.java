package io.tidegate.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.benchmarks.Figure.Statistic;
import io.tidegate.local.suite.Layout;
import io.tidegate.local.suite.RunningSuite;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A suite of the benchmark's own, fresh, with the rate of requests that the product starts with. */
final class MeasuredSuite {
    /** What users ask of every service in every region. */
    static final double REQUESTS_PER_SECOND = 30;

    private static final Duration LONGEST = Duration.ofMinutes(9);

    private final RunningSuite suite;
    private final ObjectNode document;
    private final double upSeconds;
    private final double upProcessorSeconds;

    private MeasuredSuite(RunningSuite suite, ObjectNode document, double upSeconds, double upProcessorSeconds) {
        this.suite = suite;
        this.document = document;
        this.upSeconds = upSeconds;
        this.upProcessorSeconds = upProcessorSeconds;
    }

    /** Starts it from nothing and waits until all of it is ready. */
    static MeasuredSuite start(Layout layout) throws IOException, InterruptedException {
        var suite = new RunningSuite(layout);
        suite.stop();
        suite.forget();
        var begun = System.nanoTime();
        var supervisor = suite.start(
                REQUESTS_PER_SECOND, OptionalLong.of(ProcessHandle.current().pid()));
        var stop = new Thread(supervisor::destroy, "stop-the-suite");
        Runtime.getRuntime().addShutdownHook(stop);
        var end = Instant.now().plus(LONGEST);
        while (Instant.now().isBefore(end) && supervisor.isAlive()) {
            var document = suite.document().filter(found -> found.path("ready").asBoolean());
            if (document.isPresent()) {
                double elapsed = (System.nanoTime() - begun) / 1e9;
                return new MeasuredSuite(
                        suite,
                        document.get(),
                        elapsed,
                        processes(document.get()).processorSeconds());
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        suite.stop();
        throw new IllegalStateException("the suite was not ready within " + LONGEST.toSeconds() + " s; see "
                + layout.logs() + " for the component that was not");
    }

    /** How long these starts took. */
    static List<Figure> starts(List<MeasuredSuite> suites) {
        var elapsed = suites.stream().map(suite -> suite.upSeconds).toList();
        var used = suites.stream().map(suite -> suite.upProcessorSeconds).toList();
        return List.of(
                Figure.of("up, from nothing until all is ready", "s", new Distribution(elapsed))
                        .within(Statistic.MEDIAN, 45),
                Figure.of("up: processor time of all processes", "s", new Distribution(used)));
    }

    /** What it said of itself when all was ready: addresses stay as they are. */
    ObjectNode document() {
        return document;
    }

    /** What the suite says of itself now. */
    ObjectNode now() throws IOException {
        return suite.document().orElseThrow(() -> new IllegalStateException("the suite died"));
    }

    /** All processes of the suite, the supervisor's included, as they are now. */
    Processes processes() throws IOException {
        return processes(now());
    }

    private static Processes processes(ObjectNode document) {
        var pids = new TreeMap<String, List<Long>>();
        pids.put("supervisor", List.of(document.path("supervisor").asLong()));
        for (JsonNode component : document.path("components")) {
            pids.computeIfAbsent(component.path("name").asText(), name -> new ArrayList<>())
                    .add(component.path("pid").asLong());
        }
        return new Processes(pids);
    }

    void stop() throws IOException, InterruptedException {
        suite.stop();
    }
}
