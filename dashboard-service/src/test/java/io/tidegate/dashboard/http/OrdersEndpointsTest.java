package io.tidegate.dashboard.http;

import static io.tidegate.dashboard.projection.Facts.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.tidegate.dashboard.projection.Actor;
import io.tidegate.dashboard.projection.Facts;
import io.tidegate.dashboard.projection.Intent;
import io.tidegate.dashboard.projection.Intent.IfBusy;
import io.tidegate.dashboard.projection.Intent.Priority;
import io.tidegate.dashboard.projection.Intent.Terms;
import io.tidegate.dashboard.projection.Order;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
final class OrdersEndpointsTest {
    private static final String ESTATE = """
            apiVersion: tidegate.io/v1
            kind: Estate
            metadata: {name: shop}
            spec:
              regions:
                - {name: east, role: primary, wave: 1, trafficShare: 100}
              services:
                - {name: basket, image: "basket:1", port: 8080}
              environments:
                - {name: production}
            """;

    @Inject
    @SuppressWarnings("NullAway.Init")
    FakeLog log;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Served served;

    @BeforeEach
    void thereIsAShop() {
        log.clear();
        served.projection().apply(Facts.deployment("orders-1", 1));
    }

    private static ObjectNode request() {
        return Api.JSON.createObjectNode().put("estateDocument", ESTATE).put("environment", "production");
    }

    private static ObjectNode because(String reason) {
        return Api.JSON.createObjectNode().put("reason", reason);
    }

    @Test
    void aRequestIsPublishedAndCanBeFollowed() {
        var body = request().put("deploymentId", "orders-new").put("reason", "release 7");
        body.putObject("images").put("basket", "basket:2");

        var answer = Api.post("/v1/deployments", body, "Tidegate-Actor", "ada");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(log.published).hasSize(1);
        var order = log.published.getFirst();
        assertThat(order.deployment()).isEqualTo("orders-new");
        assertThat(order.estate()).isEqualTo("shop");
        assertThat(order.environment()).isEqualTo("production");
        assertThat(order.intent()).isEqualTo(new Intent.Deploy(ESTATE, Map.of("basket", "basket:2"), Facts.AT_ONCE));
        assertThat(order.actor()).isEqualTo(new Actor("ada", "release 7", "rest"));
        assertThat(answer.headers().firstValue("location")).contains("/v1/commands/" + order.commandId());
        var command = Api.found("/v1/commands/" + order.commandId());
        assertThat(command.path("status").asText()).isEqualTo("pending");
        assertThat(command.path("command").asText()).isEqualTo("request_deployment");

        served.projection()
                .apply(Facts.decided(
                        "orders-new",
                        "deployment_started",
                        "command",
                        1,
                        Optional.of(order.actor()),
                        Optional.of(order.commandId())));
        assertThat(Api.found("/v1/commands/" + order.commandId()).path("status").asText())
                .isEqualTo("accepted");
    }

    @Test
    void whoSaysNothingOfThemselvesIsAnonymousAndTheDeploymentGetsAnId() {
        var answer = Api.post("/v1/deployments", request());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        var order = log.published.getFirst();
        assertThat(order.actor()).isEqualTo(new Actor("anonymous", "", "rest"));
        assertThat(order.deployment()).matches("d-[0-9a-f]{8}");
        assertThat(order.commandId()).startsWith("c-");
    }

    @Test
    void theSameKeyIsTheSameCommandAndIsPublishedOnce() {
        var first = Api.post("/v1/deployments", request(), "Idempotency-Key", "key-1");
        var again = Api.post("/v1/deployments", request(), "Idempotency-Key", "key-1");

        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(Api.json(again)).isEqualTo(Api.json(first));
        assertThat(log.published).hasSize(1);
    }

