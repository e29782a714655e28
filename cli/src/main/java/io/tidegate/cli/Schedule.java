package io.tidegate.cli;

import io.tidegate.estate.Estate;
import io.tidegate.schemas.avro.IfBusy;
import io.tidegate.schemas.avro.RequestDeployment;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Has an estate deployed later. */
@Command(
        name = "schedule",
        description = "Has an estate deployed at a time, or after it when its turn comes; see `get lanes` for what is"
                + " scheduled, and `cancel` to have it not.",
        mixinStandardHelpOptions = true)
final class Schedule extends Requesting {
    @Option(
            names = "--at",
            paramLabel = "TIME",
            required = true,
            description = "When it shall start, such as 2026-12-01T02:00Z; at most 30 days ahead.")
    private Instant at = Instant.EPOCH;

    @Override
    protected RequestDeployment onTerms(RequestDeployment request) {
        return RequestDeployment.newBuilder(request)
                .setIfBusy(IfBusy.queue)
                .setNotBefore(at)
                .build();
    }

    @Override
    protected ExitCode run() {
        return at.isAfter(Instant.now()) ? file.use(err(), this::schedule) : past();
    }

    private ExitCode schedule(Estate estate) {
        return request(estate, false, Deploy.FIRST_ANSWER);
    }

    private ExitCode past() {
        err().println("tidegate: " + at + " is over; name a time to come, or deploy now with `tidegate deploy`");
        return ExitCode.INVALID_INPUT;
    }
}
