package io.tidegate.system;

import static io.tidegate.system.Dashboard.because;
import static io.tidegate.system.Dashboard.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.DeploymentStatus;
import io.tidegate.schemas.avro.RegionStatus;
import io.tidegate.schemas.avro.RequestDeployment;
import io.tidegate.schemas.avro.ServiceStatus;
import io.tidegate.system.history.Entry;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The interface over HTTP on a running suite: orders that take effect once, and streams that lose and repeat nothing. */
@OnTheLocalSuite
@Order(6)
class DashboardIT {
    private static final String NAME = "dashboard-service";

    @Test
    @Order(1)
    void whatCannotBeOrderedIsAProblemThatSaysHowToMendIt(Suite suite) {
        var dashboard = Dashboard.of(suite);
        var request = request("counter", "counter", "counter/counter:4.0.0", "");

        isProblem(dashboard.post("/v1/deployments", "{\"images\": "), 400, "malformed");
        isProblem(
                dashboard.post(
                        "/v1/deployments", request.deepCopy().put("estat", 1).toString()),
                400,
                "malformed");
        isProblem(
                dashboard.post(
                        "/v1/deployments",
                        request.deepCopy().put("estateDocument", "kind: Estate").toString()),
                422,
                "invalid_estate");
        isProblem(
                dashboard.post("/v1/deployments/d-nowhere/cancel", because("no").toString()),
                404,
                "unknown_deployment");
        isProblem(dashboard.get("/v1/deployments?limit=many"), 400, "invalid_parameter");
    }

    @Test
    @Order(2)
    void theSameOrderTwiceUnderOneKeyIsOneDeployment(Suite suite) {
        try (var deployments = Deployments.ofTheCounter(suite).broughtIn()) {
            var dashboard = Dashboard.of(suite);
            var request = request("counter", "counter", "counter/counter:4.1.0", "release 4");

            var first = dashboard.post("/v1/deployments", request.toString(), "Idempotency-Key", "release-4");
            var second = dashboard.post("/v1/deployments", request.toString(), "Idempotency-Key", "release-4");
            var other = dashboard.post(
                    "/v1/deployments",
                    request.deepCopy().put("reason", "release 5").toString(),
                    "Idempotency-Key",
                    "release-4");

            assertThat(second.headers().firstValue("Location"))
                    .isEqualTo(first.headers().firstValue("Location"));
            isProblem(other, 422, "key_reused");
            var command = dashboard.outcome(second);
            assertThat(command.path("status").asText()).isEqualTo("accepted");
            var deployment = command.path("deployment").asText();
            dashboard.awaitPhase(deployment, "completed");
            assertThat(ofCommand(
                            deployments,
                            RequestDeployment.class,
                            command.path("id").asText()))
                    .hasSize(1);
            assertThat(ofCommand(
                            deployments,
                            DeploymentStarted.class,
                            command.path("id").asText()))
                    .hasSize(1);
            assertThat(deployments.reality().version("us-west-2", "counter")).isEqualTo("4.1.0");
        }
    }

    @Test
    @Order(3)
    void whatIsRefusedByThePlannerSaysSoAtItsLocation(Suite suite) {
        var dashboard = Dashboard.of(suite);
        var last = dashboard
                .found("/v1/deployments?estate=counter&limit=1")
                .path("deployments")
                .path(0);

        var refused = dashboard.order("/v1/deployments/" + last.path("id").asText() + "/cancel", because("too late"));

        assertThat(refused.path("status").asText()).isEqualTo("refused");
        assertThat(refused.path("reason").asText()).isEqualTo("too_late");
        assertThat(refused.path("message").asText()).contains("roll it back");
    }

    @Test
    @Order(4)
    void ordersOnALaneAreHeededAndWhatMayNotBeginNowWaitsOrIsRefused(Suite suite) {
        try (var deployments = Deployments.ofTheCounter(suite).broughtIn()) {
            var dashboard = Dashboard.of(suite);
            var lane = "/v1/estates/counter/environments/test/";
            isAccepted(dashboard.order(lane + "freeze", because("an audit")));
            isAccepted(dashboard.order(lane + "regions/us-west-2/drain", because("works on the lines")));

            var request = request("counter", "counter", "counter/counter:4.1.1", "release 4.1");
            var refused = dashboard.order("/v1/deployments", request);
            var waiting = dashboard.order("/v1/deployments", request.deepCopy().put("ifBusy", "queue"));

            assertThat(refused.path("reason").asText()).isEqualTo("frozen");
            isAccepted(waiting);
            var id = waiting.path("deployment").asText();
            dashboard.awaitPhase(id, "queued");
            isAccepted(dashboard.order("/v1/deployments/" + id + "/cancel", because("not needed")));
            dashboard.awaitPhase(id, "cancelled");
            assertThat(deployments.history().of(id).entries())
                    .noneMatch(entry -> entry.as(DeploymentStarted.class).isPresent());
            isAccepted(dashboard.order(lane + "regions/us-west-2/undrain", because("done")));
            isAccepted(dashboard.order(lane + "unfreeze", because("done")));
        }
    }

    private static void isAccepted(JsonNode command) {
        assertThat(command.path("status").asText()).as(command.toString()).isEqualTo("accepted");
    }

