package io.tidegate.dashboard.kafka;

import io.tidegate.schemas.avro.Actor;
import io.tidegate.schemas.avro.DeploymentCompleted;
import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.Evidence;
import io.tidegate.schemas.avro.HealthVerdict;
import io.tidegate.schemas.avro.RegionPrepared;
import io.tidegate.schemas.avro.RegionRolledBack;
import io.tidegate.schemas.avro.ServiceDeployed;
import io.tidegate.schemas.avro.ServiceRolledBack;
import io.tidegate.schemas.avro.StabilityWatchStarted;
import io.tidegate.schemas.envelope.Envelope;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** How an event reads as a decision: the words that {@code tidegate explain} uses as well. */
final class DecisionWords {
    private DecisionWords() {}

    static String word(SpecificRecord record) {
        return record instanceof HealthVerdict verdict
                ? "found_" + verdict.getVerdict()
                : Envelope.wordOf(record.getClass());
    }

    static String rule(SpecificRecord record) {
        return switch (record) {
            case HealthVerdict verdict -> {
                var evidence = verdict.getEvidence();
                yield evidence == null ? "evidence" : evidence.getRule();
            }
            case ServiceRolledBack back -> back.getMeans().name();
            case RegionRolledBack back -> "verified";
            case DeploymentStarted started -> "command";
            default ->
                Fields.text(record, "rule")
                        .or(() -> Fields.text(record, "reason"))
                        .orElseGet(() -> wave(record).isPresent() ? "wave" : "");
        };
    }

    static String message(SpecificRecord record) {
        return switch (record) {
            case DeploymentStarted started -> ordered(started.getActor());
            case RegionPrepared prepared ->
                prepared.getHealthy() ? "ready" : "not ready: " + String.join("; ", prepared.getProblems());
            case ServiceDeployed deployed -> deployed.getImage();
            case ServiceRolledBack back -> "by " + back.getMeans() + " to " + back.getImage();
            case StabilityWatchStarted watch -> "until " + watch.getUntil();
            case DeploymentCompleted completed -> "can be taken back until " + completed.getRollbackUntil();
            case RegionRolledBack back -> "verified";
            default ->
                Fields.text(record, "message")
                        .or(() -> Fields.of(record, "evidence", Evidence.class).map(Evidence::getMessage))
                        .or(() -> wave(record))
                        .orElse("");
        };
    }

    private static String ordered(Actor actor) {
        return "ordered by " + actor.getName() + (actor.getReason().isBlank() ? "" : ": " + actor.getReason());
    }

    private static Optional<String> wave(SpecificRecord record) {
        return Fields.of(record, "wave", Integer.class)
                .map(wave -> "wave " + wave
                        + Fields.of(record, "regions", List.class)
                                .map(regions -> " of " + regions)
                                .orElse(""));
    }
}
