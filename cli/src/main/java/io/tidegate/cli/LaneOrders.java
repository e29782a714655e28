package io.tidegate.cli;

import io.tidegate.schemas.avro.CommandRefused;
import io.tidegate.schemas.avro.DrainRegion;
import io.tidegate.schemas.avro.FreezeLane;
import io.tidegate.schemas.avro.LaneFrozen;
import io.tidegate.schemas.avro.LaneUnfrozen;
import io.tidegate.schemas.avro.RegionDrained;
import io.tidegate.schemas.avro.RegionUndrained;
import io.tidegate.schemas.avro.UndrainRegion;
import io.tidegate.schemas.avro.UnfreezeLane;
import io.tidegate.schemas.time.HybridClock;
import io.tidegate.schemas.topics.KeyShape;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.Heading;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Orders that concern a whole environment: the switch that stops its line, and regions that are taken out. */
abstract class LaneOrders extends ControlPlaneCommand {
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

    /** The record that says what is ordered; its heading is set over it. */
    protected abstract SpecificRecord order();

    @Override
    protected ExitCode run() throws Exception {
        var controlPlane = controlPlane();
        var commandId = "c-" + UUID.randomUUID();
        try (var feed = controlPlane.feed(Topic.DEPLOYMENT_EVENTS, Topic.DEPLOYMENT_STATUS)) {
            var clock = new HybridClock(Clock.systemUTC());
            feed.readAll((key, record) -> written(record).ifPresent(clock::heard));
            var heading = new Heading(
                    commandId, "", estate, environment, Deploying.actor(reason), Instant.now(), clock.next());
            controlPlane.send(commandId, KeyShape.AGGREGATE.of(estate, environment), heading.over(order()));
            return answer(feed, commandId);
        }
    }

    private static OptionalLong written(SpecificRecord record) {
        return switch (record) {
            case LaneFrozen frozen -> OptionalLong.of(frozen.getWritten());
            case LaneUnfrozen over -> OptionalLong.of(over.getWritten());
            case RegionDrained out -> OptionalLong.of(out.getWritten());
            case RegionUndrained in -> OptionalLong.of(in.getWritten());
            default -> OptionalLong.empty();
        };
    }

    private ExitCode answer(ControlPlane.Feed feed, String commandId) {
        var obeyed = new AtomicBoolean();
        var refused = new AtomicReference<@Nullable CommandRefused>();
        var end = Instant.now().plus(LONGEST);
        while (!obeyed.get() && refused.get() == null && Instant.now().isBefore(end)) {
            feed.read((key, record) -> {
                if (record instanceof CommandRefused refusal
                        && refusal.getCommandId().equals(commandId)) {
                    refused.set(refusal);
                } else if (Deploying.obeyed(key, record, commandId).isPresent()) {
                    obeyed.set(true);
                }
            });
        }
        var refusal = refused.get();
        if (refusal != null) {
            err().println("tidegate: refused (" + refusal.getReason() + "): " + refusal.getMessage());
            return Deploying.exitCode(refusal);
        }
        if (!obeyed.get()) {
            err().println("tidegate: no answer from the planner in time");
            return ExitCode.TIMEOUT;
        }
        return ExitCode.DONE;
    }

    /** Stops the line. */
    @Command(
            name = "freeze",
            description = "Lets nothing new begin in an environment, and no further wave; ways back are free.",
            mixinStandardHelpOptions = true)
    static final class Freeze extends LaneOrders {
        @Option(
                names = "--until",
                paramLabel = "TIME",
                description = "When it ends by itself, such as 2026-12-24T22:00:00+01:00.")
        private @Nullable Instant until;

        @Override
        protected SpecificRecord order() {
            return FreezeLane.newBuilder()
                    .setUntil(until == null ? Instant.EPOCH : until)
                    .build();
        }
    }

    /** Lets the line go on. */
    @Command(
            name = "unfreeze",
            description = "Lets what is new begin again in an environment that somebody has frozen.",
            mixinStandardHelpOptions = true)
    static final class Unfreeze extends LaneOrders {
        @Override
        protected SpecificRecord order() {
            return UnfreezeLane.newBuilder().build();
        }
    }

    /** Takes a region out. */
    @Command(
            name = "drain",
            description = "Takes a region out: waves wait for it, or go on without it, and traffic goes to the others.",
            mixinStandardHelpOptions = true)
    static final class Drain extends LaneOrders {
        @Parameters(paramLabel = "REGION", description = "The region.")
        private String region = "";

        @Override
        protected SpecificRecord order() {
            return DrainRegion.newBuilder().setRegion(region).build();
        }
    }

    /** Takes a region in again. */
    @Command(
            name = "undrain",
            description = "Takes a region in again that somebody has drained.",
            mixinStandardHelpOptions = true)
    static final class Undrain extends LaneOrders {
        @Parameters(paramLabel = "REGION", description = "The region.")
        private String region = "";

        @Override
        protected SpecificRecord order() {
            return UndrainRegion.newBuilder().setRegion(region).build();
        }
    }
}