    @Test
    void theSameKeyOfSomebodyElseIsAnotherCommand() {
        Api.post("/v1/deployments", request(), "Idempotency-Key", "key-2", "Tidegate-Actor", "ada");
        Api.post("/v1/deployments", request(), "Idempotency-Key", "key-2", "Tidegate-Actor", "bob");

        assertThat(log.published).extracting(Order::commandId).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void aKeyThatWasUsedForSomethingElseIsRefused() {
        Api.post("/v1/deployments/orders-1/cancel", because("one"), "Idempotency-Key", "key-3");

        Api.problem(
                Api.post("/v1/deployments/orders-1/cancel", because("two"), "Idempotency-Key", "key-3"),
                422,
                "key_reused");
        Api.problem(
                Api.post("/v1/deployments/orders-1/rollback", because("one"), "Idempotency-Key", "key-3"),
                422,
                "key_reused");
        assertThat(log.published).hasSize(1);
    }

    /** It may have been written although nobody said so; the planner heeds a command once. */
    @Test
    void whatWasNotWrittenForSureIsPublishedAgainUnderTheSameIdentity() {
        log.silentSince = Optional.of(NOON);
        Api.problem(
                Api.post("/v1/deployments/orders-1/cancel", because("x"), "Idempotency-Key", "key-4"),
                503,
                "log_silent");
        log.silentSince = Optional.empty();

        var answer = Api.post("/v1/deployments/orders-1/cancel", because("x"), "Idempotency-Key", "key-4");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(log.published).hasSize(1);
    }

    @Test
    void cancelAndRollbackSpeakOfTheDeploymentsEstate() {
        Api.post("/v1/deployments/orders-1/cancel", because("wrong one"));
        Api.post("/v1/deployments/orders-1/rollback", because("too slow"));

        assertThat(log.published)
                .satisfiesExactly(
                        cancel -> {
                            assertThat(cancel.intent()).isEqualTo(new Intent.Cancel());
                            assertThat(cancel.estate()).isEqualTo("shop");
                            assertThat(cancel.actor().reason()).isEqualTo("wrong one");
                        },
                        back -> assertThat(back.intent()).isEqualTo(new Intent.RollBack()));
    }

    @Test
    void approvalsSayWhoIsOfWhichRoleAndWhetherTheyAgree() {
        var body = because("tried on staging");
        body.putArray("roles").add("sre");
        Api.post("/v1/deployments/orders-1/approve", body, "Tidegate-Actor", "bob");
        Api.post("/v1/deployments/orders-1/reject", because("not today"), "Tidegate-Actor", "carol");

        assertThat(log.published)
                .satisfiesExactly(
                        first -> {
                            assertThat(first.intent()).isEqualTo(new Intent.Approve(true, List.of("sre")));
                            assertThat(first.actor().name()).isEqualTo("bob");
                        },
                        second -> assertThat(second.intent()).isEqualTo(new Intent.Approve(false, List.of())));
    }

    @Test
    void aHoldSaysHowLongItMayLastAndIsResumed() {
        Api.post("/v1/deployments/orders-1/hold", because("looking").put("maxWaitSeconds", 60));
        Api.post("/v1/deployments/orders-1/resume", because("seen"));

        assertThat(log.published)
                .extracting(Order::intent)
                .containsExactly(new Intent.Hold(Duration.ofMinutes(1)), new Intent.Resume());
    }

    @Test
    void aFreezeIsOfAnEnvironmentAndOfNoDeployment() {
        var at = "/v1/estates/shop/environments/production/";
        var frozen = Api.post(at + "freeze", because("stocktaking").put("until", "2026-12-24T22:00:00+01:00"));
        Api.post(at + "unfreeze", because("counted"));

        assertThat(frozen.statusCode()).isEqualTo(202);
        assertThat(log.published)
                .satisfiesExactly(
                        freeze -> {
                            assertThat(freeze.estate()).isEqualTo("shop");
                            assertThat(freeze.environment()).isEqualTo("production");
                            assertThat(freeze.deployment()).isEmpty();
                            assertThat(freeze.intent())
                                    .isEqualTo(new Intent.Freeze(Optional.of(Instant.parse("2026-12-24T21:00:00Z"))));
                        },
                        over -> assertThat(over.intent()).isEqualTo(new Intent.Unfreeze()));
    }

    @Test
    void aRegionIsTakenOutAndInAgain() {
        var at = "/v1/estates/shop/environments/production/regions/east/";
        Api.post(at + "drain", because("new racks"));
        Api.post(at + "undrain", because("done"));

        assertThat(log.published)
                .extracting(Order::intent)
                .containsExactly(new Intent.Drain("east"), new Intent.Undrain("east"));
    }

    @Test
    void aRequestMayWaitForItsTurnOrGoBeforeOthers() {
        Api.post(
                "/v1/deployments",
                request()
                        .put("ifBusy", "queue")
                        .put("notBefore", "2026-12-24T22:00:00+01:00")
                        .put("maxWaitSeconds", 600));
        Api.post(
                "/v1/deployments",
                request()
                        .put("priority", "emergency")
                        .put("overrideFreeze", true)
                        .put("reason", "it leaks"));

        assertThat(log.published)
                .extracting(order -> ((Intent.Deploy) order.intent()).terms())
                .containsExactly(
                        new Terms(
                                Priority.SCHEDULED,
                                IfBusy.QUEUE,
                                Optional.of(Instant.parse("2026-12-24T21:00:00Z")),
                                Duration.ofMinutes(10),
                                false),
                        new Terms(Priority.EMERGENCY, IfBusy.REFUSE, Optional.empty(), Duration.ZERO, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "priority|urgent|scheduled, emergency",
                "ifBusy|QUEUE|refuse, queue, replace",
                "overrideFreeze|yes|neither true nor false",
            })
    void aWordThatIsNoneOfTheChoicesIsRefusedWithThem(String field, String word, String choices) {
        var problem = Api.problem(Api.post("/v1/deployments", request().put(field, word)), 422, "invalid_request");

        assertThat(problem.path("detail").asText()).contains(field, choices);
        assertThat(log.published).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/deployments/orders-1/approve|{\"roles\": \"sre\"}",
                "/v1/deployments/orders-1/approve|{\"roles\": [1]}",
                "/v1/deployments/orders-1/hold|{\"maxWaitSeconds\": -1}",
                "/v1/deployments/orders-1/hold|{\"maxWaitSeconds\": \"1m\"}",
                "/v1/estates/shop/environments/production/freeze|{\"until\": \"tomorrow\"}",
            })
    void anOrderOfWhichAFieldIsOfNoUseIsRefused(String path, String body) {
        Api.problem(Api.post(path, BodyPublishers.ofString(body)), 422, "invalid_request");
        assertThat(log.published).isEmpty();
    }

    @Test
    void aDeploymentThatIsThereAlreadyIsAConflict() {
        Api.problem(Api.post("/v1/deployments", request().put("deploymentId", "orders-1")), 409, "already_exists");
        assertThat(log.published).isEmpty();
    }

    @Test
    void anOrderOnNothingIsNotFound() {
        Api.problem(Api.post("/v1/deployments/none/rollback", because("x")), 404, "unknown_deployment");
    }

    @Test
    void whatIsWrongWithAnEstateIsSaidAtOnce() {
        var problem = Api.problem(
                Api.post("/v1/deployments", request().put("estateDocument", "kind: Nothing")), 422, "invalid_estate");

        assertThat(problem.path("detail").asText()).contains("estate:1:");
        assertThat(log.published).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"environment\":\"production\"}",
                "{\"estateDocument\":7,\"environment\":\"production\"}",
                "{\"estateDocument\":\"x\",\"environment\":\" \"}",
            })
    void aBodyThatSaysTooLittleIsAProblem(String body) {
        var answer = Api.post("/v1/deployments", BodyPublishers.ofString(body));

        assertThat(answer.statusCode()).isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{} {}",
                "{\"estateDocument\":\"x\",\"estateDocument\":\"y\"}",
                "{\"unknown\":1}",
                "{\"reason\":[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]}",
            })
    void aBodyThatIsNotTheJsonThatIsWantedIsAProblem(String body) {
        Api.problem(Api.post("/v1/deployments", BodyPublishers.ofString(body)), 400, "malformed");
    }