    @Test
    @Order(5)
    void pagesHoldEveryDeploymentOnceAndWhatIsKnownIsNotSentAgain(Suite suite) {
        try (var deployments = Deployments.ofTheCounter(suite).broughtIn()) {
            deployments.completed("counter=counter/counter:4.2.0");
            var dashboard = Dashboard.of(suite);
            var all = ids(dashboard.found("/v1/deployments?limit=200"));
            var paged = new ArrayList<String>();
            var page = dashboard.found("/v1/deployments?limit=1");
            while (true) {
                paged.addAll(ids(page));
                if (!page.has("next")) {
                    break;
                }
                page = dashboard.found(
                        "/v1/deployments?limit=1&page=" + page.path("next").asText());
            }
            var answer = dashboard.get("/v1/deployments?limit=200");
            var mark = answer.headers().firstValue("ETag").orElseThrow();

            var again = dashboard.get("/v1/deployments?limit=200", "If-None-Match", mark);

            assertThat(all).hasSizeGreaterThan(1);
            assertThat(paged).containsExactlyElementsOf(all);
            assertThat(again.statusCode()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
        }
    }

    /** The follower hangs up once, and once the service is killed in the middle of the deployment. */
    @ParameterizedTest
    @Order(6)
    @EnumSource(Follower.Transport.class)
    void aStreamLosesAndRepeatsNothingAcrossABreakAndAKillOfTheService(Follower.Transport transport, Suite suite) {
        try (var deployments = Deployments.ofTheCounter(suite).broughtIn()) {
            var dashboard = Dashboard.of(suite);
            var from = dashboard
                    .get("/v1/deployments?limit=1")
                    .headers()
                    .firstValue("Tidegate-Position")
                    .orElseThrow();
            var socket = transport == Follower.Transport.WEB_SOCKET;
            var version = socket ? "4.3.1" : "4.3.0";
            var id = "d-followed-" + version;
            var stream = URI.create(dashboard.address().toString().replaceFirst("^http", socket ? "ws" : "http")
                    + (socket ? "/v1/stream/ws?deployment=" : "/v1/stream?deployment=")
                    + id);
            int restarts = suite.component(NAME, "us-east-1").path("restarts").asInt();
            try (var follower = new Follower(transport, stream, from)) {
                dashboard.order(
                        "/v1/deployments",
                        request("counter", "counter", "counter/counter:" + version, "followed")
                                .put("deploymentId", id));
                until("some was told", () -> follower.events().size() >= 3);
                follower.breakOff();
                until("it is back", () -> follower.connections() >= 2);
                suite.kill(NAME, "us-east-1");
                suite.awaitRestarted(NAME, "us-east-1", restarts);
                dashboard.awaitPhase(id, "completed");
                until("the end was told", () -> follower.events().stream()
                        .anyMatch(event -> event.data().path("phase").asText().equals("completed")
                                && event.type().equals("deployment-status")));
                until(
                        "all was told",
                        () -> follower.events().size()
                                >= states(deployments, id).size());

                assertThat(follower.connections()).isGreaterThanOrEqualTo(3);
                assertThat(follower.events().stream().map(Follower.Event::id)).doesNotHaveDuplicates();
                assertThat(follower.events().stream().map(DashboardIT::told).sorted())
                        .containsExactlyElementsOf(states(deployments, id));
            }
        }
    }

    private static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(Duration.ofMinutes(2)).until(condition);
    }

    /** What the log says of the states of a deployment, its regions and services, sorted. */
    private static List<String> states(Deployments deployments, String id) {
        return deployments.history().of(id).entries().stream()
                .flatMap(DashboardIT::said)
                .sorted()
                .toList();
    }

    private static Stream<String> said(Entry entry) {
        return entry.record().stream().flatMap(record -> switch (record) {
            case DeploymentStatus status ->
                Stream.of("deployment-status " + status.getPhase() + " " + status.getCurrentWave() + " "
                        + status.getReason());
            case RegionStatus status ->
                Stream.of("region-status " + status.getState().getRegion() + " "
                        + status.getState().getPhase() + " " + status.getState().getServicesDeployed());
            case ServiceStatus status ->
                Stream.of("service-status " + status.getRegion() + " " + status.getPhase() + " " + status.getHealth()
                        + " " + shares(status.getWeights()));
            default -> Stream.empty();
        });
    }

    private static String told(Follower.Event event) {
        var data = event.data();
        return event.type() + " "
                + switch (event.type()) {
                    case "deployment-status" ->
                        data.path("phase").asText() + " "
                                + data.path("currentWave").asText() + " "
                                + data.path("reason").asText();
                    case "region-status" ->
                        data.path("region").asText() + " " + data.path("phase").asText() + " "
                                + data.path("servicesDeployed").asText();
                    case "service-status" -> {
                        var weights = new TreeMap<String, Integer>();
                        data.path("weights")
                                .properties()
                                .forEach(share -> weights.put(
                                        share.getKey(), share.getValue().asInt()));
                        yield data.path("region").asText() + " "
                                + data.path("phase").asText() + " "
                                + data.path("health").asText() + " " + weights;
                    }
                    default -> data.toString();
                };
    }

    private static Map<String, Integer> shares(Map<String, Integer> weights) {
        return new TreeMap<>(weights);
    }

    private static List<String> ids(JsonNode page) {
        return StreamSupport.stream(page.path("deployments").spliterator(), false)
                .map(each -> each.path("id").asText())
                .toList();
    }

    private static List<Entry> ofCommand(Deployments deployments, Class<?> type, String commandId) {
        return deployments
                .history()
                .where(entry ->
                        entry.as(type).isPresent() && entry.field("commandId").equals(commandId))
                .entries();
    }

    private static void isProblem(HttpResponse<String> answer, int status, String reason) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        var problem = Suite.json(answer.body());
        assertThat(problem.path("reason").asText()).isEqualTo(reason);
        assertThat(problem.path("detail").asText()).isNotBlank();
    }
}
