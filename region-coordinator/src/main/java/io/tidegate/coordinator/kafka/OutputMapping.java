package io.tidegate.coordinator.kafka;

import io.tidegate.coordinator.wave.Attempt;
import io.tidegate.coordinator.wave.Output;
import io.tidegate.coordinator.wave.Output.Validated;
import io.tidegate.coordinator.wave.RegionLane;
import io.tidegate.estate.Image;
import io.tidegate.eventlog.mapping.EvidenceMapping;
import io.tidegate.eventlog.mapping.ValidatorMapping;
import io.tidegate.eventlog.mapping.WorkloadMapping;
import io.tidegate.schemas.avro.RegionCompleted;
import io.tidegate.schemas.avro.RegionConnected;
import io.tidegate.schemas.avro.RegionDeploying;
import io.tidegate.schemas.avro.RegionFailed;
import io.tidegate.schemas.avro.RegionPrepared;
import io.tidegate.schemas.avro.RegionReturned;
import io.tidegate.schemas.avro.RegionRollbackFailed;
import io.tidegate.schemas.avro.RegionRolledBack;
import io.tidegate.schemas.avro.RegionRollingBack;
import io.tidegate.schemas.avro.RegionValidating;
import io.tidegate.schemas.avro.RollbackMeans;
import io.tidegate.schemas.avro.ServiceDeployed;
import io.tidegate.schemas.avro.ServiceRemoved;
import io.tidegate.schemas.avro.ServiceRolledBack;
import io.tidegate.schemas.avro.StepAction;
import io.tidegate.schemas.avro.StepRequested;
import io.tidegate.schemas.avro.ValidationOutcome;
import io.tidegate.schemas.avro.ValidationRequested;
import io.tidegate.schemas.avro.ValidationResult;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.avro.specific.SpecificRecord;

/** What a region says, onto the wire. */
public final class OutputMapping {
    private OutputMapping() {}

    /** A step for the executor. */
    public static StepRequested step(RegionLane lane, Output.Step step, Instant now) {
        var parts = lane.key().split("/", 2);
        var request = StepRequested.newBuilder()
                .setStepId(step.stepId())
                .setDeploymentId(attempt(lane).deploymentId())
                .setEstate(parts[0])
                .setEnvironment(parts[1])
                .setRegion(lane.region())
                .setService(step.service())
                .setAction(
                        switch (step.move().action()) {
                            case APPLY -> StepAction.apply;
                            case AWAIT_READY -> StepAction.await_ready;
                            case ROUTE -> StepAction.route;
                            case REMOVE -> StepAction.remove;
                            case WATCH -> throw new IllegalArgumentException("watching is no step");
                        })
                .setVersion(step.move().image().version())
                .setImage(step.move().image().reference())
                .setWeights(step.move().weights())
                .setAttempt(step.attempt())
                .setEpoch(step.epoch())
                .setDeadline(step.deadline())
                .setRequestedAt(now);
        step.move().workload().ifPresent(workload -> request.setReplicas(workload.replicas())
                .setPort(workload.port())
                .setResources(WorkloadMapping.toWire(workload.resources()))
                .setHealth(WorkloadMapping.toWire(workload.health())));
        return request.build();
    }

    /** A question to a validator. */
    public static ValidationRequested validation(RegionLane lane, Output.Validate validate, Instant now) {
        var parts = lane.key().split("/", 2);
        return ValidationRequested.newBuilder()
                .setValidationId(validate.validationId())
                .setDeploymentId(attempt(lane).deploymentId())
                .setEstate(parts[0])
                .setEnvironment(parts[1])
                .setRegion(lane.region())
                .setKind(validate.validator().validates().name().toLowerCase(Locale.ROOT))
                .setAttempt(validate.attempt())
                .setPlanDigest(attempt(lane).digest())
                .setValidator(ValidatorMapping.toWire(validate.validator()))
                .setEpoch(validate.epoch())
                .setDeadline(validate.deadline())
                .setRequestedAt(now)
                .build();
    }

