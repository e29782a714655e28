package io.tidegate.cli;

import io.tidegate.schemas.avro.Actor;
import io.tidegate.schemas.avro.ApprovalDecision;
import io.tidegate.schemas.avro.ApproveDeployment;
import io.tidegate.schemas.avro.CancelDeployment;
import io.tidegate.schemas.avro.DeploymentStatus;
import io.tidegate.schemas.avro.RollBackDeployment;
import io.tidegate.schemas.topics.KeyShape;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.Heading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

    /**
     * Whether this status answers the order.
     *
     * @param obeyed when the order was carried out; the end of time where it was not
     */
    protected boolean isAnswer(DeploymentStatus status, Instant obeyed) {
        return DeploymentView.ended(status) && !status.getPhase().equals("completed");
    }

    /** The record that says what is ordered; its heading is set over it. */
    protected abstract SpecificRecord order();

    /** Whose order it is. */
    protected Actor actor() {
        return Deploying.actor(reason);
    }

    @Override
    protected ExitCode run() throws Exception {
        var controlPlane = controlPlane();
        try (var feed = controlPlane.feed(Topic.DEPLOYMENT_STATUS, Topic.DEPLOYMENT_EVENTS)) {
            var known = latest(feed);
            if (known.isEmpty()) {
                err().println("tidegate: there is no deployment '" + id + "'; see `tidegate get deployments`");
                return ExitCode.NOT_FOUND;
            }
            var commandId = "c-" + UUID.randomUUID();
            var estate = known.get().getEstate();
            var environment = known.get().getEnvironment();
            var heading = new Heading(commandId, id, estate, environment, actor(), Instant.now(), 0);
            controlPlane.send(commandId, KeyShape.AGGREGATE.of(estate, environment), heading.over(order()));
            return answer(Deploying.follow(
                    feed, Trail.of(id), commandId, Duration.ofSeconds(timeout), this::isAnswer, ignored -> {}));
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
        var answer = followed.status().filter(status -> isAnswer(status, followed.obeyed()));
        if (answer.isEmpty()) {
            err().println("tidegate: '" + id + "' has not got there within " + timeout + " s; see `tidegate status`");
            return ExitCode.TIMEOUT;
        }
        DeploymentView.answer(answer.get()).print(output, out());
        return answer.get().getPhase().equals("held") ? ExitCode.HELD : ExitCode.DONE;
    }

    /** Whether a status tells what a command has come to that was carried out at once. */
    static boolean isSince(DeploymentStatus status, Instant obeyed) {
        return !status.getUpdatedAt().isBefore(obeyed);
    }

    /** Agrees to a deployment that waits for it, or rejects it. */
    @Command(
            name = "approve",
            description = "Agrees to a deployment that waits for approval, or rejects it.",
            mixinStandardHelpOptions = true)
    static final class Approve extends Order {
        @Option(
                names = "--role",
                paramLabel = "ROLE",
                split = ",",
                description = "A role of yours that counts; may be repeated (default: $TIDEGATE_ROLES).",
                defaultValue = "${env:TIDEGATE_ROLES}")
        private @Nullable List<String> roles;

        @Option(names = "--reject", description = "Rejects it; it ends as failed.")
        private boolean reject;

        @Override
        protected boolean isAnswer(DeploymentStatus status, Instant obeyed) {
            return isSince(status, obeyed);
        }

        @Override
        protected Actor actor() {
            return Deploying.actor(reason, roles == null ? List.of() : roles);
        }

        @Override
        protected SpecificRecord order() {
            return ApproveDeployment.newBuilder()
                    .setDecision(reject ? ApprovalDecision.reject : ApprovalDecision.approve)
                    .build();
        }
    }

    /** Ends a deployment that is under way. */
    @Command(
            name = "cancel",
            description = "Ends a deployment that waits or is under way, and undoes what it did.",
            mixinStandardHelpOptions = true)
    static final class Cancel extends Order {
        @Override
        protected SpecificRecord order() {
            return CancelDeployment.newBuilder().build();
        }
    }

    /** Takes a deployment back. */
    @Command(
            name = "rollback",
            description = "Takes a deployment back in every region, also after it completed.",
            mixinStandardHelpOptions = true)
    static final class RollBack extends Order {
        @Override
        protected SpecificRecord order() {
            return RollBackDeployment.newBuilder().build();
        }
    }
}