    @Test
    void namesAreChecked() {
        Api.problem(Api.post("/v1/deployments", request().put("deploymentId", "a/b")), 422, "invalid_request");
        Api.problem(Api.post("/v1/deployments", request().put("environment", "a/b")), 422, "invalid_request");
        var tooLong = "e".repeat(201);
        Api.problem(
                Api.post("/v1/estates/" + tooLong + "/environments/production/freeze", because("x")),
                422,
                "invalid_request");
        Api.problem(
                Api.post("/v1/deployments", request(), "Idempotency-Key", "k".repeat(201)), 400, "invalid_parameter");
        Api.problem(Api.post("/v1/deployments/orders-1/cancel", because("x".repeat(2001))), 422, "invalid_request");
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedByWhatItSaysOfItself() {
        var body = BodyPublishers.ofByteArray(new byte[OrderBody.MAX_BYTES + 1]);

        Api.problem(Api.post("/v1/deployments", body), 413, "too_large");
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedAlsoWhenItDoesNotSaySo() {
        var body = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[OrderBody.MAX_BYTES + 1]));

        Api.problem(Api.post("/v1/deployments", body), 413, "too_large");
    }

    @Test
    void aBodyOfAnotherTypeIsAProblem() {
        var request = Api.request("/v1/deployments")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{}"));

        Api.problem(Api.send(request), 415, "unsupported_media_type");
    }
}