    /** A report to the control plane. */
    public static SpecificRecord report(RegionLane lane, Output.Report report, Instant now) {
        var deployment = lane.attempt().map(Attempt::deploymentId).orElse("");
        var region = lane.region();
        return switch (report) {
            case Output.Prepared prepared -> prepared(region, prepared, now);
            case Output.Deploying deploying ->
                new RegionDeploying(
                        deployment,
                        region,
                        attempt(lane).digest(),
                        attempt(lane).plan().wave(),
                        now);
            case Output.ServiceDeployed deployed ->
                ServiceDeployed.newBuilder()
                        .setDeploymentId(deployment)
                        .setRegion(region)
                        .setService(deployed.service())
                        .setImage(deployed.image().reference())
                        .setAt(now)
                        .build();
            case Output.Validating validating ->
                RegionValidating.newBuilder()
                        .setDeploymentId(deployment)
                        .setRegion(region)
                        .setPlanDigest(attempt(lane).digest())
                        .setWave(attempt(lane).plan().wave())
                        .setAt(now)
                        .build();
            case Output.Completed completed -> completed(attempt(lane), region, completed, now);
            case Output.Connected(var found) ->
                new RegionConnected(deployment, region, attempt(lane).digest(), validation(found), now);
            case Output.Failed failed -> failed(attempt(lane), region, failed, now);
            case Output.RollingBack back -> rollingBack(deployment, region, back, now);
            case Output.ServiceRolledBack back -> serviceRolledBack(deployment, region, back, now);
            case Output.Returned back ->
                RegionReturned.newBuilder()
                        .setDeploymentId(deployment)
                        .setRegion(region)
                        .setRunning(WorkloadMapping.toWire(back.running()))
                        .setAt(now)
                        .build();
            case Output.RolledBack back -> rolledBack(region, back, now);
            case Output.ServiceRemoved removed ->
                ServiceRemoved.newBuilder()
                        .setDeploymentId(deployment)
                        .setRegion(region)
                        .setService(removed.service())
                        .setAt(now)
                        .build();
            case Output.RollbackFailed failed ->
                RegionRollbackFailed.newBuilder()
                        .setDeploymentId(deployment)
                        .setRegion(region)
                        .setService(failed.service())
                        .setReason(failed.reason())
                        .setMessage(failed.message())
                        .setAt(now)
                        .build();
        };
    }

    private static RegionPrepared prepared(String region, Output.Prepared prepared, Instant now) {
        return RegionPrepared.newBuilder()
                .setDeploymentId(prepared.deploymentId())
                .setRegion(region)
                .setPlanDigest(prepared.digest())
                .setHealthy(prepared.ready())
                .setProblems(prepared.problems())
                .setRunning(WorkloadMapping.toWire(prepared.running()))
                .setAt(now)
                .build();
    }

    private static RegionCompleted completed(Attempt attempt, String region, Output.Completed completed, Instant now) {
        return RegionCompleted.newBuilder()
                .setDeploymentId(attempt.deploymentId())
                .setRegion(region)
                .setPlanDigest(attempt.digest())
                .setWave(attempt.plan().wave())
                .setServicesDeployed(completed.deployed())
                .setServicesHealthy(completed.healthy())
                .setValidationResults(validations(completed.validations()))
                .setAt(now)
                .build();
    }

    private static RegionRollingBack rollingBack(
            String deployment, String region, Output.RollingBack back, Instant now) {
        return RegionRollingBack.newBuilder()
                .setDeploymentId(deployment)
                .setRegion(region)
                .setRule(back.cause().rule())
                .setService(back.cause().service())
                .setMessage(back.cause().message())
                .setEvidence(EvidenceMapping.toWire(back.cause().evidence()))
                .setOrdered(back.ordered())
                .setAt(now)
                .build();
    }

    private static ServiceRolledBack serviceRolledBack(
            String deployment, String region, Output.ServiceRolledBack back, Instant now) {
        return ServiceRolledBack.newBuilder()
                .setDeploymentId(deployment)
                .setRegion(region)
                .setService(back.service())
                .setImage(back.image().map(Image::reference).orElse(null))
                .setMeans(RollbackMeans.valueOf(back.means().name().toLowerCase(Locale.ROOT)))
                .setAt(now)
                .build();
    }

    private static RegionRolledBack rolledBack(String region, Output.RolledBack back, Instant now) {
        return RegionRolledBack.newBuilder()
                .setDeploymentId(back.deploymentId())
                .setRegion(region)
                .setRunning(WorkloadMapping.toWire(back.running()))
                .setValidationResults(validations(back.validations()))
                .setAt(now)
                .build();
    }

    private static RegionFailed failed(Attempt attempt, String region, Output.Failed failed, Instant now) {
        var cause = failed.cause();
        return RegionFailed.newBuilder()
                .setDeploymentId(attempt.deploymentId())
                .setRegion(region)
                .setPlanDigest(attempt.digest())
                .setWave(attempt.plan().wave())
                .setService(cause.service())
                .setReason(cause.rule())
                .setMessage(cause.message())
                .setEvidence(EvidenceMapping.toWire(cause.evidence()))
                .setFrozen(failed.frozen())
                .setValidationResults(validations(failed.validations()))
                .setAt(now)
                .build();
    }

    static List<ValidationResult> validations(List<Validated> validations) {
        return validations.stream().map(OutputMapping::validation).toList();
    }

    private static ValidationResult validation(Validated result) {
        return ValidationResult.newBuilder()
                .setName(result.name())
                .setOutcome(ValidationOutcome.valueOf(result.outcome()))
                .setMessage(result.message())
                .setAt(result.at())
                .build();
    }

    private static Attempt attempt(RegionLane lane) {
        return lane.attempt().orElseThrow(() -> new IllegalStateException("nothing to report: nothing is deployed"));
    }
}
