package io.tidegate.planner.kafka;

import io.tidegate.planner.rollout.Decision;
import io.tidegate.planner.rollout.Deployment;
import io.tidegate.planner.rollout.DeploymentEvent;
import io.tidegate.planner.rollout.Input;
import io.tidegate.planner.rollout.RegionProgress;
import io.tidegate.planner.rollout.Stage;
import io.tidegate.planner.rollout.Standing;
import io.tidegate.schemas.avro.CommandRefused;
import io.tidegate.schemas.avro.DeploymentStatus;
import io.tidegate.schemas.avro.DeploymentWord;
import io.tidegate.schemas.avro.GlobalTraffic;
import io.tidegate.schemas.avro.RegionState;
import io.tidegate.schemas.avro.RegionWord;
import io.tidegate.schemas.avro.ValidationOutcome;
import io.tidegate.schemas.avro.ValidationResult;
import java.time.Instant;
import java.util.List;

/** The global state of a deployment, field by field as in the specification (S16). */
final class StatusMapping {
    private StatusMapping() {}

    static DeploymentStatus toWire(Deployment deployment, Instant now) {
        return DeploymentStatus.newBuilder()
                .setDeploymentId(deployment.id())
                .setEstate(deployment.plan().estate())
                .setEnvironment(deployment.plan().environment())
                .setStatus(word(deployment.stage()))
                .setPhase(deployment.stage().word())
                .setCurrentWave(deployment.wave())
                .setStartTime(deployment.startedAt())
                .setEstimatedCompletion(deployment.expectedEnd())
                .setRegions(deployment.regions().values().stream()
                        .map(progress -> region(deployment, progress, now))
                        .toList())
                .setReason(deployment.reason())
                .setContinuedAs(deployment.continuedAs())
                .setActor(EventMapping.actor(deployment.actor()))
                .setUpdatedAt(now)
                .build();
    }

    /** The state of a deployment that has not begun: no wave, no regions, and what it waits for. */
    static DeploymentStatus toWire(Standing standing, Instant now) {
        var request = standing.waiting().request();
        return DeploymentStatus.newBuilder()
                .setDeploymentId(request.deployment())
                .setEstate(request.estate())
                .setEnvironment(request.environment())
                .setStatus(standing.stage() == Stage.HELD ? DeploymentWord.in_progress : word(standing.stage()))
                .setPhase(standing.stage().word())
                .setStartTime(standing.waiting().since())
                .setEstimatedCompletion(standing.waiting().expectedEnd())
                .setRegions(List.of())
                .setReason(standing.reason())
                .setActor(EventMapping.actor(request.actor()))
                .setUpdatedAt(now)
                .build();
    }

    /** How traffic is to be shared out, for whatever steers it. */
    static GlobalTraffic toWire(String key, DeploymentEvent.GlobalTrafficUpdated traffic) {
        var parts = key.split("/", 2);
        return GlobalTraffic.newBuilder()
                .setEstate(parts[0])
                .setEnvironment(parts[1])
                .setDeploymentId(traffic.deployment())
                .setShares(EventMapping.shares(traffic.shares()))
                .setUpdatedAt(traffic.at())
                .build();
    }

    private static DeploymentWord word(Stage stage) {
        return switch (stage) {
            case QUEUED, AWAITING_APPROVAL, PREPARING, IN_PROGRESS, PAUSED, CONNECTING, STABILISING ->
                DeploymentWord.in_progress;
            case COMPLETED, SETTLED -> DeploymentWord.completed;
            case ROLLING_BACK, HELD -> DeploymentWord.rolling_back;
            case ROLLED_BACK, CANCELLED, FAILED -> DeploymentWord.failed;
        };
    }

    private static RegionState region(Deployment deployment, RegionProgress progress, Instant now) {
        return RegionState.newBuilder()
                .setRegion(progress.region())
                .setStatus(word(progress.state()))
                .setPhase(progress.state().word())
                .setServicesDeployed(progress.deployed())
                .setServicesHealthy(progress.healthy())
                .setRollbackAvailable(rollbackAvailable(deployment, progress, now))
                .setValidationResults(progress.validations().stream()
                        .map(result -> ValidationResult.newBuilder()
                                .setName(result.name())
                                .setOutcome(ValidationOutcome.valueOf(result.outcome()))
                                .setMessage(result.message())
                                .setAt(result.at())
                                .build())
                        .toList())
                .build();
    }

    private static boolean rollbackAvailable(Deployment deployment, RegionProgress progress, Instant now) {
        return switch (progress.state()) {
            case DEPLOYING, VALIDATING, COMPLETED, FROZEN ->
                !deployment.stage().terminal() && deployment.windowOpen(progress.region(), now);
            case PENDING, PREPARED, SKIPPED, FAILED, ROLLING_BACK, RETURNED, ROLLED_BACK, ROLLBACK_FAILED -> false;
        };
    }

    private static RegionWord word(RegionProgress.State state) {
        return switch (state) {
            case PENDING, PREPARED, SKIPPED -> RegionWord.pending;
            case DEPLOYING -> RegionWord.deploying;
            case VALIDATING -> RegionWord.validating;
            case COMPLETED -> RegionWord.completed;
            case FAILED, FROZEN, ROLLING_BACK, RETURNED, ROLLED_BACK, ROLLBACK_FAILED -> RegionWord.failed;
        };
    }

    static CommandRefused refused(String key, Input.Command command, Decision.Refusal refusal, Instant now) {
        var parts = key.split("/", 2);
        return CommandRefused.newBuilder()
                .setCommandId(command.commandId())
                .setCommand(
                        switch (command) {
                            case Input.Request request -> "request_deployment";
                            case Input.Approve approve -> "approve_deployment";
                            case Input.Cancel cancel -> "cancel_deployment";
                            case Input.Hold hold -> "hold_deployment";
                            case Input.Resume resume -> "resume_deployment";
                            case Input.FreezeLane freeze -> "freeze_lane";
                            case Input.UnfreezeLane over -> "unfreeze_lane";
                            case Input.Drain drain -> "drain_region";
                            case Input.Undrain undrain -> "undrain_region";
                            case Input.RollBack back -> "roll_back_deployment";
                        })
                .setDeploymentId(command.deployment())
                .setEstate(parts[0])
                .setEnvironment(parts[1])
                .setReason(refusal.reason().word())
                .setMessage(refusal.message())
                .setAt(now)
                .build();
    }
}
