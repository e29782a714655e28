package io.tidegate.cli;

import io.tidegate.estate.Estate;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deploys an estate. */
@Command(name = "deploy", description = "Deploys an estate, wave by wave.", mixinStandardHelpOptions = true)
final class Deploy extends PlanningCommand {
    @Option(names = "--reason", description = "Why; it is kept with the deployment.", defaultValue = "")
    private String reason = "";

    @Mixin
    private StartOptions start = new StartOptions();

    @Option(names = "--dry-run", description = "Prints the plan, and does nothing.")
    private boolean dryRun;

    @Option(names = "--wait", description = "Waits until the deployment has ended, or waits for approval.")
    private boolean wait;

    @Option(names = "--timeout", description = "Seconds to wait (default: ${DEFAULT-VALUE}).", defaultValue = "3600")
    private int timeout = 3600;

    @Override
    protected ExitCode run() {
        return file.use(err(), dryRun ? this::showPlan : this::deploy);
    }

    private ExitCode deploy(Estate estate) {
        try {
            var request = start.of(
                    Deploying.request(estate.name(), environment, Files.readString(file.path()), images, reason));
            var followed = new Deploying(controlPlane())
                    .deploy(request, Duration.ofSeconds(wait ? timeout : 30), wait, status -> err().println(
                                    DeploymentView.line(status)));
            return report(followed);
        } catch (IOException | ExecutionException failure) {
            throw new IllegalStateException(failure.getMessage(), failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return ExitCode.ERROR;
        }
    }

    private ExitCode report(Deploying.Followed followed) {
        if (followed.refused().isPresent()) {
            err().println("tidegate: refused (" + followed.refused().get().getReason() + "): "
                    + followed.refused().get().getMessage());
            return Deploying.exitCode(followed.refused().get());
        }
        if (followed.status().isEmpty()) {
            err().println("tidegate: no answer from the planner in time; see `tidegate status`");
            return ExitCode.TIMEOUT;
        }
        var status = followed.status().get();
        DeploymentView.answer(status).print(output, out());
        if (!wait) {
            return ExitCode.DONE;
        }
        return DeploymentView.rests(status) ? DeploymentView.exitCode(status) : ExitCode.TIMEOUT;
    }
}
