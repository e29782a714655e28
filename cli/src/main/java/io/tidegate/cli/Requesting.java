package io.tidegate.cli;

import io.tidegate.estate.Estate;
import io.tidegate.schemas.avro.RequestDeployment;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Option;

/** What the commands have in common that ask for a deployment. */
abstract class Requesting extends PlanningCommand {
    @Option(names = "--reason", description = "Why; it is kept with the deployment.", defaultValue = "")
    private String reason = "";

    /** The request on the terms that were asked for. */
    protected abstract RequestDeployment onTerms(RequestDeployment request);

    /**
     * Publishes the request, and waits for its first status or its end.
     *
     * @param toTheEnd whether to wait until it has ended, or waits for approval
     */
    protected ExitCode request(Estate estate, boolean toTheEnd, Duration longest) {
        try {
            var request = Deploying.request(estate.name(), environment, Files.readString(file.path()), images, reason);
            var followed = new Deploying(controlPlane())
                    .deploy(onTerms(request), longest, toTheEnd, status -> err().println(DeploymentView.line(status)));
            return report(followed, toTheEnd);
        } catch (IOException | ExecutionException failure) {
            throw new IllegalStateException(failure.getMessage(), failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return ExitCode.ERROR;
        }
    }

    private ExitCode report(Deploying.Followed followed, boolean toTheEnd) {
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
        if (!toTheEnd) {
            return ExitCode.DONE;
        }
        return DeploymentView.rests(status) ? DeploymentView.exitCode(status) : ExitCode.TIMEOUT;
    }
}
