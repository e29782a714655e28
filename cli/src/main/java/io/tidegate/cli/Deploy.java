package io.tidegate.cli;

import io.tidegate.schemas.avro.RequestDeployment;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deploys an estate. */
@Command(name = "deploy", description = "Deploys an estate, wave by wave.", mixinStandardHelpOptions = true)
final class Deploy extends Requesting {
    static final Duration FIRST_ANSWER = Duration.ofSeconds(30);

    @Mixin
    private StartOptions start = new StartOptions();

    @Option(names = "--dry-run", description = "Prints the plan, and does nothing.")
    private boolean dryRun;

    @Option(names = "--wait", description = "Waits until the deployment has ended, or waits for approval.")
    private boolean wait;

    @Option(names = "--timeout", description = "Seconds to wait (default: ${DEFAULT-VALUE}).", defaultValue = "3600")
    private int timeout = 3600;

    @Override
    protected RequestDeployment onTerms(RequestDeployment request) {
        return start.of(request);
    }

    @Override
    protected ExitCode run() {
        return file.use(
                err(),
                dryRun
                        ? this::showPlan
                        : estate -> request(estate, wait, wait ? Duration.ofSeconds(timeout) : FIRST_ANSWER));
    }
}
