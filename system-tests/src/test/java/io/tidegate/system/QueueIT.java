package io.tidegate.system;

import static io.tidegate.system.Deployments.CONFLICT;
import static io.tidegate.system.Deployments.DENIED;
import static io.tidegate.system.Deployments.DONE;
import static io.tidegate.system.Deployments.HELD;
import static io.tidegate.system.Deployments.INVALID_INPUT;
import static io.tidegate.system.Deployments.NOT_FOUND;
import static io.tidegate.system.Deployments.ROLLED_BACK;
import static io.tidegate.system.Deployments.id;
import static io.tidegate.system.Deployments.phase;
import static io.tidegate.system.Deployments.reason;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.schemas.avro.Alert;
import io.tidegate.schemas.avro.ConflictDetected;
import io.tidegate.schemas.avro.DeploymentCompleted;
import io.tidegate.schemas.avro.DeploymentPaused;
import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.OrderSuperseded;
import io.tidegate.schemas.avro.UnfreezeLane;
import io.tidegate.schemas.avro.WaveStarted;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What people order while deployments wait, stand or may not begin: whose turn it is, who agrees, what is frozen. */
@OnTheLocalSuite
@Order(5)
class QueueIT {
    /** A version that takes its time in the first wave, so that there is time for orders before the second. */
    private static final String LONG_FIRST_WAVE = "-slowstart9.us-east-1";

    @Test
    @Order(1)
    void anEmergencyTakesTheLaneAndAPersonChoosesWhatGoesOnAfterIt(Suite suite) {
        try (var deployments = Deployments.ofTheCounter(suite).broughtIn()) {
            var first = deployments.begin("counter=counter/counter:2.0.0" + LONG_FIRST_WAVE);
            suite.cli().run("hold", first.id(), "--reason", "to be interrupted while it stands");
            deployments.await(DeploymentPaused.class, first.id());
            var second = queued(deployments, List.of("--queue"), "counter=counter/counter:2.0.1");
            var unwanted = queued(deployments, List.of("--queue"), "counter=counter/counter:2.0.3");
            var cancelled = suite.cli().run("cancel", unwanted, "--reason", "not needed", "-o", "json");
            assertThat(cancelled.exit()).as(cancelled.err()).isEqualTo(DONE);
            assertThat(phase(cancelled)).isEqualTo("cancelled");

            var urgent = queued(deployments, List.of("--emergency"), "counter=counter/counter:2.0.2");

            deployments.await(DeploymentCompleted.class, urgent);
            var goingOn = first.id() + "~2";
            assertThat(first.call().result().exit())
                    .as("it is followed to where a person chooses")
                    .isEqualTo(HELD);
            deployments.await(ConflictDetected.class, goingOn);
            assertThat(deployments.reasonOf(goingOn)).contains("2.0.0", urgent, "2.0.2", "resume", "cancel");
            deployments.await(
                    "an alert",
                    entry -> entry.as(Alert.class).filter(Alert::getFiring).isPresent()
                            && entry.field("name").equals("deployment-conflict")
                            && entry.field("message").contains(goingOn));
            assertThat(suite.cli().run("cancel", goingOn).exit()).isEqualTo(DONE);
            deployments.await(ConflictDetected.class, second);
            assertThat(suite.cli().run("resume", second).exit()).isEqualTo(DONE);
            deployments.await(DeploymentCompleted.class, second);
            assertThat(deployments.history().entries().stream()
                            .filter(entry -> entry.as(DeploymentStarted.class).isPresent())
                            .map(entry -> entry.field("deploymentId"))
                            .filter(List.of(first.id(), second, urgent, unwanted, goingOn)::contains))
                    .containsExactly(first.id(), urgent, second);
            assertThat(deployments.reality().version("us-west-2", "counter")).isEqualTo("2.0.1");
        }
    }

