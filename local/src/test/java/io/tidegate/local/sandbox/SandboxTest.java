package io.tidegate.local.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox over HTTP, as people and the health-service meet it. */
class SandboxTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String SHOP = "?estate=shop&environment=test";
    private static final String BAZAAR = "?estate=bazaar&environment=test";
    private static final String STAGED = "?estate=shop&environment=staging";

    private Path folder;
    private Vertx sandbox;
    private URI address;

    @BeforeEach
    void start(@TempDir Path fresh) throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        folder = fresh;
        address = URI.create("http://127.0.0.1:" + port);
        sandbox = SandboxProcess.start("us-east-1", port, state(), 100);
    }

    @AfterEach
    void stop() throws Exception {
        sandbox.close().toCompletionStage().toCompletableFuture().get();
    }

    private Path state() {
        return folder.resolve("sandbox.json");
    }

    @Test
    void twoEstatesAndTwoEnvironmentsThatShareAServiceNameKeepTheirWorkloadsAndRoutes() throws Exception {
        serves(SHOP, "1.0.0", 500);
        serves(BAZAAR, "2.0.0", 1);
        serves(STAGED, "3.0.0", 1);

        assertThat(send("DELETE", "/v1/workloads/orders/1.0.0" + BAZAAR + "&position=9", "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(send("PUT", "/v1/routes/orders" + BAZAAR, "{\"position\": 10, \"weights\": {}}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(send("DELETE", "/v1/workloads/orders/2.0.0" + BAZAAR + "&position=11", "")
                        .statusCode())
                .isEqualTo(204);

        assertThat(all("/v1/workloads"))
                .extracting(each -> each.getString("estate") + "/" + each.getString("environment") + "/"
                        + each.getString("service") + "/" + each.getString("version"))
                .containsExactly("shop/staging/orders/3.0.0", "shop/test/orders/1.0.0");
        assertThat(all("/v1/workloads" + STAGED)).hasSize(1);
        assertThat(weights(SHOP)).isEqualTo(new JsonObject().put("1.0.0", 100));
        assertThat(weights(STAGED)).isEqualTo(new JsonObject().put("3.0.0", 100));
    }

    @Test
    void aReplicaSaysWhatItIsAndWhereAndIsReachedThroughTheSandbox() throws Exception {
        serves(SHOP, "1.0.0", 1);

        var about = send("GET", "/v1/through/shop/test/orders/about", "");
        assertThat(about.headers().firstValue("content-type")).contains("application/json");
        assertThat(new JsonObject(about.body()))
                .isEqualTo(new JsonObject()
                        .put("estate", "shop")
                        .put("environment", "test")
                        .put("region", "us-east-1")
                        .put("service", "orders")
                        .put("version", "1.0.0"));
        assertThat(send("POST", "/v1/through/shop/test/orders/x?y=z", "{}").body())
                .isEqualTo("orders 1.0.0\n");
        assertThat(send("GET", "/v1/through/shop/test/nobody/about", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void theShortFormIsUnderstoodWhereOneEstateAloneHasTheService() throws Exception {
        serves(SHOP, "1.0.0", 1);
        assertThat(one("/v1/routes/orders").getString("estate")).isEqualTo("shop");
        assertThat(one("/v1/workloads/orders/1.0.0").getString("environment")).isEqualTo("test");
        assertThat(send("PUT", "/v1/faults/orders", "{\"neverReady\": true}").statusCode())
                .isEqualTo(204);
        assertThat(one("/v1/workloads/orders/1.0.0").getInteger("ready")).isZero();
        assertThat(send("DELETE", "/v1/faults/orders", "").statusCode()).isEqualTo(204);
        assertThat(one("/v1/workloads/orders/1.0.0").getInteger("ready")).isEqualTo(1);
    }

    @Test
    void theShortFormIsRefusedWithTheWaysToSayItWhereItCouldMeanTwo() throws Exception {
        serves(SHOP, "1.0.0", 1);
        serves(BAZAAR, "1.0.0", 1);
        for (var answer : List.of(
                send("GET", "/v1/routes/orders", ""),
                send("GET", "/v1/workloads/orders/1.0.0", ""),
                send("PUT", "/v1/faults/orders", "{\"errorShare\": 1.0}"),
                send("DELETE", "/v1/faults/orders", ""),
                send("DELETE", "/v1/workloads/orders/1.0.0?position=99", ""))) {
            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(new JsonObject(answer.body()).getString("reason")).isEqualTo("ambiguous");
            assertThat(answer.body()).contains(SHOP).contains(BAZAAR);
        }
        assertThat(one("/v1/routes/orders?estate=shop").getString("estate")).isEqualTo("shop");
        assertThat(send("GET", "/v1/routes/orders?environment=test", "").statusCode())
                .isEqualTo(409);
    }

    @Test
    void theShortFormMeansTheEstateThatStillHasTheService() throws Exception {
        serves(SHOP, "1.0.0", 1);
        serves(BAZAAR, "1.0.0", 1);
        send("PUT", "/v1/routes/orders" + BAZAAR, "{\"position\": 10, \"weights\": {}}");
        send("DELETE", "/v1/workloads/orders/1.0.0" + BAZAAR + "&position=11", "");
        assertThat(one("/v1/routes/orders").getString("estate")).isEqualTo("shop");
    }

    @Test
    void nothingIsMadeOfWhatNobodySaysWhoseItIs() throws Exception {
        var answer = send("PUT", "/v1/faults/orders", "{\"errorShare\": 1.0}");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("?estate=ESTATE&environment=ENVIRONMENT");
    }

    @Test
    void faultsConcernTheEstateThatTheyWereOrderedForAndEachHasItsOwnClients() throws Exception {
        serves(SHOP, "1.0.0", 1);
        serves(BAZAAR, "1.0.0", 1);
        send("PUT", "/v1/faults/orders" + SHOP, "{\"errorShare\": 1.0}");
        await().until(() -> metrics("shop").contains("http_requests_total{code=\"500\"}"));
        await().until(() -> metrics("bazaar").contains("http_requests_total{code=\"200\"}"));
        assertThat(metrics("bazaar")).doesNotContain("code=\"500\"");
    }

    @Test
    void everyTargetSaysWhoseItIs() throws Exception {
        serves(SHOP, "1.0.0", 1);
        serves(BAZAAR, "1.0.0", 1);
        assertThat(all("/v1/targets"))
                .extracting(target -> target.getJsonObject("labels"))
                .allSatisfy(labels -> assertThat(labels.fieldNames())
                        .containsExactlyInAnyOrder("estate", "environment", "region", "service", "version", "instance"))
                .extracting(labels -> labels.getString("estate") + "/" + labels.getString("environment") + "/"
                        + labels.getString("region") + "/" + labels.getString("service") + "/"
                        + labels.getString("version"))
                .containsExactly("bazaar/test/us-east-1/orders/1.0.0", "shop/test/us-east-1/orders/1.0.0");
    }

    /** It was dropped, so that the judge saw no data where a service was down. */
    @Test
    void aReplicaThatCrashedStaysListedWhereItWasUntilItIsStartedAgain() throws Exception {
        serves(SHOP, "1.0.0", 1);
        var before = addresses();
        send("PUT", "/v1/faults/orders", "{\"crash\": true}");
        await().until(() -> one("/v1/workloads/orders/1.0.0").getInteger("restarts") > 0);
        assertThat(addresses()).isEqualTo(before);
        assertThatThrownBy(() -> send("GET", URI.create("http://" + before.getFirst()), Optional.empty()))
                .isInstanceOf(ConnectException.class);

        send("DELETE", "/v1/faults/orders", "");
        await().until(() -> one("/v1/workloads/orders/1.0.0").getInteger("ready") == 1);
        assertThat(addresses()).hasSize(1).doesNotContainAnyElementsOf(before);
    }

    @Test
    void aReplicaThatCrashedIsNoLongerListedOnceItIsNotWanted() throws Exception {
        serves(SHOP, "1.0.0", 1);
        send("PUT", "/v1/faults/orders", "{\"crash\": true}");
        await().until(() -> one("/v1/workloads/orders/1.0.0").getInteger("restarts") > 0);
        send("PUT", "/v1/routes/orders" + SHOP, "{\"position\": 2, \"weights\": {}}");
        send("DELETE", "/v1/workloads/orders/1.0.0" + SHOP + "&position=3", "");
        assertThat(addresses()).isEmpty();
    }

    @Test
    void aWorkloadTellsBackHowItIsAskedForItsHealth() throws Exception {
        var health = new JsonObject().put("ready", "/up").put("intervalMillis", 5000);
        var wanted = new JsonObject().put("position", 1).put("replicas", 1).put("health", health);
        send("PUT", "/v1/workloads/orders/1.0.0" + SHOP, wanted.encode());
        await().until(() -> one("/v1/workloads/orders/1.0.0").getInteger("ready") == 1);
        assertThat(one("/v1/workloads/orders/1.0.0").getJsonObject("health")).isEqualTo(health);
        assertThat(all("/v1/targets").getFirst().getJsonObject("labels").getMap())
                .containsEntry("tidegate_health_ready", "/up")
                .containsEntry("tidegate_health_interval_millis", "5000")
                .doesNotContainKeys("tidegate_health_deep", "__metrics_path__");
        send(
                "PUT",
                "/v1/workloads/orders/1.0.0" + SHOP,
                wanted.put("health", new JsonObject()).encode());
        assertThat(all("/v1/journal")).last().satisfies(entry -> assertThat(entry.getBoolean("changed"))
                .isTrue());
    }

    @Test
    void theJournalTellsAnEffectFromAnOrderThatChangedNothing() throws Exception {
        serves(SHOP, "1.0.0", 1);
        serves(SHOP, "1.0.0", 1);
        send("DELETE", "/v1/workloads/orders/0.9.0" + SHOP + "&position=7&stepId=s-7", "");
        send("DELETE", "/v1/workloads/orders/0.9.0" + SHOP + "&position=3&stepId=fenced", "");
        assertThat(all("/v1/journal"))
                .extracting(entry ->
                        entry.getString("stepId") + " " + entry.getString("what") + " " + entry.getBoolean("changed"))
                .containsExactly(
                        "apply-1 apply true",
                        "route-1 route true",
                        "apply-1 apply false",
                        "route-1 route false",
                        "s-7 remove false");
        assertThat(all("/v1/journal").getFirst().getString("estate")).isEqualTo("shop");
    }

    @Test
    void theJournalIsBounded() {
        var journal = new Journal();
        var id = new CellId("shop", "test", "orders");
        for (int position = 0; position <= Journal.LONGEST; position++) {
            journal.note(id, Journal.Kind.apply, "1.0.0", new Order(1, position, "s-" + position), true);
        }
        assertThat(journal.view()).hasSize(Journal.LONGEST);
        assertThat(journal.view().getJsonObject(0).getString("stepId")).isEqualTo("s-1");
    }

    @Test
    void whatWasToldIsKeptByEstateAndEnvironment() throws Exception {
        serves(SHOP, "1.0.0", 500);
        serves(BAZAAR, "2.0.0", 1);
        var kept = new StateFile(state()).read();
        assertThat(kept.keySet())
                .containsExactly(new CellId("bazaar", "test", "orders"), new CellId("shop", "test", "orders"));
        assertThat(kept.values()).extracting(cell -> cell.getLong("position")).containsExactly(1L, 500L);
    }

    /** A version of orders that is ready and has all traffic. */
    private void serves(String whose, String version, long position) throws Exception {
        var workload = "/v1/workloads/orders/" + version + whose;
        var order = new JsonObject().put("epoch", 0).put("position", position);
        assertThat(send(
                                "PUT",
                                workload,
                                order.copy()
                                        .put("stepId", "apply-" + position)
                                        .put("image", "orders:" + version)
                                        .put("replicas", 1)
                                        .encode())
                        .statusCode())
                .isEqualTo(200);
        await().until(() -> one(workload).getInteger("ready") == 1);
        var weights = new JsonObject().put(version, 100);
        assertThat(send(
                                "PUT",
                                "/v1/routes/orders" + whose,
                                order.put("stepId", "route-" + position)
                                        .put("weights", weights)
                                        .encode())
                        .statusCode())
                .isEqualTo(200);
    }

    private JsonObject weights(String whose) throws Exception {
        return one("/v1/routes/orders" + whose).getJsonObject("weights");
    }

    /** What the only replica of an estate counts of itself. */
    private String metrics(String estate) throws Exception {
        var target = all("/v1/targets").stream()
                .filter(each -> each.getJsonObject("labels").getString("estate").equals(estate))
                .findFirst()
                .map(each -> each.getJsonArray("targets").getString(0));
        return send("GET", URI.create("http://" + target.orElseThrow() + "/health/metrics"), Optional.empty())
                .body();
    }

    /** Of every target. */
    private List<String> addresses() throws Exception {
        return all("/v1/targets").stream()
                .map(target -> target.getJsonArray("targets").getString(0))
                .toList();
    }

    private JsonObject one(String path) throws Exception {
        return new JsonObject(send("GET", path, "").body());
    }

    private List<JsonObject> all(String path) throws Exception {
        var documents = new JsonArray(send("GET", path, "").body());
        return IntStream.range(0, documents.size())
                .mapToObj(documents::getJsonObject)
                .toList();
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return send(method, address.resolve(path), Optional.of(body).filter(text -> !text.isEmpty()));
    }

    private static HttpResponse<String> send(String method, URI where, Optional<String> body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(where)
                        .header("content-type", "application/json")
                        .method(method, body.map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody))
                        .build(),
                BodyHandlers.ofString());
    }
}
