package io.tidegate.executor.kafka;

import io.tidegate.eventlog.mapping.WorkloadMapping;
import io.tidegate.executor.step.Fence;
import io.tidegate.executor.step.Outcome;
import io.tidegate.executor.step.Step;
import io.tidegate.executor.step.Workload;
import io.tidegate.schemas.avro.StepFailed;
import io.tidegate.schemas.avro.StepFailure;
import io.tidegate.schemas.avro.StepOutcomeUnknown;
import io.tidegate.schemas.avro.StepRequested;
import io.tidegate.schemas.avro.StepSucceeded;
import io.tidegate.schemas.topics.KeyShape;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** Steps from the wire, and their outcomes onto it. */
final class StepMapping {
    private StepMapping() {}

    /**
     * The step; empty for an action that this executor does not know.
     *
     * @param position the record's offset: all requests for a service stand in one partition
     */
    static Optional<Step> fromWire(StepRequested request, long position) {
        return action(request)
                .map(action -> new Step(
                        action,
                        new Workload(
                                request.getEstate(),
                                request.getEnvironment(),
                                request.getService(),
                                request.getVersion(),
                                request.getImage(),
                                request.getReplicas(),
                                request.getPort(),
                                WorkloadMapping.fromWire(request.getResources()),
                                WorkloadMapping.fromWire(request.getHealth())),
                        request.getWeights(),
                        new Fence(request.getEpoch(), position, request.getStepId()),
                        request.getDeadline()));
    }

    private static Optional<Step.Action> action(StepRequested request) {
        return switch (request.getAction()) {
            case apply -> Optional.of(Step.Action.APPLY);
            case await_ready -> Optional.of(Step.Action.AWAIT_READY);
            case route -> Optional.of(Step.Action.ROUTE);
            case scale -> Optional.of(Step.Action.SCALE);
            case remove -> Optional.of(Step.Action.REMOVE);
            case unknown -> Optional.empty();
        };
    }

    /** The key of the aggregate that a step belongs to. */
    static String key(StepRequested request) {
        return KeyShape.AGGREGATE.of(request.getEstate(), request.getEnvironment());
    }

    static SpecificRecord toWire(StepRequested request, Outcome outcome, Instant now) {
        return switch (outcome) {
            case Outcome.Done(var message) ->
                StepSucceeded.newBuilder()
                        .setStepId(request.getStepId())
                        .setDeploymentId(request.getDeploymentId())
                        .setEstate(request.getEstate())
                        .setEnvironment(request.getEnvironment())
                        .setRegion(request.getRegion())
                        .setService(request.getService())
                        .setAttempt(request.getAttempt())
                        .setMessage(message)
                        .setAt(now)
                        .build();
            case Outcome.Failed(var reason, var message, var pause) ->
                StepFailed.newBuilder()
                        .setStepId(request.getStepId())
                        .setDeploymentId(request.getDeploymentId())
                        .setEstate(request.getEstate())
                        .setEnvironment(request.getEnvironment())
                        .setRegion(request.getRegion())
                        .setService(request.getService())
                        .setAttempt(request.getAttempt())
                        .setReason(StepFailure.valueOf(reason.name().toLowerCase(Locale.ROOT)))
                        .setMessage(message)
                        .setAt(now)
                        .build();
            case Outcome.Unknown(var message) ->
                StepOutcomeUnknown.newBuilder()
                        .setStepId(request.getStepId())
                        .setDeploymentId(request.getDeploymentId())
                        .setEstate(request.getEstate())
                        .setEnvironment(request.getEnvironment())
                        .setRegion(request.getRegion())
                        .setService(request.getService())
                        .setAttempt(request.getAttempt())
                        .setMessage(message)
                        .setAt(now)
                        .build();
        };
    }
}