    @Test
    @Order(2)
    void aDeploymentThatIsScheduledBeginsAtItsTime(Suite suite) {
        try (var deployments = Deployments.ofTheCounter(suite).broughtIn()) {
            var time = Instant.now().plusSeconds(10);
            var scheduled =
                    deployments.schedule(time, "counter=counter/counter:2.1.0").result();
            assertThat(scheduled.exit()).as(scheduled.err()).isEqualTo(DONE);
            var waiting = id(scheduled);
            assertThat(deployments.reasonOf(waiting)).contains("for its time");
            assertThat(lane(suite, "counter").path("queue").findValuesAsText("id"))
                    .containsExactly(waiting);

            var started = deployments.await(DeploymentStarted.class, waiting);

            assertThat(started.as(DeploymentStarted.class).orElseThrow().getAt())
                    .isAfterOrEqualTo(time);
            deployments.await(DeploymentCompleted.class, waiting);
        }
    }

    /** Held, frozen and its region drained, all while its first wave is under way; each is lifted in turn. */
    @Test
    @Order(3)
    void aDeploymentStandsBeforeItsNextWaveForAsLongAsAnythingKeepsIt(Suite suite) {
        try (var deployments = Deployments.ofTheCounter(suite).broughtIn()) {
            var begun = deployments.begin("counter=counter/counter:2.2.0" + LONG_FIRST_WAVE);

            var held = suite.cli().run("hold", begun.id(), "--reason", "looking at it", "-o", "json");
            assertThat(held.exit()).as(held.err()).isEqualTo(DONE);
            assertThat(suite.cli().run("hold", begun.id()).exit()).isEqualTo(CONFLICT);
            done(suite, "freeze", "counter", "-e", "test", "--reason", "a parade");
            done(suite, "drain", "counter", "us-west-2", "-e", "test", "--reason", "works on the lines");
            assertThat(suite.cli()
                            .run("drain", "counter", "us-east-1", "-e", "test", "--reason", "as well")
                            .exit())
                    .as("never are two regions out at once")
                    .isEqualTo(CONFLICT);

            stands(deployments, begun.id(), "held", "looking at it");
            var lane = lane(suite, "counter");
            assertThat(lane.path("underWay").asText()).isEqualTo(begun.id());
            assertThat(lane.path("drained").path("region").asText()).isEqualTo("us-west-2");
            assertThat(lane.path("freeze").path("why").asText()).isEqualTo("a parade");
            done(suite, "resume", begun.id());
            stands(deployments, begun.id(), "frozen", "a parade");
            done(suite, "unfreeze", "counter", "-e", "test");
            stands(deployments, begun.id(), "drained", "works on the lines");
            assertThat(deployments.history().where(isWave(begun.id(), 2)).entries())
                    .isEmpty();
            done(suite, "undrain", "counter", "us-west-2", "-e", "test");

            assertThat(begun.call().result().exit()).isEqualTo(DONE);
            assertThat(deployments.history().where(isWave(begun.id(), 2)).entries())
                    .hasSize(1);
            assertThat(suite.cli().run("resume", begun.id()).exit()).isEqualTo(CONFLICT);
        }
    }

    @Test
    @Order(4)
    void nothingNewBeginsInAFreezeButWhatOverridesItWithAReason(Suite suite) {
        try (var deployments = Deployments.ofTheCounter(suite).broughtIn()) {
            assertThat(suite.cli().run("freeze", "counter", "-e", "test").exit())
                    .as("without a reason")
                    .isEqualTo(INVALID_INPUT);
            var frozen = suite.cli().run("freeze", "counter", "-e", "test", "--reason", "stocktaking");
            assertThat(frozen.exit()).as(frozen.err()).isEqualTo(DONE);

            var refused = deployments.deploy("counter=counter/counter:2.3.0");
            assertThat(refused.exit()).isEqualTo(CONFLICT);
            assertThat(refused.err()).contains("stocktaking");
            var waiting = queued(deployments, List.of("--queue"), "counter=counter/counter:2.3.1");
            var nameless = deployments
                    .order(List.of("--override-freeze"), "counter=counter/counter:2.3.2")
                    .result();
            assertThat(nameless.exit()).isEqualTo(INVALID_INPUT);
            assertThat(nameless.err()).contains("say why");
            var override = deployments
                    .order(
                            List.of("--override-freeze", "--reason", "it is on fire", "--wait"),
                            "counter=counter/counter:2.3.3")
                    .result();
            assertThat(override.exit()).as(override.err()).isEqualTo(DONE);
            assertThat(deployments.reasonOf(waiting)).contains("frozen", "stocktaking");

            var over = suite.cli().run("unfreeze", "counter", "-e", "test", "--reason", "counted");
            assertThat(over.exit()).as(over.err()).isEqualTo(DONE);
            deployments.await(ConflictDetected.class, waiting);
            assertThat(suite.cli().run("resume", waiting).exit()).isEqualTo(DONE);
            deployments.await(DeploymentCompleted.class, waiting);
            assertThat(suite.cli().run("unfreeze", "counter", "-e", "test").exit())
                    .isEqualTo(CONFLICT);
        }
    }

