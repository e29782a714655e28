package io.tidegate.cli;

import io.tidegate.schemas.avro.ControlPlaneHeartbeat;
import io.tidegate.schemas.avro.ControlPlaneTakenOver;
import io.tidegate.schemas.avro.FailOverControlPlane;
import io.tidegate.schemas.topics.KeyShape;
import io.tidegate.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets the planner of another region lead. */
@Command(
        name = "failover",
        description = "Lets the planner of another region lead; deployments under way go on there.",
        mixinStandardHelpOptions = true)
final class FailOver extends ControlPlaneCommand {
    @Option(names = "--to", paramLabel = "REGION", description = "The region that shall lead.", required = true)
    private String to = "";

    @Option(names = "--reason", description = "Why; it is kept on the log.", defaultValue = "")
    private String reason = "";

    @Option(names = "--timeout", description = "Seconds to wait (default: ${DEFAULT-VALUE}).", defaultValue = "30")
    private int timeout = 30;

    @Override
    protected ExitCode run() throws Exception {
        var controlPlane = controlPlane(to);
        if (!controlPlane.installation().candidates().contains(to)) {
            err().println("tidegate: no planner stands by in '" + to + "'; one of "
                    + String.join(", ", controlPlane.installation().candidates()) + " can lead");
            return ExitCode.NOT_FOUND;
        }
        var order = FailOverControlPlane.newBuilder()
                .setCommandId("c-" + UUID.randomUUID())
                .setRegion(to)
                .setActor(Deploying.actor(reason))
                .setAt(Instant.now())
                .build();
        var led = new TreeSet<Integer>();
        try (var feed = controlPlane.feed(Topic.CONTROL_PLANE)) {
            feed.readAll((key, record) -> {});
            for (int partition = 0; partition < Topic.CONTROL_PLANE.partitions(); partition++) {
                controlPlane.send(
                        order.getCommandId() + "-" + partition,
                        KeyShape.PARTITION.of("people", Integer.toString(partition)),
                        order,
                        partition);
            }
            var end = Instant.now().plus(Duration.ofSeconds(timeout));
            while (led.size() < Topic.CONTROL_PLANE.partitions()
                    && Instant.now().isBefore(end)) {
                feed.read((key, record) -> {
                    if (leads(record)) {
                        led.add(Integer.parseInt(key.substring(key.lastIndexOf('/') + 1)));
                    }
                });
            }
        }
        if (led.size() < Topic.CONTROL_PLANE.partitions()) {
            err().println("tidegate: the planner of " + to + " has not taken over all partitions within " + timeout
                    + " s, only " + led + "; see `tidegate get controlplane --via " + to + "`");
            return ExitCode.TIMEOUT;
        }
        out().println("the planner of " + to + " leads");
        return ExitCode.DONE;
    }

    private boolean leads(SpecificRecord record) {
        return switch (record) {
            case ControlPlaneTakenOver taken -> taken.getRegion().equals(to);
            case ControlPlaneHeartbeat heartbeat -> heartbeat.getRegion().equals(to) && !heartbeat.getAsking();
            default -> false;
        };
    }
}
