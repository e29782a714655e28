package io.tidegate.coordinator.kafka;

import io.tidegate.coordinator.wave.Input;
import io.tidegate.coordinator.wave.ServiceWork.Health;
import io.tidegate.eventlog.mapping.EvidenceMapping;
import io.tidegate.eventlog.mapping.PlanMapping;
import io.tidegate.schemas.avro.ConnectivityCheckStarted;
import io.tidegate.schemas.avro.DeploymentSettled;
import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.HealthVerdict;
import io.tidegate.schemas.avro.StepFailed;
import io.tidegate.schemas.avro.StepFailure;
import io.tidegate.schemas.avro.StepOutcomeUnknown;
import io.tidegate.schemas.avro.StepSucceeded;
import io.tidegate.schemas.avro.TestResult;
import io.tidegate.schemas.avro.ValidationOutcome;
import io.tidegate.schemas.avro.ValidationReported;
import io.tidegate.schemas.avro.WaveRollbackStarted;
import io.tidegate.schemas.avro.WaveStarted;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** What a region hears, from the wire. */
public final class InputMapping {
    private InputMapping() {}

    /** The input that a record means for {@code region}; empty for what does not concern it. */
    public static Optional<Input> fromWire(SpecificRecord record, long epoch, String region) {
        return switch (record) {
            case DeploymentStarted started -> {
                var plan = started.getPlan();
                yield PlanMapping.regionFromWire(plan, region)
                        .map(mine -> new Input.Prepare(
                                started.getDeploymentId(),
                                plan.getDigest(),
                                epoch,
                                mine,
                                PlanMapping.fromWire(plan.getPolicy())));
            }
            case WaveStarted wave
            when wave.getRegions().contains(region) ->
                Optional.of(new Input.StartWave(wave.getDeploymentId(), wave.getPlanDigest(), epoch));
            case WaveRollbackStarted wave
            when wave.getRegions().contains(region) ->
                Optional.of(new Input.TakeBack(wave.getDeploymentId(), wave.getForced(), epoch));
            case DeploymentSettled settled -> Optional.of(new Input.Settle(settled.getDeploymentId(), epoch));
            case StepSucceeded done -> Optional.of(new Input.StepDone(done.getStepId()));
            case StepFailed failed ->
                Optional.of(new Input.StepFailed(
                        failed.getStepId(),
                        failed.getService(),
                        failed.getReason().name(),
                        passing(failed.getReason()),
                        failed.getMessage()));
            case StepOutcomeUnknown unknown ->
                Optional.of(new Input.StepFailed(
                        unknown.getStepId(), unknown.getService(), "unknown", true, unknown.getMessage()));
            case ConnectivityCheckStarted check
            when check.getRegions().contains(region) ->
                Optional.of(new Input.Connect(
                        check.getDeploymentId(), check.getPlanDigest(), check.getWithout(), epoch, check.getUntil()));
            case ValidationReported report ->
                Optional.of(new Input.ValidationReported(
                        report.getValidationId(), report.getOutcome().name(), failing(report), report.getMessage()));
            case HealthVerdict verdict
            when verdict.getRegion().equals(region) ->
                Optional.of(new Input.Verdict(
                        verdict.getDeploymentId(),
                        verdict.getService(),
                        verdict.getVersion(),
                        Health.valueOf(verdict.getVerdict().name().toUpperCase(Locale.ROOT)),
                        EvidenceMapping.fromWire(verdict.getEvidence()),
                        verdict.getMessage()));
            default -> Optional.empty();
        };
    }

    /** The service that the first failed test asked. */
    private static String failing(ValidationReported report) {
        return report.getTests().stream()
                .filter(test -> test.getOutcome() == ValidationOutcome.failed)
                .map(TestResult::getService)
                .findFirst()
                .orElse("");
    }

    /** Whether trying again may help. */
    private static boolean passing(StepFailure reason) {
        return switch (reason) {
            case runtime_unavailable, conflict, deadline_exceeded, unknown -> true;
            case not_ready, crash_loop, image_unavailable, fenced, refused, invalid -> false;
        };
    }
}
