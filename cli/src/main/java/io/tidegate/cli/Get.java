package io.tidegate.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.schemas.avro.DeploymentStatus;
import io.tidegate.schemas.avro.RegionStatus;
import io.tidegate.schemas.avro.ServiceStatus;
import io.tidegate.schemas.topics.Topic;
import java.io.IOException;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists what there is. */
@Command(name = "get", description = "Lists deployments, regions or services.", mixinStandardHelpOptions = true)
final class Get extends SuiteCommand {
    private enum Kind {
        DEPLOYMENTS(Topic.DEPLOYMENT_STATUS),
        REGIONS(Topic.REGION_STATUS),
        SERVICES(Topic.SERVICE_STATUS);

        private final Topic topic;

        Kind(Topic topic) {
            this.topic = topic;
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(paramLabel = "KIND", description = "deployments, regions or services.")
    private Kind kind = Kind.DEPLOYMENTS;

    @Override
    protected ExitCode run() throws IOException {
        var found = new TreeMap<String, ObjectNode>();
        controlPlane()
                .readAll(
                        (key, record) -> {
                            switch (record) {
                                case DeploymentStatus status ->
                                    found.put(status.getStartTime() + key, DeploymentView.json(status));
                                case RegionStatus status ->
                                    found.put(
                                            key,
                                            DeploymentView.json(status.getState())
                                                    .put("deployment", status.getDeploymentId())
                                                    .put("reason", status.getReason()));
                                case ServiceStatus status -> found.put(key, service(status));
                                default -> {}
                            }
                        },
                        kind.topic);
        if (output == Output.JSON) {
            var list = JSON.createArrayNode();
            found.values().forEach(list::add);
            out().println(list.toPrettyString());
        } else {
            found.values().forEach(node -> out().println(row(node)));
        }
        out().flush();
        return ExitCode.DONE;
    }

    private static ObjectNode service(ServiceStatus status) {
        var node = JSON.createObjectNode()
                .put("region", status.getRegion())
                .put("service", status.getService())
                .put("image", status.getImage())
                .put("phase", status.getPhase())
                .put("health", status.getHealth())
                .put("replicas", status.getReplicas())
                .put("deployment", status.getDeploymentId());
        var weights = node.putObject("weights");
        status.getWeights().forEach(weights::put);
        return node;
    }

    private static String row(ObjectNode node) {
        var words = new StringBuilder();
        node.properties().forEach(entry -> {
            if (entry.getValue().isValueNode() && !entry.getValue().asText().isEmpty()) {
                words.append("%-22s ".formatted(entry.getValue().asText()));
            }
        });
        return words.toString().stripTrailing();
    }
}
