package io.tidegate.benchmarks;

import io.tidegate.schemas.avro.CommandRefused;
import io.tidegate.schemas.avro.DeploymentStatus;
import io.tidegate.schemas.avro.HealthVerdict;
import io.tidegate.schemas.avro.StepRequested;
import io.tidegate.schemas.avro.Verdict;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** What was heard of one deployment. */
final class Following {
    private final String deploymentId;
    private boolean stepped;
    private String phase = "";
    private String reason = "";
    private Optional<Instant> unhealthy = Optional.empty();

    Following(String deploymentId) {
        this.deploymentId = deploymentId;
    }

    void hear(SpecificRecord record) {
        switch (record) {
            case StepRequested step when step.getDeploymentId().equals(deploymentId) -> stepped = true;
            case DeploymentStatus status
            when status.getDeploymentId().equals(deploymentId) -> {
                phase = status.getPhase();
                reason = status.getReason();
            }
            case HealthVerdict verdict
            when verdict.getDeploymentId().equals(deploymentId)
                    && verdict.getVerdict() == Verdict.unhealthy
                    && unhealthy.isEmpty() -> unhealthy = Optional.of(verdict.getAt());
            case CommandRefused refused
            when refused.getCommandId().equals("c-" + deploymentId) ->
                throw new IllegalStateException("the planner refused " + deploymentId + ": " + refused.getMessage());
            default -> {}
        }
    }

    String deploymentId() {
        return deploymentId;
    }

    boolean stepped() {
        return stepped;
    }

    String phase() {
        return phase;
    }

    String reason() {
        return reason;
    }

    /** When the first verdict was given that the version is bad. */
    Optional<Instant> unhealthy() {
        return unhealthy;
    }
}
