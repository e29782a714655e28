package io.tidegate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.cli.DemoExpectation.ComesIn;
import io.tidegate.cli.DemoExpectation.IsTakenBack;
import io.tidegate.dashboard.projection.Decision;
import io.tidegate.local.suite.Layout;
import io.tidegate.local.suite.RunningSuite;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The main job from beginning to end, on a suite of its own. */
@Command(
        name = "demo",
        description = "Deploys 13 services through three regions, and takes bad versions back.",
        mixinStandardHelpOptions = true)
final class Demo extends SuiteCommand {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SERVICE = "code-base-crawler";
    private static final String NEEDED = "mcp-filesystem";
    private static final String ENVIRONMENT = "demo";

    @Option(names = "--keep", description = "Leaves the suite running; TIDEGATE_STATE then names its folder.")
    private boolean keep;

    @Option(names = "--report", description = "Where the HTML report goes (default: ${DEFAULT-VALUE}).")
    private Path report = Path.of("tidegate-demo.html");

    /** Made when it is first used: every command of the command line loads this class, and none else needs it. */
    private static final class Http {
        static final HttpClient CLIENT = HttpClient.newHttpClient();
    }

    /** A deployment of the demo, and how it is to end. */
    private record Scenario(String title, Map<String, String> images, DemoExpectation expected) {}

    /** How it ended. */
    record Result(
            String title,
            String deploymentId,
            String expected,
            String phase,
            String reason,
            List<String> complaints,
            Duration took,
            List<Decision> decisions,
            List<Measured> measured,
            Optional<DemoTimeline> timeline) {
        boolean asExpected() {
            return complaints.isEmpty();
        }
    }

    private static List<Scenario> scenarios() {
        return List.of(
                new Scenario("13 services for the first time", Map.of(), new ComesIn(Map.of(SERVICE, "1.0.0"))),
                new Scenario(
                        "a good version, by canary",
                        Map.of(SERVICE, image(SERVICE, "1.1.0")),
                        new ComesIn(Map.of(SERVICE, "1.1.0"))),
                new Scenario(
                        "a bad version: 20 % errors, and with it a good one that it depends on",
                        Map.of(NEEDED, image(NEEDED, "1.2.0"), SERVICE, image(SERVICE, "2.0.0-errors20")),
                        new IsTakenBack(SERVICE, "us-east-1", Set.of("us-east-1"), NEEDED)),
                new Scenario(
                        "a version that is bad only in us-west-2, the second wave",
                        Map.of(NEEDED, image(NEEDED, "1.3.0"), SERVICE, image(SERVICE, "2.1.0-errors20.us-west-2")),
                        new IsTakenBack(SERVICE, "us-west-2", Set.of("us-east-1", "us-west-2"), NEEDED)));
    }

    private static String image(String service, String version) {
        return "code-platform/" + service + ":" + version;
    }

    @Override
    protected ExitCode run() throws IOException, InterruptedException, ExecutionException {
        var usual = layout();
        var layout = new Layout(usual.product(), usual.state().resolve("demo"), usual.regions());
        var suite = new RunningSuite(layout);
        var stop = new Thread(() -> stop(suite), "stop-the-demo");
        if (!keep) {
            java.lang.Runtime.getRuntime().addShutdownHook(stop);
        }
        var begun = Instant.now();
        var holder = keep
                ? OptionalLong.empty()
                : OptionalLong.of(ProcessHandle.current().pid());
        if (!new SuiteStart(layout, err()).start(new SuiteStart.Wish(true, 30, 180, OptionalInt.empty(), holder))) {
            return ExitCode.TIMEOUT;
        }
        var up = Duration.between(begun, Instant.now());
        err().printf(
                        "%nEverything is up after %.1f s. Times of the policy 'demo' are shortened: canary stages of"
                                + " 3-4 s instead of 10 min, a stability watch of 5 s instead of 30 min.%n",
                        up.toMillis() / 1000.0);
        var document = suite.document().orElseThrow(() -> new IllegalStateException("the suite died"));
        var results = new ArrayList<Result>();
        for (Scenario scenario : scenarios()) {
            results.add(play(scenario, document, layout));
        }
        var whole = Duration.between(begun, Instant.now());
        DemoReport.write(report, results, up, whole);
        print(results, up, whole);
        if (keep) {
            err().printf(
                            "The suite goes on. `TIDEGATE_STATE=%1$s ./tidegate status` says where it is;"
                                    + " `TIDEGATE_STATE=%1$s ./tidegate down` ends it.%n",
                            layout.state());
        }
        return results.stream().allMatch(Result::asExpected) ? ExitCode.DONE : ExitCode.ERROR;
    }

