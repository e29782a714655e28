package io.tidegate.system;

import static io.tidegate.system.Commands.KEY;
import static io.tidegate.system.Commands.TOPIC;
import static io.tidegate.system.Commands.actor;
import static io.tidegate.system.Commands.id;
import static io.tidegate.system.Commands.request;
import static io.tidegate.system.Deployments.DONE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.schemas.avro.CancelDeployment;
import io.tidegate.schemas.avro.CommandRefused;
import io.tidegate.schemas.avro.DeadLetter;
import io.tidegate.schemas.avro.RequestDeployment;
import io.tidegate.schemas.avro.RollBackDeployment;
import io.tidegate.schemas.avro.WaveStarted;
import io.tidegate.schemas.topics.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Arrays;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Commands that another people's client gets wrong: each is refused or a dead letter, with its cause, and nothing stops. */
@OnTheLocalSuite
@Order(3)
class ForeignCommandsIT {
    @Test
    @Order(1)
    void bytesThatAreNoRecordBecomeDeadLetters(Suite suite) {
        isDeadLetter(suite, "bad_framing", KEY, "{\"deploy\": \"everything\"}".getBytes(UTF_8));
        isDeadLetter(suite, "bad_framing", KEY, new byte[] {0, 0});
        isDeadLetter(suite, "unknown_schema", KEY, new byte[] {0, 0x7f, 0, 0, 1, 1, 2, 3});
        isDeadLetter(suite, "empty", KEY, null);
    }

    @Test
    @Order(2)
    void aRecordOfAnotherTopicBecomesADeadLetter(Suite suite) {
        var wave = WaveStarted.newBuilder().setDeploymentId("d-foreign").build();

        isDeadLetter(suite, "wrong_type", KEY, suite.codec().encode(Topic.DEPLOYMENT_EVENTS.topicName(), wave));
    }

    @Test
    @Order(3)
    void aTruncatedCommandBecomesADeadLetter(Suite suite) {
        var whole = suite.commands().bytes(request("d-cut", "shop", "kind: Estate"));

        isDeadLetter(suite, "malformed", KEY, Arrays.copyOf(whole, whole.length / 2));
    }

    @Test
    @Order(4)
    void aCommandWithoutAKeyBecomesADeadLetter(Suite suite) {
        isDeadLetter(suite, "empty", null, suite.commands().bytes(request("d-keyless", "shop", "kind: Estate")));
    }

    @Test
    @Order(5)
    void anEstateWithACycleIsRefusedWithTheCycle(Suite suite) {
        var document = """
            apiVersion: tidegate.io/v1
            kind: Estate
            metadata: {name: shop}
            spec:
              regions: [{name: us-east-1, role: primary, wave: 1, trafficShare: 100}]
              services:
                - {name: a, image: "shop/a:1", port: 1001, replicas: 1, dependsOn: [b]}
                - {name: b, image: "shop/b:1", port: 1002, replicas: 1, dependsOn: [a]}
              environments: [{name: test}]
            """;

        isRefused(suite, request("d-cycle", "shop", document), "invalid_estate", "a -> b -> a");
    }

    @Test
    @Order(6)
    void anEstateThatIsNotTheOneInTheDocumentIsRefused(Suite suite) {
        isRefused(suite, request("d-elsewhere", "bazaar", shop()), "invalid_request", "bazaar");
    }

    @Test
    @Order(7)
    void ordersForWhatIsNotThereAreRefused(Suite suite) {
        isRefused(
                suite,
                CancelDeployment.newBuilder()
                        .setCommandId(id())
                        .setDeploymentId("d-nowhere")
                        .setEstate("no-such-estate")
                        .setEnvironment("test")
                        .setActor(actor())
                        .setRequestedAt(Instant.now())
                        .build(),
                "unknown_deployment",
                "d-nowhere");
        isRefused(
                suite,
                RollBackDeployment.newBuilder()
                        .setCommandId(id())
                        .setDeploymentId("d-nowhere")
                        .setEstate("shop")
                        .setEnvironment("test")
                        .setActor(actor())
                        .setRequestedAt(Instant.EPOCH)
                        .build(),
                "unknown_deployment",
                "d-nowhere");
    }

    @Test
    @Order(8)
    void aCommandOfDefaultsAloneIsRefused(Suite suite) {
        isRefused(suite, RequestDeployment.newBuilder().setCommandId(id()).build(), "invalid", "");
    }

    @Test
    @Order(9)
    void aGoodCommandAfterAllOfThemStillWorksAndASecondOneMeanwhileIsRefused(Suite suite) {
        try (var deployments = Deployments.ofTheShop(suite).broughtIn()) {
            var begun = deployments.begin("search=shop/search:5.0.0");

            isRefused(suite, request("d-second", "shop", shop()), "conflict", begun.id());

            var result = begun.call().result();
            assertThat(result.exit()).as(result.err()).isEqualTo(DONE);
        }
    }

    private static void isDeadLetter(Suite suite, String cause, @Nullable String key, byte @Nullable [] value) {
        try (var deployments = Deployments.ofTheShop(suite)) {
            var sent = suite.commands().send(key, value);

            var letter = deployments.await(
                    "a dead letter for offset " + sent.offset() + " because of " + cause,
                    entry -> entry.as(DeadLetter.class)
                            .filter(found -> found.getTopic().equals(TOPIC)
                                    && found.getPartition() == sent.partition()
                                    && found.getOffset() == sent.offset())
                            .isPresent());

            assertThat(letter.topic()).isEqualTo(Topic.DEPLOYMENT_COMMANDS.deadLetterName());
            assertThat(letter.field("cause")).isEqualTo(cause);
            assertThat(letter.field("message")).isNotBlank();
        }
    }

    private static void isRefused(Suite suite, SpecificRecord command, String reason, String words) {
        try (var deployments = Deployments.ofTheShop(suite)) {
            suite.commands().send(command);
            var commandId = String.valueOf(
                    command.get(command.getSchema().getField("commandId").pos()));

            var refusal = deployments.await(
                    "the command " + commandId + " is refused",
                    entry -> entry.as(CommandRefused.class).isPresent()
                            && entry.field("commandId").equals(commandId));

            assertThat(refusal.field("reason")).startsWith(reason);
            assertThat(refusal.field("message")).isNotBlank().contains(words);
        }
    }

    private static String shop() {
        try {
            return Files.readString(Suite.estate("shop"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
