package io.tidegate.cli;

import io.tidegate.schemas.avro.CommandRefused;
import io.tidegate.schemas.avro.FreezeLane;
import io.tidegate.schemas.avro.LaneFrozen;
import io.tidegate.schemas.avro.LaneUnfrozen;
import io.tidegate.schemas.avro.UnfreezeLane;
import io.tidegate.schemas.topics.KeyShape;
import io.tidegate.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The switch that stops the line of an environment. */
abstract class Freezes extends ControlPlaneCommand {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    @Parameters(paramLabel = "ESTATE", description = "The estate.")
    protected String estate = "";

    @Option(
            names = {"-e", "--environment"},
            description = "The environment (default: ${DEFAULT-VALUE}).",
            defaultValue = "production")
    protected String environment = "production";

    @Option(names = "--reason", description = "Why; it is kept.", defaultValue = "")
    protected String reason = "";

    /** The record that says the order. */
    protected abstract SpecificRecord order(String commandId);

    @Override
    protected ExitCode run() throws Exception {
        var controlPlane = controlPlane();
        var commandId = "c-" + UUID.randomUUID();
        try (var feed = controlPlane.feed(Topic.DEPLOYMENT_EVENTS, Topic.DEPLOYMENT_STATUS)) {
            controlPlane.send(commandId, KeyShape.AGGREGATE.of(estate, environment), order(commandId));
            return answer(feed, commandId);
        }
    }

    private ExitCode answer(ControlPlane.Feed feed, String commandId) {
        var answer = new AtomicReference<@Nullable SpecificRecord>();
        var end = Instant.now().plus(LONGEST);
        while (answer.get() == null && Instant.now().isBefore(end)) {
            feed.read((key, record) -> {
                if (answers(record, commandId)) {
                    answer.set(record);
                }
            });
        }
        return switch (answer.get()) {
            case null -> {
                err().println("tidegate: no answer from the planner in time");
                yield ExitCode.TIMEOUT;
            }
            case CommandRefused refused -> {
                err().println("tidegate: refused (" + refused.getReason() + "): " + refused.getMessage());
                yield Deploying.exitCode(refused);
            }
            default -> ExitCode.DONE;
        };
    }

    private static boolean answers(SpecificRecord record, String commandId) {
        return switch (record) {
            case CommandRefused refused -> refused.getCommandId().equals(commandId);
            case LaneFrozen frozen -> frozen.getCommandId().equals(commandId);
            case LaneUnfrozen over -> over.getCommandId().equals(commandId);
            default -> false;
        };
    }

    /** Stops the line. */
    @Command(
            name = "freeze",
            description = "Lets nothing new begin in an environment, and no further wave; ways back are free.",
            mixinStandardHelpOptions = true)
    static final class Freeze extends Freezes {
        @Option(
                names = "--until",
                paramLabel = "TIME",
                description = "When it ends by itself, such as 2026-12-24T22:00:00+01:00.")
        private @Nullable Instant until;

        @Override
        protected SpecificRecord order(String commandId) {
            return FreezeLane.newBuilder()
                    .setCommandId(commandId)
                    .setEstate(estate)
                    .setEnvironment(environment)
                    .setUntil(until == null ? Instant.EPOCH : until)
                    .setActor(Deploying.actor(reason))
                    .setRequestedAt(Instant.now())
                    .build();
        }
    }

    /** Lets the line go on. */
    @Command(
            name = "unfreeze",
            description = "Lets what is new begin again in an environment that somebody has frozen.",
            mixinStandardHelpOptions = true)
    static final class Unfreeze extends Freezes {
        @Override
        protected SpecificRecord order(String commandId) {
            return UnfreezeLane.newBuilder()
                    .setCommandId(commandId)
                    .setEstate(estate)
                    .setEnvironment(environment)
                    .setActor(Deploying.actor(reason))
                    .setRequestedAt(Instant.now())
                    .build();
        }
    }
}
