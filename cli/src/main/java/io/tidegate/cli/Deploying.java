package io.tidegate.cli;

import io.tidegate.schemas.avro.Actor;
import io.tidegate.schemas.avro.CommandRefused;
import io.tidegate.schemas.avro.DeploymentStatus;
import io.tidegate.schemas.avro.RequestDeployment;
import io.tidegate.schemas.topics.KeyShape;
import io.tidegate.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
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
        return Actor.newBuilder()
                .setName(System.getProperty("user.name", "unknown"))
                .setReason(reason)
                .setClient("tidegate-cli")
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

    /** Publishes the request, and follows it until {@code enough} says so or the time is over. */
    Followed deploy(RequestDeployment request, Duration longest, boolean toTheEnd, Consumer<DeploymentStatus> teller)
            throws InterruptedException, ExecutionException {
        var key = KeyShape.AGGREGATE.of(request.getEstate(), request.getEnvironment());
        controlPlane.send(request.getCommandId(), key, request);
        return follow(request.getDeploymentId(), request.getCommandId(), longest, toTheEnd, teller);
    }

    /** Follows a deployment by the status topic. */
    Followed follow(
            String deploymentId,
            String commandId,
            Duration longest,
            boolean toTheEnd,
            Consumer<DeploymentStatus> teller) {
        var last = new AtomicReference<@Nullable DeploymentStatus>();
        var refused = new AtomicReference<@Nullable CommandRefused>();
        var end = Instant.now().plus(longest);
        try (var feed = controlPlane.feed(Topic.DEPLOYMENT_STATUS)) {
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
                if (refused.get() != null || (status != null && (!toTheEnd || DeploymentView.ended(status)))) {
                    break;
                }
            }
        }
        return new Followed(Optional.ofNullable(last.get()), Optional.ofNullable(refused.get()));
    }

    static ExitCode exitCode(CommandRefused refused) {
        return switch (refused.getReason()) {
            case "conflict", "already_exists", "too_late" -> ExitCode.CONFLICT;
            case "unknown_deployment" -> ExitCode.NOT_FOUND;
            default -> ExitCode.INVALID_INPUT;
        };
    }
}
