package io.tidegate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tidegate.dashboard.projection.Decision;
import io.tidegate.schemas.avro.DeploymentStatus;
import io.tidegate.schemas.avro.RegionState;
import io.tidegate.schemas.avro.RegionStatus;
import io.tidegate.schemas.avro.ServiceStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/** What the status topics say, told of one thing on one screen with a line that says why. */
final class Description {
    private static final int SHOWN_DECISIONS = 6;
    private static final int SHOWN_SERVICES = 14;
    private static final int SHOWN_NAMES = 8;

    private final Map<String, DeploymentStatus> deployments = new TreeMap<>();
    private final Map<String, RegionStatus> regions = new TreeMap<>();
    private final Map<String, ServiceStatus> services = new TreeMap<>();

    /** Takes in a record of a status topic; the last one of a key counts. */
    void hear(SpecificRecord record) {
        switch (record) {
            case DeploymentStatus status -> deployments.put(status.getDeploymentId(), status);
            case RegionStatus status -> regions.merge(status.getState().getRegion(), status, Description::newer);
            case ServiceStatus status -> services.put(status.getRegion() + "/" + status.getService(), status);
            default -> {}
        }
    }

    private static RegionStatus newer(RegionStatus one, RegionStatus other) {
        return one.getUpdatedAt().isAfter(other.getUpdatedAt()) ? one : other;
    }

    /** The deployment that decided the present state of the thing, if there is such a thing. */
    Optional<String> deploymentOf(Describe.Kind kind, String name) {
        return switch (kind) {
            case DEPLOYMENT -> Optional.ofNullable(deployments.get(name)).map(DeploymentStatus::getDeploymentId);
            case REGION -> Optional.ofNullable(regions.get(name)).map(RegionStatus::getDeploymentId);
            case SERVICE ->
                instances(name)
                        .max(Comparator.comparing(ServiceStatus::getUpdatedAt))
                        .map(ServiceStatus::getDeploymentId);
        };
    }

    /** Names of what there is of this kind; of many, the newest or first. */
    List<String> names(Describe.Kind kind) {
        return switch (kind) {
            case DEPLOYMENT ->
                deployments.values().stream()
                        .sorted(Comparator.comparing(DeploymentStatus::getStartTime)
                                .reversed())
                        .limit(SHOWN_NAMES)
                        .map(DeploymentStatus::getDeploymentId)
                        .toList();
            case REGION -> List.copyOf(regions.keySet());
            case SERVICE ->
                services.values().stream()
                        .map(ServiceStatus::getService)
                        .distinct()
                        .sorted()
                        .toList();
        };
    }

    /** The description; empty where there is no such thing. */
    Optional<String> text(Describe.Kind kind, String name, List<Decision> decisions) {
        return switch (kind) {
            case DEPLOYMENT -> Optional.ofNullable(deployments.get(name)).map(status -> deployment(status, decisions));
            case REGION -> Optional.ofNullable(regions.get(name)).map(status -> region(status, decisions));
            case SERVICE -> instances(name).findFirst().map(any -> service(name, decisions));
        };
    }

    /** The same as data. */
    JsonNode document(Describe.Kind kind, String name) {
        var nodes = JsonNodeFactory.instance;
        return switch (kind) {
            case DEPLOYMENT ->
                Optional.ofNullable(deployments.get(name))
                        .<JsonNode>map(DeploymentView::json)
                        .orElse(nodes.nullNode());
            case REGION ->
                Optional.ofNullable(regions.get(name))
                        .<JsonNode>map(status -> DeploymentView.json(status.getState())
                                .put("deployment", status.getDeploymentId())
                                .put("reason", status.getReason()))
                        .orElse(nodes.nullNode());
            case SERVICE -> {
                var list = nodes.arrayNode();
                instances(name)
                        .flatMap(status -> Get.item(status.getRegion(), status).stream())
                        .forEach(item -> list.add(item.document()));
                yield list;
            }
        };
    }

    private Stream<ServiceStatus> instances(String service) {
        return services.values().stream().filter(status -> status.getService().equals(service));
    }

    private static String deployment(DeploymentStatus status, List<Decision> decisions) {
        var actor = status.getActor();
        var table = new Table("REGION", "STATUS", "PHASE", "DEPLOYED", "HEALTHY", "ROLLBACK", "VALIDATION");
        for (RegionState region : status.getRegions()) {
            table.row(
                    region.getRegion(),
                    region.getStatus(),
                    region.getPhase(),
                    region.getServicesDeployed(),
                    region.getServicesHealthy(),
                    region.getRollbackAvailable() ? "yes" : "no",
                    region.getValidationResults().stream()
                            .map(result -> result.getName() + " " + result.getOutcome())
                            .collect(Collectors.joining(", ")));
        }
        return line("Deployment", status.getDeploymentId())
                + line("Of", status.getEstate() + " to " + status.getEnvironment())
                + line("Status", status.getStatus() + " (" + status.getPhase() + "), wave " + status.getCurrentWave())
                + line("Why", why(status))
                + line("Asked by", actor.getName() + (actor.getReason().isEmpty() ? "" : ": " + actor.getReason()))
                + line("Started", status.getStartTime() + ", expected until " + status.getEstimatedCompletion())
                + "\n"
                + table
                + last(decisions);
    }

