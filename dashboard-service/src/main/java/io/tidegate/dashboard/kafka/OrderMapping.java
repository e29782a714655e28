package io.tidegate.dashboard.kafka;

import io.tidegate.dashboard.projection.Intent;
import io.tidegate.dashboard.projection.Intent.Terms;
import io.tidegate.dashboard.projection.Order;
import io.tidegate.schemas.avro.Actor;
import io.tidegate.schemas.avro.ApprovalDecision;
import io.tidegate.schemas.avro.ApproveDeployment;
import io.tidegate.schemas.avro.CancelDeployment;
import io.tidegate.schemas.avro.DeploymentPriority;
import io.tidegate.schemas.avro.DrainRegion;
import io.tidegate.schemas.avro.FreezeLane;
import io.tidegate.schemas.avro.HoldDeployment;
import io.tidegate.schemas.avro.IfBusy;
import io.tidegate.schemas.avro.RequestDeployment;
import io.tidegate.schemas.avro.ResumeDeployment;
import io.tidegate.schemas.avro.RollBackDeployment;
import io.tidegate.schemas.avro.UndrainRegion;
import io.tidegate.schemas.avro.UnfreezeLane;
import io.tidegate.schemas.topics.KeyShape;
import io.tidegate.schemas.wire.Heading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** Orders onto the wire and back. */
final class OrderMapping {
    private OrderMapping() {}

    static String key(Order order) {
        return KeyShape.AGGREGATE.of(order.estate(), order.environment());
    }

    /** @param written when it was written, as a hybrid logical time */
    static SpecificRecord toWire(Order order, long written) {
        var heading = new Heading(
                order.commandId(),
                order.deployment(),
                order.estate(),
                order.environment(),
                actor(order),
                order.requestedAt(),
                written);
        return heading.over(toWire(order.intent()));
    }

    private static Actor actor(Order order) {
        return Actor.newBuilder()
                .setName(order.actor().name())
                .setReason(order.actor().reason())
                .setClient(order.actor().client())
                .setRoles(order.intent() instanceof Intent.Approve approve ? approve.roles() : List.of())
                .build();
    }

    private static SpecificRecord toWire(Intent intent) {
        return switch (intent) {
            case Intent.Deploy deploy -> toWire(deploy);
            case Intent.Cancel cancel -> CancelDeployment.newBuilder().build();
            case Intent.RollBack back -> RollBackDeployment.newBuilder().build();
            case Intent.Approve approve ->
                ApproveDeployment.newBuilder()
                        .setDecision(approve.agrees() ? ApprovalDecision.approve : ApprovalDecision.reject)
                        .build();
            case Intent.Hold hold ->
                HoldDeployment.newBuilder()
                        .setLongestMillis(hold.longest().toMillis())
                        .build();
            case Intent.Resume resume -> ResumeDeployment.newBuilder().build();
            case Intent.Freeze freeze ->
                FreezeLane.newBuilder()
                        .setUntil(freeze.until().orElse(Instant.EPOCH))
                        .build();
            case Intent.Unfreeze over -> UnfreezeLane.newBuilder().build();
            case Intent.Drain drain ->
                DrainRegion.newBuilder().setRegion(drain.region()).build();
            case Intent.Undrain undrain ->
                UndrainRegion.newBuilder().setRegion(undrain.region()).build();
        };
    }

    private static RequestDeployment toWire(Intent.Deploy deploy) {
        var terms = deploy.terms();
        return RequestDeployment.newBuilder()
                .setEstateDocument(deploy.document())
                .setImages(deploy.images())
                .setPriority(DeploymentPriority.valueOf(word(terms.priority())))
                .setIfBusy(IfBusy.valueOf(word(terms.ifBusy())))
                .setNotBefore(terms.notBefore().orElse(Instant.EPOCH))
                .setLongestWaitMillis(terms.longestWait().toMillis())
                .setOverrideFreeze(terms.overridesFreeze())
                .build();
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    /** @param eventId identity of the record, for a command whose client gave it none */
    static Optional<Order> fromWire(SpecificRecord command, String eventId) {
        return intent(command)
                .map(intent -> new Order(
                        Fields.text(command, "commandId").orElse(eventId),
                        Fields.text(command, "deploymentId").orElse(""),
                        Fields.text(command, "estate").orElse(""),
                        Fields.text(command, "environment").orElse(""),
                        intent,
                        FactMapping.actor(
                                Fields.of(command, "actor", Actor.class).orElseThrow()),
                        Fields.of(command, "requestedAt", Instant.class).orElseThrow()));
    }

    private static Optional<Intent> intent(SpecificRecord command) {
        return switch (command) {
            case RequestDeployment request ->
                Optional.of(new Intent.Deploy(request.getEstateDocument(), request.getImages(), terms(request)));
            case CancelDeployment cancel -> Optional.of(new Intent.Cancel());
            case RollBackDeployment back -> Optional.of(new Intent.RollBack());
            case ApproveDeployment approve ->
                Optional.of(new Intent.Approve(
                        approve.getDecision() == ApprovalDecision.approve,
                        approve.getActor().getRoles()));
            case HoldDeployment hold -> Optional.of(new Intent.Hold(Duration.ofMillis(hold.getLongestMillis())));
            case ResumeDeployment resume -> Optional.of(new Intent.Resume());
            case FreezeLane freeze -> Optional.of(new Intent.Freeze(known(freeze.getUntil())));
            case UnfreezeLane over -> Optional.of(new Intent.Unfreeze());
            case DrainRegion drain -> Optional.of(new Intent.Drain(drain.getRegion()));
            case UndrainRegion undrain -> Optional.of(new Intent.Undrain(undrain.getRegion()));
            default -> Optional.empty();
        };
    }

    private static Terms terms(RequestDeployment request) {
        return new Terms(
                Intent.Priority.valueOf(request.getPriority().name().toUpperCase(Locale.ROOT)),
                Intent.IfBusy.valueOf(request.getIfBusy().name().toUpperCase(Locale.ROOT)),
                known(request.getNotBefore()),
                Duration.ofMillis(request.getLongestWaitMillis()),
                request.getOverrideFreeze());
    }

    /** On the wire a time that is not said is 0. */
    private static Optional<Instant> known(Instant time) {
        return Optional.of(time).filter(said -> !said.equals(Instant.EPOCH));
    }
}