    @Test
    @Order(5)
    void aDeploymentBeginsWhenTwoOfTheRightRolesAgreeWhoDidNotAskForIt(Suite suite) {
        try (var deployments = Deployments.ofTheVault(suite)) {
            var asked = deployments.deploy();
            assertThat(asked.exit()).as(asked.err()).isEqualTo(HELD);
            assertThat(phase(asked)).isEqualTo("awaiting_approval");

            assertThat(approve(suite.cli(), id(asked), "sre").exit())
                    .as("of who asked")
                    .isEqualTo(DENIED);
            var bob = suite.cli().as("bob");
            var carol = suite.cli().as("carol");
            assertThat(approve(bob, id(asked), "intern").exit())
                    .as("of a role that does not count")
                    .isEqualTo(DENIED);
            var one = approve(bob, id(asked), "sre");
            assertThat(one.exit()).as(one.err()).isEqualTo(DONE);
            assertThat(reason(one)).contains("approved by bob");
            assertThat(approve(bob, id(asked), "sre").exit())
                    .as("a second time")
                    .isEqualTo(DENIED);
            assertThat(approve(carol, id(asked), "release-manager").exit()).isEqualTo(DONE);

            deployments.await(DeploymentCompleted.class, id(asked));
            assertThat(approve(suite.cli().as("dave"), id(asked), "sre").exit())
                    .as("after its end")
                    .isEqualTo(CONFLICT);
            assertThat(approve(bob, "d-nowhere", "sre").exit()).isEqualTo(NOT_FOUND);
        }
    }

    @Test
    @Order(6)
    void aRejectedDeploymentNeverBegins(Suite suite) {
        try (var deployments = Deployments.ofTheVault(suite)) {
            var asked = deployments.deploy("vault=vault/vault:2.0.0");

            var rejected = suite.cli()
                    .as("bob")
                    .run("approve", id(asked), "--role", "sre", "--reject", "--reason", "not today", "-o", "json");

            assertThat(rejected.exit()).as(rejected.err()).isEqualTo(DONE);
            assertThat(phase(rejected)).isEqualTo("failed");
            assertThat(reason(rejected)).contains("bob", "not today");
            assertThat(deployments.history().of(id(asked)).entries())
                    .noneMatch(entry -> entry.as(DeploymentStarted.class).isPresent());
        }
    }

    /** The audit of all that the tests above ordered. */
    @Test
    @Order(7)
    void theAuditSaysWhoOrderedWhatWhenAndWhyAndOnWhatEvidenceAVersionWasTakenBack(Suite suite) {
        try (var deployments = Deployments.ofTheCounter(suite).broughtIn()) {
            var bad = deployments.deploy("counter=counter/counter:2.5.0-errors30");
            assertThat(bad.exit()).as(bad.err()).isEqualTo(ROLLED_BACK);

            var lines = suite.cli()
                    .run("audit", "-o", "jsonl")
                    .out()
                    .lines()
                    .map(Suite::json)
                    .toList();
            var table = suite.cli().run("audit", "-o", "csv").out();

            var me = System.getProperty("user.name");
            ordered(lines, "freeze_lane", me, "stocktaking", "accepted");
            ordered(lines, "unfreeze_lane", me, "counted", "accepted");
            ordered(lines, "hold_deployment", me, "looking at it", "accepted");
            ordered(lines, "resume_deployment", me, "", "accepted");
            ordered(lines, "cancel_deployment", me, "not needed", "accepted");
            ordered(lines, "request_deployment", me, "it is on fire", "accepted");
            ordered(lines, "approve_deployment", "bob", "not today", "accepted");
            ordered(lines, "approve_deployment", "bob", "", "refused");
            var freeze = ordered(lines, "freeze_lane", me, "stocktaking", "accepted");
            assertThat(lines)
                    .as("the decision that came of it")
                    .anyMatch(line -> line.path("what").asText().equals("lane_frozen")
                            && line.path("command").equals(freeze.path("command"))
                            && line.path("estate").asText().equals("counter"));
            assertThat(lines)
                    .as("what the way back rests on")
                    .anyMatch(line -> line.path("what").asText().equals("found_unhealthy")
                            && line.path("deployment").asText().equals(id(bad))
                            && line.path("evidence").path("samples").asInt() > 0);
            assertThat(table.lines().count()).isGreaterThan(lines.size());
            assertThat(table)
                    .contains(",freeze_lane,")
                    .contains(",stocktaking,")
                    .contains(freeze.path("command").asText())
                    .contains("," + id(bad) + ",");
        }
    }

