package io.tidegate.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.schemas.avro.ControlPlaneHeartbeat;
import io.tidegate.schemas.avro.ControlPlaneTakenOver;
import io.tidegate.schemas.avro.DeploymentStatus;
import io.tidegate.schemas.avro.RegionStatus;
import io.tidegate.schemas.avro.ServiceStatus;
import io.tidegate.schemas.topics.Topic;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what there is. */
@Command(
        name = "get",
        description = "Lists deployments, regions, services, who leads, or what is frozen and waits by environment.",
        mixinStandardHelpOptions = true)
final class Get extends ControlPlaneCommand {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(
            paramLabel = "KIND",
            description = "deployments, regions, services, lanes (environments) or controlplane.",
            converter = Kind.Reading.class)
    private Kind kind = Kind.DEPLOYMENTS;

    @Option(
            names = {"-w", "--watch"},
            description = "Goes on with every change until it is stopped, one line each; as JSON, one document a line.")
    private boolean watch;

    /** One thing as it is listed: where it stands in the list, its name, its row and its document. */
    record Item(String order, String name, List<String> row, ObjectNode document) {
        Item {
            row = List.copyOf(row);
        }
    }

    @Override
    protected ExitCode run() throws IOException {
        var found = new TreeMap<String, Item>();
        var lanes = new Lanes();
        try (var feed = controlPlane().feed(kind.topics())) {
            boolean all = false;
            while (!all) {
                all = feed.read(
                        (key, record) -> item(lanes, key, record).ifPresent(item -> found.put(item.order(), item)));
            }
            answer(kind, List.copyOf(found.values())).print(output, out());
            while (watch && !out().checkError()) {
                feed.read((key, record) -> item(lanes, key, record).ifPresent(this::printChange));
            }
        }
        return ExitCode.DONE;
    }

    private Optional<Item> item(Lanes lanes, String key, SpecificRecord record) {
        return kind == Kind.LANES ? lanes.item(key, record, Instant.now()) : item(key, record);
    }

    /** A change is a line of its own; a YAML document begins with its marker, so that documents stay apart. */
    private void printChange(Item item) {
        switch (output) {
            case TABLE -> out().println(String.join("   ", item.row()));
            case JSON -> out().println(item.document());
            case YAML -> {
                out().println("---");
                new Answer(item.document(), List.of(), () -> "").print(Output.YAML, out());
            }
            case NAME -> out().println(item.name());
        }
        out().flush();
    }

    static Answer answer(Kind kind, List<Item> items) {
        var list = JSON.createArrayNode();
        items.forEach(item -> list.add(item.document()));
        return new Answer(list, items.stream().map(Item::name).toList(), () -> {
            var table = new Table(kind.headings().toArray(String[]::new));
            items.forEach(item -> table.row(item.row().toArray()));
            return table.toString();
        });
    }

    /** What a record of a status topic adds to the list; nothing for records that describe no state. */
    static Optional<Item> item(String key, SpecificRecord record) {
        return switch (record) {
            case DeploymentStatus status -> Optional.of(deployment(key, status));
            case RegionStatus status -> Optional.of(region(key, status));
            case ServiceStatus status -> Optional.of(service(key, status));
            case ControlPlaneHeartbeat said ->
                Optional.of(leader(key, said.getRegion(), said.getEpoch(), said.getAt()));
            case ControlPlaneTakenOver said ->
                Optional.of(leader(key, said.getRegion(), said.getEpoch(), said.getAt()));
            default -> Optional.empty();
        };
    }

    private static Item leader(String key, String region, long epoch, Instant at) {
        var partition = key.substring(key.lastIndexOf('/') + 1);
        var document = JSON.createObjectNode()
                .put("partition", Integer.parseInt(partition))
                .put("region", region)
                .put("epoch", epoch)
                .put("lastHeardAt", at.toString());
        return new Item(
                partition, partition, List.of(partition, region, Long.toString(epoch), at.toString()), document);
    }

