package io.tidegate.planner.kafka;

import io.tidegate.eventlog.mapping.EvidenceMapping;
import io.tidegate.eventlog.mapping.WorkloadMapping;
import io.tidegate.planner.rollout.Cause;
import io.tidegate.planner.rollout.Input;
import io.tidegate.planner.rollout.RegionProgress.Validated;
import io.tidegate.planner.rollout.RegionReport;
import io.tidegate.schemas.avro.HealthVerdict;
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
import io.tidegate.schemas.avro.ServiceDeployed;
import io.tidegate.schemas.avro.ServiceRemoved;
import io.tidegate.schemas.avro.ValidationResult;
import io.tidegate.schemas.avro.Verdict;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** What the planner hears, from the wire. */
public final class InputMapping {
    private InputMapping() {}

    /** The input that a record means, for records that have no identity but their own. */
    public static Optional<Input> fromWire(SpecificRecord record) {
        return fromWire(record, "");
    }

    /**
     * The input that a record means; empty for records that mean nothing to the planner.
     *
     * @param eventId identity of the record, for a command whose client gave it none
     */
    public static Optional<Input> fromWire(SpecificRecord record, String eventId) {
        return record instanceof HealthVerdict verdict
                ? verdict(verdict)
                : report(record).<Input>map(Input.Reported::new).or(() -> CommandMapping.fromWire(record, eventId));
    }

    private static Optional<Input> verdict(HealthVerdict verdict) {
        if (verdict.getVerdict() != Verdict.unhealthy) {
            return Optional.empty();
        }
        var evidence = EvidenceMapping.fromWire(verdict.getEvidence());
        var rule = evidence.map(known -> known.rule()).orElse("unhealthy");
        return Optional.of(new Input.FoundUnhealthy(
                verdict.getDeploymentId(),
                new Cause(rule, verdict.getRegion(), verdict.getService(), verdict.getMessage(), evidence)));
    }

    private static Optional<RegionReport> report(SpecificRecord record) {
        return switch (record) {
            case RegionPrepared prepared ->
                Optional.of(new RegionReport.Prepared(
                        prepared.getDeploymentId(),
                        prepared.getRegion(),
                        prepared.getPlanDigest(),
                        prepared.getHealthy(),
                        prepared.getProblems(),
                        WorkloadMapping.fromWire(prepared.getRunning())));
            case RegionDeploying deploying ->
                Optional.of(new RegionReport.Deploying(deploying.getDeploymentId(), deploying.getRegion()));
            case ServiceDeployed deployed ->
                Optional.of(new RegionReport.ServiceDeployed(
                        deployed.getDeploymentId(), deployed.getRegion(), deployed.getService()));
            case RegionValidating validating ->
                Optional.of(new RegionReport.Validating(validating.getDeploymentId(), validating.getRegion()));
            case RegionCompleted completed -> completed(completed);
            case RegionConnected connected ->
                Optional.of(new RegionReport.Connected(
                        connected.getDeploymentId(),
                        connected.getRegion(),
                        connected.getPlanDigest(),
                        validation(connected.getValidation())));
            case RegionFailed failed -> failed(failed);
            case RegionRollingBack back ->
                Optional.of(new RegionReport.RollingBack(
                        back.getDeploymentId(),
                        back.getRegion(),
                        new Cause(
                                back.getRule(),
                                back.getRegion(),
                                back.getService(),
                                back.getMessage(),
                                EvidenceMapping.fromWire(back.getEvidence())),
                        back.getOrdered()));
            case RegionReturned back ->
                Optional.of(new RegionReport.Returned(
                        back.getDeploymentId(), back.getRegion(), WorkloadMapping.fromWire(back.getRunning())));
            case RegionRolledBack back ->
                Optional.of(new RegionReport.RolledBack(
                        back.getDeploymentId(),
                        back.getRegion(),
                        WorkloadMapping.fromWire(back.getRunning()),
                        validations(back.getValidationResults())));
            case ServiceRemoved removed ->
                Optional.of(new RegionReport.ServiceRemoved(
                        removed.getDeploymentId(), removed.getRegion(), removed.getService()));
            case RegionRollbackFailed failed ->
                Optional.of(new RegionReport.RollbackFailed(
                        failed.getDeploymentId(),
                        failed.getRegion(),
                        failed.getService(),
                        failed.getReason(),
                        failed.getMessage()));
            default -> Optional.empty();
        };
    }

    private static Optional<RegionReport> completed(RegionCompleted completed) {
        return Optional.of(new RegionReport.Completed(
                completed.getDeploymentId(),
                completed.getRegion(),
                completed.getPlanDigest(),
                completed.getWave(),
                completed.getServicesDeployed(),
                completed.getServicesHealthy(),
                validations(completed.getValidationResults())));
    }

    private static Optional<RegionReport> failed(RegionFailed failed) {
        return Optional.of(new RegionReport.Failed(
                failed.getDeploymentId(),
                failed.getRegion(),
                new Cause(
                        failed.getReason(),
                        failed.getRegion(),
                        failed.getService(),
                        failed.getMessage(),
                        EvidenceMapping.fromWire(failed.getEvidence())),
                failed.getFrozen(),
                validations(failed.getValidationResults())));
    }

    private static List<Validated> validations(List<ValidationResult> results) {
        return results.stream().map(InputMapping::validation).toList();
    }

    private static Validated validation(ValidationResult result) {
        return new Validated(result.getName(), result.getOutcome().name(), result.getMessage(), result.getAt());
    }
}
