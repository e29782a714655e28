package io.tidegate.dashboard.kafka;

import io.tidegate.dashboard.projection.Order;
import io.tidegate.schemas.avro.Actor;
import io.tidegate.schemas.avro.CancelDeployment;
import io.tidegate.schemas.avro.RequestDeployment;
import io.tidegate.schemas.avro.RollBackDeployment;
import io.tidegate.schemas.topics.KeyShape;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** Orders onto the wire and back. */
final class OrderMapping {
    private OrderMapping() {}

    static String key(Order order) {
        return KeyShape.AGGREGATE.of(order.estate(), order.environment());
    }

    static SpecificRecord toWire(Order order) {
        return switch (order) {
            case Order.Deploy deploy ->
                RequestDeployment.newBuilder()
                        .setCommandId(deploy.commandId())
                        .setDeploymentId(deploy.deployment())
                        .setEstate(deploy.estate())
                        .setEnvironment(deploy.environment())
                        .setEstateDocument(deploy.document())
                        .setImages(deploy.images())
                        .setActor(actor(deploy.actor()))
                        .setRequestedAt(deploy.requestedAt())
                        .build();
            case Order.Cancel cancel ->
                CancelDeployment.newBuilder()
                        .setCommandId(cancel.commandId())
                        .setDeploymentId(cancel.deployment())
                        .setEstate(cancel.estate())
                        .setEnvironment(cancel.environment())
                        .setActor(actor(cancel.actor()))
                        .setRequestedAt(cancel.requestedAt())
                        .build();
            case Order.RollBack back ->
                RollBackDeployment.newBuilder()
                        .setCommandId(back.commandId())
                        .setDeploymentId(back.deployment())
                        .setEstate(back.estate())
                        .setEnvironment(back.environment())
                        .setActor(actor(back.actor()))
                        .setRequestedAt(back.requestedAt())
                        .build();
        };
    }

    /** @param eventId identity of the record, for a command whose client gave it none */
    static Optional<Order> fromWire(SpecificRecord record, String eventId) {
        return switch (record) {
            case RequestDeployment request ->
                Optional.of(new Order.Deploy(
                        id(request.getCommandId(), eventId),
                        request.getDeploymentId(),
                        request.getEstate(),
                        request.getEnvironment(),
                        request.getEstateDocument(),
                        request.getImages(),
                        FactMapping.actor(request.getActor()),
                        request.getRequestedAt()));
            case CancelDeployment cancel ->
                Optional.of(new Order.Cancel(
                        id(cancel.getCommandId(), eventId),
                        cancel.getDeploymentId(),
                        cancel.getEstate(),
                        cancel.getEnvironment(),
                        FactMapping.actor(cancel.getActor()),
                        cancel.getRequestedAt()));
            case RollBackDeployment back ->
                Optional.of(new Order.RollBack(
                        id(back.getCommandId(), eventId),
                        back.getDeploymentId(),
                        back.getEstate(),
                        back.getEnvironment(),
                        FactMapping.actor(back.getActor()),
                        back.getRequestedAt()));
            default -> Optional.empty();
        };
    }

    private static String id(String commandId, String eventId) {
        return commandId.isBlank() ? eventId : commandId;
    }

    private static Actor actor(io.tidegate.dashboard.projection.Actor actor) {
        return Actor.newBuilder()
                .setName(actor.name())
                .setReason(actor.reason())
                .setClient(actor.client())
                .build();
    }
}
