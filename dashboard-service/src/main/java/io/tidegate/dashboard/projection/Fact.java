package io.tidegate.dashboard.projection;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a record of the log says, as far as it is served. */
public sealed interface Fact {
    /** The current state of something, or that a command was refused: what streams tell. */
    sealed interface Status extends Fact {
        String deployment();

        String estate();

        String environment();

        /** When it was written. */
        Instant at();
    }

    /** The state of a deployment. */
    record Deployment(
            String deployment,
            String estate,
            String environment,
            String status,
            String phase,
            int currentWave,
            Instant startTime,
            Instant estimatedCompletion,
            List<RegionProgress> regions,
            String reason,
            Optional<String> continuedAs,
            Actor actor,
            Instant at)
            implements Status {
        public Deployment {
            regions = List.copyOf(regions);
        }
    }

    /** The state of a region within a deployment. */
    record Region(
            String deployment, String estate, String environment, RegionProgress progress, String reason, Instant at)
            implements Status {}

    /** The state of a service in a region. */
    record Service(
            String deployment,
            String estate,
            String environment,
            String region,
            String service,
            Optional<String> image,
            String phase,
            Map<String, Integer> weights,
            String health,
            int replicas,
            Instant at)
            implements Status {
        public Service {
            weights = Map.copyOf(weights);
        }
    }

    /** A command was not carried out. */
    record Refusal(
            String commandId,
            String command,
            String deployment,
            String estate,
            String environment,
            String reason,
            String message,
            Instant at)
            implements Status {
        /** As one of the decisions on its deployment. */
        public Decided asDecision() {
            return new Decided(
                    deployment,
                    estate,
                    environment,
                    new Decision(at, "command_refused", reason, "", "", command + ": " + message, Optional.empty()),
                    Optional.empty(),
                    Optional.of(commandId));
        }
    }

    /** Somebody asked for something; its document is not kept. */
    record Command(
            String commandId,
            String word,
            String deployment,
            String estate,
            String environment,
            Actor actor,
            Instant requestedAt,
            String fingerprint)
            implements Fact {}

    /**
     * Something was decided.
     *
     * @param deployment on which; empty for what concerns all of an environment, such as a freeze
     * @param actor who ordered it, where somebody did
     * @param commandId by which command, where the log says so
     */
    record Decided(
            String deployment,
            String estate,
            String environment,
            Decision decision,
            Optional<Actor> actor,
            Optional<String> commandId)
            implements Fact {}
}
