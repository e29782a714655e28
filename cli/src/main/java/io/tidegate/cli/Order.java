package io.tidegate.cli;

import io.tidegate.schemas.avro.CancelDeployment;
import io.tidegate.schemas.avro.DeploymentStatus;
import io.tidegate.schemas.avro.RollBackDeployment;
import io.tidegate.schemas.topics.KeyShape;
import io.tidegate.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Orders that concern one deployment. */
abstract class Order extends ControlPlaneCommand {
    @Parameters(paramLabel = "ID", description = "The deployment.")
    protected String id = "";

    @Option(names = "--reason", description = "Why; it is kept with the deployment.", defaultValue = "")
    protected String reason = "";

    @Option(names = "--timeout", description = "Seconds to wait (default: ${DEFAULT-VALUE}).", defaultValue = "120")
    private int timeout = 120;

    /** The record that says the order. */
    protected abstract SpecificRecord order(String commandId, DeploymentStatus of);

    @Override
    protected ExitCode run() throws Exception {
        var controlPlane = controlPlane();
        try (var feed = controlPlane.feed(Topic.DEPLOYMENT_STATUS)) {
            var known = latest(feed);
            if (known.isEmpty()) {
                err().println("tidegate: there is no deployment '" + id + "'; see `tidegate get deployments`");
                return ExitCode.NOT_FOUND;
            }
            var commandId = "c-" + UUID.randomUUID();
            var aggregate =
                    KeyShape.AGGREGATE.of(known.get().getEstate(), known.get().getEnvironment());
            controlPlane.send(commandId, aggregate, order(commandId, known.get()));
            return answer(
                    Deploying.follow(feed, id, commandId, Duration.ofSeconds(timeout), Order::isEnd, ignored -> {}));
        }
    }

    /** The deployment as the feed knows it now. */
    private Optional<DeploymentStatus> latest(ControlPlane.Feed feed) {
        var known = new AtomicReference<@Nullable DeploymentStatus>();
        feed.readAll((key, record) -> {
            if (record instanceof DeploymentStatus status
                    && status.getDeploymentId().equals(id)) {
                known.set(status);
            }
        });
        return Optional.ofNullable(known.get());
    }

    private ExitCode answer(Deploying.Followed followed) {
        if (followed.refused().isPresent()) {
            var refused = followed.refused().get();
            err().println("tidegate: refused (" + refused.getReason() + "): " + refused.getMessage());
            return Deploying.exitCode(refused);
        }
        var end = followed.status().filter(Order::isEnd);
        if (end.isEmpty()) {
            err().println("tidegate: '" + id + "' has not ended within " + timeout + " s; see `tidegate status`");
            return ExitCode.TIMEOUT;
        }
        DeploymentView.answer(end.get()).print(output, out());
        return end.get().getPhase().equals("held") ? ExitCode.HELD : ExitCode.DONE;
    }

    private static boolean isEnd(DeploymentStatus status) {
        return DeploymentView.ended(status) && !status.getPhase().equals("completed");
    }

    /** Ends a deployment that is under way. */
    @Command(
            name = "cancel",
            description = "Ends a deployment that is under way, and undoes what it did.",
            mixinStandardHelpOptions = true)
    static final class Cancel extends Order {
        @Override
        protected SpecificRecord order(String commandId, DeploymentStatus of) {
            return CancelDeployment.newBuilder()
                    .setCommandId(commandId)
                    .setDeploymentId(id)
                    .setEstate(of.getEstate())
                    .setEnvironment(of.getEnvironment())
                    .setActor(Deploying.actor(reason))
                    .setRequestedAt(Instant.now())
                    .build();
        }
    }

    /** Takes a deployment back. */
    @Command(
            name = "rollback",
            description = "Takes a deployment back in every region, also after it completed.",
            mixinStandardHelpOptions = true)
    static final class RollBack extends Order {
        @Override
        protected SpecificRecord order(String commandId, DeploymentStatus of) {
            return RollBackDeployment.newBuilder()
                    .setCommandId(commandId)
                    .setDeploymentId(id)
                    .setEstate(of.getEstate())
                    .setEnvironment(of.getEnvironment())
                    .setActor(Deploying.actor(reason))
                    .setRequestedAt(Instant.now())
                    .build();
        }
    }
}
