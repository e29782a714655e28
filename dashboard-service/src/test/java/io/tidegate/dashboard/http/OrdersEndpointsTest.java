package io.tidegate.dashboard.http;

import static io.tidegate.dashboard.projection.Facts.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.tidegate.dashboard.projection.Actor;
import io.tidegate.dashboard.projection.Facts;
import io.tidegate.dashboard.projection.Order;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
        var order = (Order.Deploy) log.published.getFirst();
        assertThat(order.deployment()).isEqualTo("orders-new");
        assertThat(order.estate()).isEqualTo("shop");
        assertThat(order.environment()).isEqualTo("production");
        assertThat(order.document()).isEqualTo(ESTATE);
        assertThat(order.images()).isEqualTo(Map.of("basket", "basket:2"));
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
                            assertThat(cancel).isInstanceOf(Order.Cancel.class);
                            assertThat(cancel.estate()).isEqualTo("shop");
                            assertThat(cancel.actor().reason()).isEqualTo("wrong one");
                        },
                        back -> assertThat(back).isInstanceOf(Order.RollBack.class));
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
