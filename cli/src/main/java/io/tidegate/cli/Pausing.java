package io.tidegate.cli;

import io.tidegate.schemas.avro.DeploymentStatus;
import io.tidegate.schemas.avro.HoldDeployment;
import io.tidegate.schemas.avro.ResumeDeployment;
import java.time.Duration;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Orders that stop a deployment between two waves, and let it go on. */
final class Pausing {
    private Pausing() {}

    /** Stops a deployment before its next wave. */
    @Command(
            name = "hold",
            description = "Stops a deployment before its next wave, until it is resumed.",
            mixinStandardHelpOptions = true)
    static final class Hold extends Order {
        @Option(
                names = "--max-wait",
                paramLabel = "SECONDS",
                description = "How long it may stand until it is taken back; a day at most, and by default.")
        private int maxWait;

        @Override
        protected boolean isAnswer(DeploymentStatus status, Instant obeyed) {
            return isSince(status, obeyed);
        }

        @Override
        protected SpecificRecord order() {
            return HoldDeployment.newBuilder()
                    .setLongestMillis(Duration.ofSeconds(maxWait).toMillis())
                    .build();
        }
    }

    /** Lets a deployment go on. */
    @Command(
            name = "resume",
            description = "Lets a deployment go on that is held before a wave, or because it overlaps with another.",
            mixinStandardHelpOptions = true)
    static final class Resume extends Order {
        @Override
        protected boolean isAnswer(DeploymentStatus status, Instant obeyed) {
            return isSince(status, obeyed);
        }

        @Override
        protected SpecificRecord order() {
            return ResumeDeployment.newBuilder().build();
        }
    }
}
