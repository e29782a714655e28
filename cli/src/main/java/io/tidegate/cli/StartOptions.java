package io.tidegate.cli;

import io.tidegate.schemas.avro.DeploymentPriority;
import io.tidegate.schemas.avro.IfBusy;
import io.tidegate.schemas.avro.RequestDeployment;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When a deployment shall start, and before which others. */
final class StartOptions {
    @Option(
            names = "--queue",
            description = "Waits for its turn while another deployment is under way; without it, it is refused then.")
    private boolean queue;

    @Option(
            names = "--replace",
            description =
                    "Takes back what is under way, and goes on from what ran before it; says what it does otherwise.")
    private boolean replace;

    @Option(
            names = "--not-before",
            paramLabel = "TIME",
            description = "The earliest time to start, such as 2026-12-24T22:00:00+01:00; at most 30 days ahead.")
    private @Nullable Instant notBefore;

    @Option(
            names = "--emergency",
            description =
                    "Goes before all that is no emergency: what is under way is taken back, and goes on afterwards.")
    private boolean emergency;

    @Option(
            names = "--max-wait",
            paramLabel = "SECONDS",
            description = "How long it may wait for its turn until it is given up; a day at most, and by default.")
    private int maxWait;

    @Option(
            names = "--override-freeze",
            description = "Goes ahead though a freeze is on; it takes --reason, which is kept.")
    private boolean overrideFreeze;

    RequestDeployment of(RequestDeployment request) {
        return RequestDeployment.newBuilder(request)
                .setPriority(emergency ? DeploymentPriority.emergency : DeploymentPriority.scheduled)
                .setIfBusy(replace ? IfBusy.replace : queue ? IfBusy.queue : IfBusy.refuse)
                .setNotBefore(notBefore == null ? Instant.EPOCH : notBefore)
                .setLongestWaitMillis(Duration.ofSeconds(maxWait).toMillis())
                .setOverrideFreeze(overrideFreeze)
                .build();
    }
}
