package io.tidegate.cli;

import io.tidegate.schemas.avro.CancelDeployment;
import io.tidegate.schemas.avro.DeploymentStatus;
import io.tidegate.schemas.avro.RollBackDeployment;
import io.tidegate.schemas.topics.KeyShape;
import io.tidegate.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Orders that concern one deployment. */
abstract class Order extends SuiteCommand {
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
        var known = new AtomicReference<@Nullable DeploymentStatus>();
        controlPlane.readAll(
                (key, record) -> {
                    if (record instanceof DeploymentStatus status
                            && status.getDeploymentId().equals(id)) {
                        known.set(status);
                    }
                },
                Topic.DEPLOYMENT_STATUS);
        var status = known.get();
        if (status == null) {
            err().println("tidegate: there is no deployment '" + id + "'; see `tidegate get deployments`");
            return ExitCode.NOT_FOUND;
        }
        var commandId = "c-" + UUID.randomUUID();
        controlPlane.send(
                commandId,
                KeyShape.AGGREGATE.of(status.getEstate(), status.getEnvironment()),
                order(commandId, status));
        var end = Instant.now().plusSeconds(timeout);
        while (Instant.now().isBefore(end)) {
            var followed =
                    new Deploying(controlPlane).follow(id, commandId, Duration.ofSeconds(2), true, ignored -> {});
            if (followed.refused().isPresent()) {
                err().println("tidegate: refused (" + followed.refused().get().getReason() + "): "
                        + followed.refused().get().getMessage());
                return Deploying.exitCode(followed.refused().get());
            }
            var now = followed.status();
            if (now.isPresent() && DeploymentView.ended(now.get()) && isEnd(now.get())) {
                DeploymentView.answer(now.get()).print(output, out());
                return now.get().getPhase().equals("held") ? ExitCode.HELD : ExitCode.DONE;
            }
        }
        return ExitCode.TIMEOUT;
    }

    private static boolean isEnd(DeploymentStatus status) {
        return !status.getPhase().equals("completed");
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