    private static Item deployment(String key, DeploymentStatus status) {
        var row = new ArrayList<>(List.of(
                status.getDeploymentId(),
                status.getEstate(),
                status.getEnvironment(),
                status.getStatus().name(),
                status.getPhase(),
                Integer.toString(status.getCurrentWave()),
                status.getStartTime().toString(),
                status.getReason()));
        return new Item(status.getStartTime() + key, status.getDeploymentId(), row, DeploymentView.json(status));
    }

    private static Item region(String key, RegionStatus status) {
        var state = status.getState();
        var document = DeploymentView.json(state)
                .put("deployment", status.getDeploymentId())
                .put("estate", status.getEstate())
                .put("environment", status.getEnvironment())
                .put("reason", status.getReason());
        return new Item(
                key,
                state.getRegion(),
                List.of(
                        state.getRegion(),
                        status.getDeploymentId(),
                        state.getStatus().name(),
                        state.getPhase(),
                        Integer.toString(state.getServicesDeployed()),
                        Integer.toString(state.getServicesHealthy()),
                        state.getRollbackAvailable() ? "yes" : "no",
                        status.getReason()),
                document);
    }

    private static Item service(String key, ServiceStatus status) {
        var document = JSON.createObjectNode()
                .put("region", status.getRegion())
                .put("service", status.getService())
                .put("image", status.getImage())
                .put("phase", status.getPhase())
                .put("health", status.getHealth())
                .put("replicas", status.getReplicas())
                .put("deployment", status.getDeploymentId())
                .put("estate", status.getEstate())
                .put("environment", status.getEnvironment());
        var weights = document.putObject("weights");
        status.getWeights().forEach(weights::put);
        return new Item(
                key,
                status.getRegion() + "/" + status.getService(),
                List.of(
                        status.getRegion(),
                        status.getService(),
                        status.getImage() == null ? "-" : status.getImage(),
                        status.getPhase(),
                        status.getHealth(),
                        Integer.toString(status.getReplicas()),
                        Description.shares(status),
                        status.getDeploymentId()),
                document);
    }

    /** What is listed. */
    enum Kind {
        DEPLOYMENTS,
        REGIONS,
        SERVICES,
        LANES,
        CONTROLPLANE;

        /** What tells of it. */
        Topic[] topics() {
            return switch (this) {
                case DEPLOYMENTS -> new Topic[] {Topic.DEPLOYMENT_STATUS};
                case REGIONS -> new Topic[] {Topic.REGION_STATUS};
                case SERVICES -> new Topic[] {Topic.SERVICE_STATUS};
                case LANES -> new Topic[] {Topic.DEPLOYMENT_EVENTS, Topic.DEPLOYMENT_STATUS};
                case CONTROLPLANE -> new Topic[] {Topic.CONTROL_PLANE};
            };
        }

        List<String> headings() {
            return switch (this) {
                case DEPLOYMENTS -> List.of("ID", "ESTATE", "ENVIRONMENT", "STATUS", "PHASE", "WAVE", "STARTED", "WHY");
                case REGIONS ->
                    List.of("REGION", "DEPLOYMENT", "STATUS", "PHASE", "DEPLOYED", "HEALTHY", "ROLLBACK", "WHY");
                case SERVICES ->
                    List.of("REGION", "SERVICE", "IMAGE", "PHASE", "HEALTH", "REPLICAS", "TRAFFIC", "DEPLOYMENT");
                case LANES -> List.of("ESTATE", "ENVIRONMENT", "FREEZE", "DRAINED", "UNDER WAY", "QUEUE");
                case CONTROLPLANE -> List.of("PARTITION", "LEADER", "EPOCH", "LAST HEARD");
            };
        }

        /** Reads a kind in the plural or the singular. */
        static final class Reading implements ITypeConverter<Kind> {
            @Override
            public Kind convert(String word) {
                return Words.closest(word, List.of(Kind.values()));
            }
        }
    }
}
