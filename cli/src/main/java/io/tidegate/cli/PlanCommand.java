package io.tidegate.cli;

import picocli.CommandLine.Command;

/** Shows what a deployment would do. */
@Command(
        name = "plan",
        description = "Shows what a deployment would do, compared with what runs; where nothing runs, every service is"
                + " new.",
        mixinStandardHelpOptions = true)
final class PlanCommand extends PlanningCommand {
    @Override
    protected ExitCode run() {
        return file.use(err(), this::showPlan);
    }
}
