package io.tidegate.planner.kafka;

import io.tidegate.planner.rollout.Actor;
import io.tidegate.planner.rollout.Hold;
import io.tidegate.planner.rollout.Input;
import io.tidegate.planner.rollout.Queue;
import io.tidegate.planner.rollout.Terms;
import io.tidegate.planner.rollout.Written;
import io.tidegate.schemas.avro.ApprovalDecision;
import io.tidegate.schemas.avro.ApproveDeployment;
import io.tidegate.schemas.avro.CancelDeployment;
import io.tidegate.schemas.avro.DrainRegion;
import io.tidegate.schemas.avro.FreezeLane;
import io.tidegate.schemas.avro.HoldDeployment;
import io.tidegate.schemas.avro.RequestDeployment;
import io.tidegate.schemas.avro.ResumeDeployment;
import io.tidegate.schemas.avro.RollBackDeployment;
import io.tidegate.schemas.avro.UndrainRegion;
import io.tidegate.schemas.avro.UnfreezeLane;
import io.tidegate.schemas.time.HybridClock;
import io.tidegate.schemas.topics.KeyShape;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** Commands from the wire. */
final class CommandMapping {
    private CommandMapping() {}

    /** {@code ESTATE/ENVIRONMENT} as the command itself says it, whatever key its client gave it. */
    static String aggregateKey(SpecificRecord record) {
        return switch (record) {
            case RequestDeployment request -> KeyShape.AGGREGATE.of(request.getEstate(), request.getEnvironment());
            case ApproveDeployment approve -> KeyShape.AGGREGATE.of(approve.getEstate(), approve.getEnvironment());
            case CancelDeployment cancel -> KeyShape.AGGREGATE.of(cancel.getEstate(), cancel.getEnvironment());
            case HoldDeployment hold -> KeyShape.AGGREGATE.of(hold.getEstate(), hold.getEnvironment());
            case ResumeDeployment resume -> KeyShape.AGGREGATE.of(resume.getEstate(), resume.getEnvironment());
            case DrainRegion drain -> KeyShape.AGGREGATE.of(drain.getEstate(), drain.getEnvironment());
            case UndrainRegion undrain -> KeyShape.AGGREGATE.of(undrain.getEstate(), undrain.getEnvironment());
            case FreezeLane freeze -> KeyShape.AGGREGATE.of(freeze.getEstate(), freeze.getEnvironment());
            case UnfreezeLane over -> KeyShape.AGGREGATE.of(over.getEstate(), over.getEnvironment());
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
                        actor(request.getActor()),
                        terms(request)));
            case ApproveDeployment approve ->
                Optional.of(new Input.Approve(
                        id(approve.getCommandId(), eventId),
                        approve.getDeploymentId(),
                        actor(approve.getActor()),
                        approve.getDecision() == ApprovalDecision.approve));
            case CancelDeployment cancel ->
                Optional.of(new Input.Cancel(
                        id(cancel.getCommandId(), eventId), cancel.getDeploymentId(), actor(cancel.getActor())));
            case HoldDeployment hold ->
                Optional.of(new Input.Hold(
                        id(hold.getCommandId(), eventId),
                        hold.getDeploymentId(),
                        actor(hold.getActor()),
                        atMost(Duration.ofMillis(hold.getLongestMillis()), Hold.LONGEST)));
            case ResumeDeployment resume ->
                Optional.of(new Input.Resume(
                        id(resume.getCommandId(), eventId), resume.getDeploymentId(), actor(resume.getActor())));
            case FreezeLane freeze ->
                Optional.of(new Input.FreezeLane(
                        id(freeze.getCommandId(), eventId),
                        Optional.of(freeze.getUntil()).filter(Instant.EPOCH::isBefore),
                        actor(freeze.getActor()),
                        written(freeze.getWritten(), freeze.getRequestedAt())));
            case UnfreezeLane over ->
                Optional.of(new Input.UnfreezeLane(
                        id(over.getCommandId(), eventId),
                        actor(over.getActor()),
                        written(over.getWritten(), over.getRequestedAt())));
            case DrainRegion drain ->
                Optional.of(new Input.Drain(
                        id(drain.getCommandId(), eventId),
                        drain.getRegion(),
                        actor(drain.getActor()),
                        written(drain.getWritten(), drain.getRequestedAt())));
            case UndrainRegion undrain ->
                Optional.of(new Input.Undrain(
                        id(undrain.getCommandId(), eventId),
                        undrain.getRegion(),
                        actor(undrain.getActor()),
                        written(undrain.getWritten(), undrain.getRequestedAt())));
            case RollBackDeployment back ->
                Optional.of(new Input.RollBack(
                        id(back.getCommandId(), eventId), back.getDeploymentId(), actor(back.getActor())));
            default -> Optional.empty();
        };
    }

    /** A writer without a hybrid clock has its clock on the wall; who says nothing writes when it is heard. */
    private static Written written(long written, Instant requestedAt) {
        if (written != 0) {
            return new Written(HybridClock.moment(written), HybridClock.counter(written));
        }
        return Written.at(requestedAt.equals(Instant.EPOCH) ? Instant.MAX : requestedAt);
    }

    private static Terms terms(RequestDeployment request) {
        return new Terms(
                switch (request.getPriority()) {
                    case scheduled -> Terms.Priority.SCHEDULED;
                    case emergency -> Terms.Priority.EMERGENCY;
                },
                switch (request.getIfBusy()) {
                    case refuse -> Terms.IfBusy.REFUSE;
                    case queue -> Terms.IfBusy.QUEUE;
                    case replace -> Terms.IfBusy.REPLACE;
                },
                request.getNotBefore(),
                atMost(Duration.ofMillis(request.getLongestWaitMillis()), Queue.PATIENCE),
                request.getOverrideFreeze());
    }

    private static Duration atMost(Duration asked, Duration most) {
        return asked.isPositive() && asked.compareTo(most) < 0 ? asked : most;
    }

    private static String id(String commandId, String eventId) {
        return commandId.isBlank() ? eventId : commandId;
    }

    private static Actor actor(io.tidegate.schemas.avro.Actor actor) {
        return new Actor(actor.getName(), actor.getReason(), actor.getClient(), actor.getRoles());
    }
}