    private static String why(DeploymentStatus status) {
        if (!status.getReason().isEmpty()) {
            return status.getReason();
        }
        return switch (status.getStatus()) {
            case in_progress ->
                "all is well so far: " + behind(status) + " of "
                        + status.getRegions().size() + " regions are completed";
            case completed -> "every region was deployed and found healthy";
            case failed, rolling_back ->
                "no reason is recorded; see `tidegate explain " + status.getDeploymentId() + "`";
        };
    }

    private static long behind(DeploymentStatus status) {
        return status.getRegions().stream()
                .filter(region -> region.getStatus() == io.tidegate.schemas.avro.RegionWord.completed)
                .count();
    }

    private String region(RegionStatus status, List<Decision> decisions) {
        var state = status.getState();
        var here = services.values().stream()
                .filter(service -> service.getRegion().equals(state.getRegion()))
                .toList();
        var table = new Table("SERVICE", "IMAGE", "PHASE", "HEALTH", "REPLICAS", "TRAFFIC");
        here.stream()
                .limit(SHOWN_SERVICES)
                .forEach(service -> table.row(
                        service.getService(),
                        image(service),
                        service.getPhase(),
                        service.getHealth(),
                        service.getReplicas(),
                        shares(service)));
        int more = here.size() - SHOWN_SERVICES;
        return line("Region", state.getRegion())
                + line(
                        "Deployment",
                        status.getDeploymentId() + " of " + status.getEstate() + " to " + status.getEnvironment())
                + line(
                        "Status",
                        state.getStatus() + " (" + state.getPhase() + "), " + state.getServicesDeployed()
                                + " deployed, " + state.getServicesHealthy() + " healthy, rollback "
                                + (state.getRollbackAvailable() ? "available" : "not available"))
                + line("Why", or(status.getReason(), "nothing went wrong in the last deployment here"))
                + "\n"
                + table
                + (more > 0 ? "and " + more + " more\n" : "")
                + last(decisions.stream()
                        .filter(decision -> decision.region().equals(state.getRegion()))
                        .toList());
    }

    private String service(String name, List<Decision> decisions) {
        var table = new Table("REGION", "IMAGE", "PHASE", "HEALTH", "REPLICAS", "TRAFFIC", "DEPLOYMENT");
        instances(name)
                .forEach(status -> table.row(
                        status.getRegion(),
                        image(status),
                        status.getPhase(),
                        status.getHealth(),
                        status.getReplicas(),
                        shares(status),
                        status.getDeploymentId()));
        var mine = decisions.stream()
                .filter(decision -> decision.service().equals(name))
                .toList();
        return line("Service", name)
                + line(
                        "Of",
                        instances(name)
                                .map(status -> status.getEstate() + " in " + status.getEnvironment())
                                .distinct()
                                .collect(Collectors.joining(", ")))
                + line(
                        "Why",
                        mine.isEmpty()
                                ? "no verdict was needed in its last deployment"
                                : mine.getLast().message())
                + "\n"
                + table
                + last(mine);
    }

    /** Traffic by version. */
    static String shares(ServiceStatus status) {
        return new TreeMap<>(status.getWeights())
                .entrySet().stream()
                        .map(share -> share.getKey() + " " + share.getValue() + " %")
                        .collect(Collectors.joining(", "));
    }

    private static String image(ServiceStatus status) {
        return status.getImage() == null ? "-" : status.getImage();
    }

    private static String last(List<Decision> decisions) {
        if (decisions.isEmpty()) {
            return "";
        }
        var table = new Table("AT", "DECISION", "REGION", "SERVICE", "BECAUSE");
        decisions.stream()
                .skip(Math.max(0, decisions.size() - SHOWN_DECISIONS))
                .forEach(decision -> table.row(
                        time(decision.at()),
                        decision.word(),
                        or(decision.region(), "-"),
                        or(decision.service(), "-"),
                        decision.message()));
        return "\n" + table;
    }

    private static String time(Instant at) {
        return at.toString().replaceAll("^.*T|\\..*$|Z$", "");
    }

    private static String or(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }

    private static String line(String what, String text) {
        return "%-13s%s%n".formatted(what, text.replaceAll("\\s+", " "));
    }
}
