package io.tidegate.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.schemas.avro.DeploymentStatus;
import io.tidegate.schemas.avro.RegionState;
import io.tidegate.schemas.avro.ValidationOutcome;
import java.util.List;

/** A deployment as it is printed; other tools build on the JSON's shape. */
final class DeploymentView {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DeploymentView() {}

    static ObjectNode json(DeploymentStatus status) {
        var document = JSON.createObjectNode()
                .put("id", status.getDeploymentId())
                .put("estate", status.getEstate())
                .put("environment", status.getEnvironment())
                .put("status", status.getStatus().name())
                .put("phase", status.getPhase())
                .put("currentWave", status.getCurrentWave())
                .put("startTime", status.getStartTime().toString())
                .put("estimatedCompletion", status.getEstimatedCompletion().toString());
        var regions = document.putArray("regions");
        status.getRegions().forEach(region -> regions.add(json(region)));
        document.put("reason", status.getReason());
        return status.getContinuedAs().isEmpty() ? document : document.put("continuedAs", status.getContinuedAs());
    }

    static ObjectNode json(RegionState region) {
        var document = JSON.createObjectNode()
                .put("region", region.getRegion())
                .put("status", region.getStatus().name())
                .put("phase", region.getPhase())
                .put("servicesDeployed", region.getServicesDeployed())
                .put("servicesHealthy", region.getServicesHealthy())
                .put("rollbackAvailable", region.getRollbackAvailable());
        var results = document.putArray("validationResults");
        region.getValidationResults().forEach(result -> results.addObject()
                .put("name", result.getName())
                .put("outcome", result.getOutcome().name())
                .put("message", result.getMessage()));
        return document;
    }

    /** One line for a person. */
    static String line(DeploymentStatus status) {
        var regions = new StringBuilder();
        for (RegionState region : status.getRegions()) {
            regions.append("  ")
                    .append(region.getRegion())
                    .append(' ')
                    .append(region.getPhase())
                    .append(region.getServicesDeployed() > 0 ? " " + region.getServicesDeployed() : "");
        }
        return "%s  %s (%s, wave %d)%s%s"
                .formatted(
                        status.getDeploymentId(),
                        status.getStatus(),
                        status.getPhase(),
                        status.getCurrentWave(),
                        regions,
                        status.getReason().isEmpty() ? "" : "  why: " + status.getReason());
    }

    static boolean ended(DeploymentStatus status) {
        return switch (status.getPhase()) {
            case "completed", "settled", "rolled_back", "cancelled", "failed", "held" -> true;
            default -> false;
        };
    }

    /** Whether nothing goes on until people say so, or it has ended. */
    static boolean rests(DeploymentStatus status) {
        return ended(status) || status.getPhase().equals("awaiting_approval");
    }

    static ExitCode exitCode(DeploymentStatus status) {
        return switch (status.getPhase()) {
            case "completed", "settled" -> ExitCode.DONE;
            case "rolled_back" -> ExitCode.ROLLED_BACK;
            case "held", "awaiting_approval" -> ExitCode.HELD;
            default -> validationFailed(status) ? ExitCode.VALIDATION_FAILED : ExitCode.ERROR;
        };
    }

    private static boolean validationFailed(DeploymentStatus status) {
        return status.getRegions().stream()
                .flatMap(region -> region.getValidationResults().stream())
                .anyMatch(result -> result.getOutcome() == ValidationOutcome.failed);
    }

    /** All of it, in every form. */
    static Answer answer(DeploymentStatus status) {
        return new Answer(json(status), List.of(status.getDeploymentId()), () -> line(status) + "\n");
    }
}
