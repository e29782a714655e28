package io.tidegate.dashboard.kafka;

import io.tidegate.schemas.avro.Actor;
import io.tidegate.schemas.avro.ApprovalGiven;
import io.tidegate.schemas.avro.ApprovalRefused;
import io.tidegate.schemas.avro.ConnectivityCheckStarted;
import io.tidegate.schemas.avro.DeploymentCompleted;
import io.tidegate.schemas.avro.DeploymentQueued;
import io.tidegate.schemas.avro.DeploymentResumed;
import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.Evidence;
import io.tidegate.schemas.avro.GlobalTrafficUpdated;
import io.tidegate.schemas.avro.HealthVerdict;
import io.tidegate.schemas.avro.HoldOrdered;
import io.tidegate.schemas.avro.LaneFrozen;
import io.tidegate.schemas.avro.LaneUnfrozen;
import io.tidegate.schemas.avro.OrderSuperseded;
import io.tidegate.schemas.avro.RegionConnected;
import io.tidegate.schemas.avro.RegionDrained;
import io.tidegate.schemas.avro.RegionPrepared;
import io.tidegate.schemas.avro.RegionRolledBack;
import io.tidegate.schemas.avro.RegionUndrained;
import io.tidegate.schemas.avro.ServiceDeployed;
import io.tidegate.schemas.avro.ServiceRolledBack;
import io.tidegate.schemas.avro.StabilityWatchStarted;
import io.tidegate.schemas.envelope.Envelope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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
            case DeploymentStarted started -> "ordered by " + said(started.getActor());
            case DeploymentQueued queued -> "ordered by " + said(queued.getActor()) + "; " + queued.getMessage();
            case ApprovalGiven given -> "approved by " + said(given.getActor());
            case ApprovalRefused refused -> "rejected by " + said(refused.getActor());
            case HoldOrdered order -> "held by " + said(order.getActor());
            case DeploymentResumed resumed -> "resumed by " + said(resumed.getActor());
            case LaneFrozen frozen -> "frozen by " + said(frozen.getActor()) + until(frozen);
            case LaneUnfrozen over -> "unfrozen by " + said(over.getActor());
            case RegionDrained out -> "drained by " + said(out.getActor());
            case RegionUndrained in -> "undrained by " + said(in.getActor());
            case OrderSuperseded late -> late.getSetting() + ": " + late.getMessage();
            case RegionPrepared prepared ->
                prepared.getHealthy() ? "ready" : "not ready: " + String.join("; ", prepared.getProblems());
            case ServiceDeployed deployed -> deployed.getImage();
            case ServiceRolledBack back -> "by " + back.getMeans() + " to " + back.getImage();
            case ConnectivityCheckStarted check ->
                "asked of " + String.join(", ", check.getRegions()) + " until " + check.getUntil();
            case RegionConnected connected ->
                connected.getValidation().getOutcome() + ": "
                        + connected.getValidation().getMessage();
            case GlobalTrafficUpdated traffic -> shares(traffic) + "; " + traffic.getMessage();
            case StabilityWatchStarted watch -> "until " + watch.getUntil();
            case DeploymentCompleted completed ->
                "can be taken back until " + completed.getRollbackUntil()
                        + (completed.getMessage().isEmpty() ? "" : "; " + completed.getMessage());
            case RegionRolledBack back -> "verified";
            default ->
                Fields.text(record, "message")
                        .or(() -> Fields.of(record, "evidence", Evidence.class).map(Evidence::getMessage))
                        .or(() -> wave(record))
                        .orElse("");
        };
    }

    private static String said(Actor actor) {
        return actor.getName() + (actor.getReason().isBlank() ? "" : ": " + actor.getReason());
    }

    private static String until(LaneFrozen frozen) {
        return frozen.getUntil().equals(Instant.EPOCH) ? "" : ", until " + frozen.getUntil();
    }

    private static String shares(GlobalTrafficUpdated traffic) {
        return traffic.getShares().stream()
                .map(share -> share.getRegion() + " " + share.getPercent() + " %")
                .collect(Collectors.joining(", "));
    }

    private static Optional<String> wave(SpecificRecord record) {
        return Fields.of(record, "wave", Integer.class)
                .map(wave -> "wave " + wave
                        + Fields.of(record, "regions", List.class)
                                .map(regions -> " of " + regions)
                                .orElse(""));
    }
}
