package io.tidegate.cli;

import io.tidegate.schemas.avro.Actor;
import io.tidegate.schemas.avro.CommandRefused;
import io.tidegate.schemas.avro.DeploymentStatus;
import io.tidegate.schemas.avro.RequestDeployment;
import io.tidegate.schemas.topics.KeyShape;
import io.tidegate.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Asks for deployments and follows them. */
final class Deploying {
    private final ControlPlane controlPlane;

    Deploying(ControlPlane controlPlane) {
        this.controlPlane = controlPlane;
    }

    /** How a command ended for who waits: a refusal, a last status, or neither in time. */
    record Followed(Optional<DeploymentStatus> status, Optional<CommandRefused> refused) {}

    static Actor actor(String reason) {
        return actor(reason, List.of());
    }

    static Actor actor(String reason, List<String> roles) {
        return Actor.newBuilder()
                .setName(System.getProperty("user.name", "unknown"))
                .setReason(reason)
                .setClient("tidegate-cli")
                .setRoles(roles)
                .build();
    }

    static RequestDeployment request(
            String estate, String environment, String document, Map<String, String> images, String reason) {
        var id = "d-" + UUID.randomUUID().toString().substring(0, 8);
        return RequestDeployment.newBuilder()
                .setCommandId("c-" + UUID.randomUUID())
                .setDeploymentId(id)
                .setEstate(estate)
                .setEnvironment(environment)
                .setEstateDocument(document)
                .setImages(images)
                .setActor(actor(reason))
                .setRequestedAt(Instant.now())
                .build();
    }

    /** Publishes the request, and follows it until its end, or its first status, or the time is over. */
    Followed deploy(RequestDeployment request, Duration longest, boolean toTheEnd, Consumer<DeploymentStatus> teller)
            throws InterruptedException, ExecutionException {
        var key = KeyShape.AGGREGATE.of(request.getEstate(), request.getEnvironment());
        try (var feed = controlPlane.feed(Topic.DEPLOYMENT_STATUS)) {
            controlPlane.send(request.getCommandId(), key, request);
            return follow(
                    feed,
                    request.getDeploymentId(),
                    request.getCommandId(),
                    longest,
                    status -> !toTheEnd || DeploymentView.rests(status),
                    teller);
        }
    }

    /**
     * Follows a command and its deployment by what a feed of the status topic has yet to say; what the feed has said
     * before does not count, so that the end of a deployment is not taken for the answer to a later command.
     */
    static Followed follow(
            ControlPlane.Feed feed,
            String deploymentId,
            String commandId,
            Duration longest,
            Predicate<DeploymentStatus> enough,
            Consumer<DeploymentStatus> teller) {
        var last = new AtomicReference<@Nullable DeploymentStatus>();
        var refused = new AtomicReference<@Nullable CommandRefused>();
        var end = Instant.now().plus(longest);
        while (Instant.now().isBefore(end)) {
            feed.read((key, record) -> {
                if (record instanceof DeploymentStatus status
                        && status.getDeploymentId().equals(deploymentId)) {
                    last.set(status);
                    teller.accept(status);
                } else if (record instanceof CommandRefused refusal
                        && refusal.getCommandId().equals(commandId)) {
                    refused.set(refusal);
                }
            });
            var status = last.get();
            if (refused.get() != null || (status != null && enough.test(status))) {
                break;
            }
        }
        return new Followed(Optional.ofNullable(last.get()), Optional.ofNullable(refused.get()));
    }

    static ExitCode exitCode(CommandRefused refused) {
        return switch (refused.getReason()) {
            case "conflict", "frozen", "queue_full", "already_exists", "too_early", "too_late" -> ExitCode.CONFLICT;
            case "unknown_deployment" -> ExitCode.NOT_FOUND;
            case "denied" -> ExitCode.DENIED;
            default -> ExitCode.INVALID_INPUT;
        };
    }
}