    /** One writer's clock is a minute behind, and its order comes last, from another region. */
    @Test
    @Order(8)
    void ofTwoOrdersOnAFreezeThatComeFromTwoRegionsTheOneThatWasWrittenLaterHolds(Suite suite) {
        try (var deployments = Deployments.ofTheCounter(suite)) {
            done(suite, "freeze", "counter", "-e", "test", "--reason", "a burst pipe");
            var late = UnfreezeLane.newBuilder()
                    .setCommandId(Commands.id())
                    .setEstate("counter")
                    .setEnvironment("test")
                    .setActor(Commands.actor())
                    .setRequestedAt(Instant.now().minusSeconds(60))
                    .build();

            suite.commands("us-west-2").say("counter/test", late);

            var superseded = deployments
                    .await("the order that was written earlier is superseded", entry -> entry.as(OrderSuperseded.class)
                            .filter(said -> said.getDropped().getCommandId().equals(late.getCommandId()))
                            .isPresent())
                    .as(OrderSuperseded.class)
                    .orElseThrow();
            assertThat(superseded.getSetting()).isEqualTo("freeze");
            assertThat(superseded.getKept().getActor().getReason()).isEqualTo("a burst pipe");
            assertThat(superseded.getKept().getWritten())
                    .isGreaterThan(superseded.getDropped().getWritten());
            assertThat(lane(suite, "counter").path("freeze").path("why").asText())
                    .isEqualTo("a burst pipe");
            done(suite, "unfreeze", "counter", "-e", "test");
        }
    }

    private static void done(Suite suite, String... order) {
        var result = suite.cli().run(order);
        assertThat(result.exit())
                .as(String.join(" ", order) + ": " + result.err())
                .isEqualTo(DONE);
    }

    private static void stands(Deployments deployments, String id, String reason, String why) {
        deployments.await(
                id + " stands, " + reason,
                entry -> Deployments.isAbout(entry, DeploymentPaused.class, id)
                        && entry.field("reason").equals(reason)
                        && entry.field("message").contains(why));
    }

    private static JsonNode lane(Suite suite, String estate) {
        for (JsonNode lane : suite.cli().run("get", "lanes", "-o", "json").json()) {
            if (lane.path("estate").asText().equals(estate)) {
                return lane;
            }
        }
        throw new AssertionError("there is no lane of " + estate);
    }

    private static String queued(Deployments deployments, List<String> options, String image) {
        var result = deployments.order(options, image).result();
        assertThat(result.exit()).as(result.err()).isEqualTo(DONE);
        assertThat(phase(result)).isEqualTo("queued");
        return id(result);
    }

    private static Program.Result approve(Cli person, String deployment, String role) {
        return person.run("approve", deployment, "--role", role, "-o", "json");
    }

    private static Predicate<io.tidegate.system.history.Entry> isWave(String deployment, int number) {
        return entry -> Deployments.isAbout(entry, WaveStarted.class, deployment)
                && entry.field("wave").equals(Integer.toString(number));
    }

    private static JsonNode ordered(List<JsonNode> lines, String what, String who, String why, String outcome) {
        return lines.stream()
                .filter(line -> line.path("kind").asText().equals("command")
                        && line.path("what").asText().equals(what)
                        && line.path("actor").asText().equals(who)
                        && line.path("why").asText().equals(why)
                        && line.path("outcome").asText().equals(outcome))
                .findFirst()
                .orElseThrow(() ->
                        new AssertionError("no " + what + " by " + who + " because '" + why + "' was " + outcome));
    }
}
