package io.tidegate.dashboard.http;

import static io.tidegate.dashboard.projection.Facts.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.tidegate.dashboard.projection.Facts;
import io.tidegate.dashboard.projection.Position;
import io.tidegate.judge.Evidence;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
final class StatesEndpointsTest {
    @Inject
    @SuppressWarnings("NullAway.Init")
    FakeLog log;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Served served;

    @BeforeEach
    void thereIsAShop() {
        log.clear();
        for (int number = 1; number <= 5; number++) {
            served.projection().apply(Facts.deployment("states-" + number, number));
        }
        served.projection().apply(Facts.region("states-1", "east", NOON));
        served.projection().apply(Facts.service("east", "basket", NOON));
        served.projection().apply(Facts.decided("states-1", "wave_started", 1));
    }

    private static List<String> texts(JsonNode list, String field) {
        var found = new ArrayList<String>();
        list.forEach(each -> found.add(each.path(field).asText()));
        return found;
    }

    @Test
    void aDeploymentHasTheShapeThatTheCommandLinePrints() {
        var deployment = Api.found("/v1/deployments/states-1");

        assertThat(deployment.fieldNames())
                .toIterable()
                .containsExactly(
                        "id",
                        "estate",
                        "environment",
                        "status",
                        "phase",
                        "currentWave",
                        "startTime",
                        "estimatedCompletion",
                        "regions",
                        "reason");
        assertThat(deployment.path("regions").path(0).fieldNames())
                .toIterable()
                .containsExactly(
                        "region",
                        "status",
                        "phase",
                        "servicesDeployed",
                        "servicesHealthy",
                        "rollbackAvailable",
                        "validationResults");
        assertThat(deployment.path("startTime").asText()).isEqualTo("2026-01-01T12:00:01Z");
    }

    @Test
    void deploymentsComeInPagesTheNewestFirst() {
        var found = new ArrayList<String>();
        var path = "/v1/deployments?estate=shop&limit=2";
        var next = Optional.of("");
        while (next.isPresent()) {
            var page = Api.found(path + next.get());
            assertThat(page.path("deployments").size()).isLessThanOrEqualTo(2);
            found.addAll(texts(page.path("deployments"), "id"));
            next = Optional.of(page.path("next").asText())
                    .filter(token -> !token.isEmpty())
                    .map(token -> "&page=" + token);
        }

        assertThat(found).containsSubsequence("states-5", "states-4", "states-3", "states-2", "states-1");
        assertThat(found).doesNotHaveDuplicates();
    }

    @Test
    void listsAreNarrowedByWhatIsAskedFor() {
        assertThat(Api.found("/v1/deployments?estate=nowhere").path("deployments"))
                .isEmpty();
        assertThat(Api.found("/v1/deployments?status=completed&environment=production&limit=200")
                        .path("deployments"))
                .allSatisfy(each -> assertThat(each.path("status").asText()).isEqualTo("completed"));
        assertThat(texts(Api.found("/v1/regions?deployment=states-1").path("regions"), "region"))
                .containsExactly("east");
        assertThat(texts(Api.found("/v1/services?region=east&estate=shop").path("services"), "service"))
                .contains("basket");
        assertThat(Api.found("/v1/services?region=nowhere").path("services")).isEmpty();
    }

    @Test
    void decisionsSayOnWhatTheyRest() {
        var evidence = new Evidence(
                "errors-against-limit",
                "error-share",
                0.12,
                0.05,
                Optional.empty(),
                1000,
                Optional.of(0.001),
                Duration.ofSeconds(30),
                Optional.empty(),
                "12 % of requests failed",
                List.of(0.1, 0.12));
        served.projection()
                .apply(new io.tidegate.dashboard.projection.Fact.Decided(
                        "states-evidence",
                        "shop",
                        "production",
                        new io.tidegate.dashboard.projection.Decision(
                                NOON,
                                "found_unhealthy",
                                "errors-against-limit",
                                "east",
                                "basket",
                                "basket:2 is bad",
                                Optional.of(evidence)),
                        Optional.empty(),
                        Optional.empty()));

        var decision = Api.found("/v1/deployments/states-evidence/decisions")
                .path("decisions")
                .path(0);

        assertThat(decision.fieldNames())
                .toIterable()
                .containsExactly("at", "decision", "rule", "evidence", "region", "service");
        assertThat(decision.path("evidence").toString())
                .isEqualTo("{\"message\":\"basket:2 is bad\",\"metric\":\"error-share\",\"value\":0.12,\"limit\":0.05,"
                        + "\"samples\":1000,\"pValue\":0.001,\"windowSeconds\":30,\"series\":[0.1,0.12]}");
    }

    @Test
    void whoHasADocumentAlreadyIsNotSentItAgain() {
        var first = Api.get("/v1/deployments/states-2");
        var mark = first.headers().firstValue("etag").orElseThrow();

        for (String known : List.of(mark, "\"other\", W/" + mark, "*")) {
            var again = Api.get("/v1/deployments/states-2", "If-None-Match", known);
            assertThat(again.statusCode()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(again.headers().firstValue("etag")).contains(mark);
        }
        served.projection().apply(Facts.deployment("states-2", 2, "held", NOON.plusSeconds(999)));
        assertThat(Api.get("/v1/deployments/states-2", "If-None-Match", mark).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aDocumentNamesAPositionThatAStreamCanGoOnFrom() {
        var position =
                Api.get("/v1/regions").headers().firstValue("Tidegate-Position").orElseThrow();

        assertThat(Position.parse(position)).contains(served.journal().head());
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/deployments/none, unknown_deployment",
        "/v1/deployments/none/decisions, unknown_deployment",
        "/v1/commands/none, unknown_command",
        "/v1/none, not_found",
        "/v1, not_found",
    })
    void whatIsNotThereIsAProblem(String path, String reason) {
        Api.problem(Api.get(path), 404, reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/deployments?limit=0",
                "/v1/deployments?limit=201",
                "/v1/deployments?limit=-1",
                "/v1/deployments?limit=many",
                "/v1/deployments?limit=99999999999",
                "/v1/services?page=none",
            })
    void aParameterThatMakesNoSenseIsAProblem(String path) {
        Api.problem(Api.get(path), 400, "invalid_parameter");
    }

    @Test
    void nothingIsToldBeforeTheLogIsRead() {
        log.caughtUp = false;

        var answer = Api.get("/v1/deployments");

        Api.problem(answer, 503, "not_caught_up");
        assertThat(answer.headers().firstValue("retry-after")).contains("2");
    }

    @Test
    void nothingIsToldWhenTheLogWasNeverReached() {
        log.caughtUp = false;
        log.silentSince = Optional.of(Instant.EPOCH);

        Api.problem(Api.get("/v1/deployments"), 503, "log_silent");
    }

    @Test
    void whatWasReadIsToldWhileTheLogIsSilentWithSinceWhen() {
        log.silentSince = Optional.of(NOON);

        var answer = Api.get("/v1/deployments/states-1");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Tidegate-Stale-Since")).contains("2026-01-01T12:00:00Z");
    }

    @Test
    void whatCannotBeDoneHereIsAProblem() {
        Api.problem(Api.send(Api.request("/v1/deployments/states-1").DELETE()), 405, "method_not_allowed");
        Api.problem(Api.get("/v1/deployments", "Accept", "text/html"), 406, "not_acceptable");
    }
}
