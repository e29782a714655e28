package io.tidegate.planner.kafka;

import io.tidegate.planner.rollout.Actor;
import io.tidegate.planner.rollout.Input;
import io.tidegate.schemas.avro.CancelDeployment;
import io.tidegate.schemas.avro.RequestDeployment;
import io.tidegate.schemas.avro.RollBackDeployment;
import io.tidegate.schemas.topics.KeyShape;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** Commands from the wire. */
final class CommandMapping {
    private CommandMapping() {}

    /** {@code ESTATE/ENVIRONMENT} as the command itself says it, whatever key its client gave it. */
    static String aggregateKey(SpecificRecord record) {
        return switch (record) {
            case RequestDeployment request -> KeyShape.AGGREGATE.of(request.getEstate(), request.getEnvironment());
            case CancelDeployment cancel -> KeyShape.AGGREGATE.of(cancel.getEstate(), cancel.getEnvironment());
            case RollBackDeployment back -> KeyShape.AGGREGATE.of(back.getEstate(), back.getEnvironment());
            default -> throw new IllegalArgumentException(record.getSchema().getName() + " is no command");
        };
    }

    /** @param eventId identity of the record, for a command whose client gave it none */
    static Optional<Input> fromWire(SpecificRecord record, String eventId) {
        return switch (record) {
            case RequestDeployment request ->
                Optional.of(new Input.Request(
                        id(request.getCommandId(), eventId),
                        request.getDeploymentId(),
                        request.getEstate(),
                        request.getEnvironment(),
                        request.getEstateDocument(),
                        request.getImages(),
                        actor(request.getActor())));
            case CancelDeployment cancel ->
                Optional.of(new Input.Cancel(
                        id(cancel.getCommandId(), eventId), cancel.getDeploymentId(), actor(cancel.getActor())));
            case RollBackDeployment back ->
                Optional.of(new Input.RollBack(
                        id(back.getCommandId(), eventId), back.getDeploymentId(), actor(back.getActor())));
            default -> Optional.empty();
        };
    }

    private static String id(String commandId, String eventId) {
        return commandId.isBlank() ? eventId : commandId;
    }

    private static Actor actor(io.tidegate.schemas.avro.Actor actor) {
        return new Actor(actor.getName(), actor.getReason(), actor.getClient());
    }
}