    private Result play(Scenario scenario, ObjectNode suite, Layout layout)
            throws IOException, InterruptedException, ExecutionException {
        err().printf("%n%s%n", scenario.title());
        var before = running(suite);
        var controlPlane = ControlPlane.of(suite, layout.controlPlane(), layout.regions());
        var file = layout.product().resolve("examples/code-platform/estate.yaml");
        var request = Deploying.request(
                "code-platform", ENVIRONMENT, Files.readString(file), scenario.images(), "demo: " + scenario.title());
        var begun = Instant.now();
        var followed = new Deploying(controlPlane).deploy(request, Duration.ofMinutes(3), true, status -> err().println(
                        "  " + DeploymentView.line(status)));
        var took = Duration.between(begun, Instant.now());
        var phase = followed.status().map(status -> status.getPhase()).orElse("no answer");
        var after = running(suite);
        var decisions = Explain.decisions(controlPlane, request.getDeploymentId());
        var measured = phase.equals("rolled_back") ? Measured.of(decisions) : List.<Measured>of();
        var ended = new DemoExpectation.Ended(phase, decisions, after.routes(), before.serves(after), measured);
        return new Result(
                scenario.title(),
                request.getDeploymentId(),
                scenario.expected().phase(),
                phase,
                followed.status().map(status -> status.getReason()).orElse(""),
                scenario.expected().complaints(ended),
                took,
                decisions,
                measured,
                DemoTimeline.of(controlPlane, request.getDeploymentId()));
    }

    /**
     * What every region's runtime really has, asked of the runtime itself.
     *
     * @param workloads region, service and version of all that is there
     * @param routes the share of traffic by version, by region and service
     */
    private record Reality(Set<String> workloads, Map<String, String> routes) {
        /** Whether all is served as then, and nothing is there that was not; former versions may have been tidied up. */
        boolean serves(Reality now) {
            return routes.equals(now.routes) && workloads.containsAll(now.workloads);
        }
    }

    private static Reality running(ObjectNode suite) throws IOException, InterruptedException {
        var workloads = new TreeSet<String>();
        var routes = new TreeMap<String, String>();
        for (var region : suite.path("sandboxes").properties()) {
            var address = region.getValue().asText();
            for (JsonNode workload : ask(address + "/v1/workloads")) {
                var service = workload.path("service").asText();
                workloads.add(region.getKey() + " " + service + " "
                        + workload.path("version").asText());
                routes.put(
                        region.getKey() + " " + service,
                        ask(address + "/v1/routes/" + service).path("weights").toString());
            }
        }
        return new Reality(workloads, routes);
    }

    private static JsonNode ask(String address) throws IOException, InterruptedException {
        var answer =
                Http.CLIENT.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
        return JSON.readTree(answer.body());
    }

    private void print(List<Result> results, Duration up, Duration whole) {
        if (output == Output.JSON) {
            out().println(json(results, up, whole).toPrettyString());
        } else {
            for (Result result : results) {
                out().printf(
                                "%n%s: %s in %.1f s (%s)%n",
                                result.title(),
                                result.phase(),
                                result.took().toMillis() / 1000.0,
                                result.asExpected() ? "as expected" : "NOT AS EXPECTED");
                result.complaints().forEach(complaint -> out().println("  WRONG: " + complaint));
                if (!result.measured().isEmpty()) {
                    out().println("  why: " + result.reason());
                    out().println("  " + Measured.head());
                    result.measured().forEach(measured -> out().println("  " + measured.row()));
                    out().println("  " + Measured.BUDGET.row());
                }
            }
            out().printf("%nAll in %.0f s. Report: %s%n", whole.toMillis() / 1000.0, report.toAbsolutePath());
        }
        out().flush();
    }

    private static ObjectNode json(List<Result> results, Duration up, Duration whole) {
        var document = JSON.createObjectNode()
                .put("upSeconds", up.toMillis() / 1000.0)
                .put("wholeSeconds", whole.toMillis() / 1000.0);
        var list = document.putArray("deployments");
        for (Result result : results) {
            var node = list.addObject()
                    .put("title", result.title())
                    .put("id", result.deploymentId())
                    .put("phase", result.phase())
                    .put("expected", result.expected())
                    .put("asExpected", result.asExpected())
                    .put("reason", result.reason())
                    .put("seconds", result.took().toMillis() / 1000.0);
            var complaints = node.putArray("complaints");
            result.complaints().forEach(complaints::add);
            var regions = node.putArray("regions");
            result.measured().forEach(measured -> regions.add(measured.json()));
        }
        return document;
    }

    private static void stop(RunningSuite suite) {
        try {
            suite.stop();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
