package io.tidegate.cli;

import io.tidegate.dashboard.kafka.FactMapping;
import io.tidegate.dashboard.projection.Fact;
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
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Asks for deployments and follows them. */
final class Deploying {
    private final ControlPlane controlPlane;

    Deploying(ControlPlane controlPlane) {
        this.controlPlane = controlPlane;
    }

    /**
     * How a command ended for who waits: a refusal, a last status, or neither in time.
     *
     * @param obeyed when it was carried out; the end of time where nothing was said of that
     */
    record Followed(Optional<DeploymentStatus> status, Optional<CommandRefused> refused, Instant obeyed) {}

    /** Says whether a status is enough, when the command was carried out at that time; the end of time where it was not. */
    interface Enough extends BiPredicate<DeploymentStatus, Instant> {}

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

    /**
     * Publishes the request, and follows it until its end, or its first status, or the time is over. One that is interrupted is
     * followed under the id as which it goes on.
     */
    Followed deploy(RequestDeployment request, Duration longest, boolean toTheEnd, Consumer<DeploymentStatus> teller)
            throws InterruptedException, ExecutionException {
        var key = KeyShape.AGGREGATE.of(request.getEstate(), request.getEnvironment());
        try (var feed = controlPlane.feed(Topic.DEPLOYMENT_STATUS)) {
            controlPlane.send(request.getCommandId(), key, request);
            return follow(
                    feed,
                    Trail.onward(request.getDeploymentId()),
                    request.getCommandId(),
                    longest,
                    (status, obeyed) -> !toTheEnd || DeploymentView.rests(status),
                    teller);
        }
    }

    /**
     * Follows a command and its deployment by what a feed of status, and maybe of events, has yet to say; what the feed has
     * said before does not count, so that the end of a deployment is not taken for the answer to a later command.
     */
    static Followed follow(
            ControlPlane.Feed feed,
            Trail trail,
            String commandId,
            Duration longest,
            Enough enough,
            Consumer<DeploymentStatus> teller) {
        var refused = new AtomicReference<@Nullable CommandRefused>();
        var obeyed = new AtomicReference<@Nullable Instant>();
        var end = Instant.now().plus(longest);
        while (Instant.now().isBefore(end)) {
            feed.read((key, record) -> {
                if (record instanceof DeploymentStatus status) {
                    trail.hear(status).forEach(teller);
                } else if (record instanceof CommandRefused refusal
                        && refusal.getCommandId().equals(commandId)) {
                    refused.set(refusal);
                } else {
                    obeyed(key, record, commandId).ifPresent(obeyed::set);
                }
            });
            boolean answered = trail.last()
                    .filter(status -> enough.test(status, told(obeyed)))
                    .isPresent();
            if (refused.get() != null || answered) {
                break;
            }
        }
        return new Followed(trail.last(), Optional.ofNullable(refused.get()), told(obeyed));
    }

    private static Instant told(AtomicReference<@Nullable Instant> obeyed) {
        return Objects.requireNonNullElse(obeyed.get(), Instant.MAX);
    }

    /** When a command was carried out, if it is this record that says so. */
    static Optional<Instant> obeyed(String key, SpecificRecord record, String commandId) {
        return FactMapping.fromWire(key, record, "")
                .filter(Fact.Decided.class::isInstance)
                .map(Fact.Decided.class::cast)
                .filter(decided -> decided.commandId().equals(Optional.of(commandId)))
                .map(decided -> decided.decision().at());
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
