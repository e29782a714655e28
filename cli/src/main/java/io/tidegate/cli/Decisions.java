package io.tidegate.cli;

import io.tidegate.schemas.avro.Actor;
import io.tidegate.schemas.avro.ApprovalGiven;
import io.tidegate.schemas.avro.ApprovalRefused;
import io.tidegate.schemas.avro.CommandRefused;
import io.tidegate.schemas.avro.DeploymentCompleted;
import io.tidegate.schemas.avro.DeploymentQueued;
import io.tidegate.schemas.avro.DeploymentResumed;
import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.DeploymentStatus;
import io.tidegate.schemas.avro.Evidence;
import io.tidegate.schemas.avro.HealthVerdict;
import io.tidegate.schemas.avro.HoldOrdered;
import io.tidegate.schemas.avro.RegionPrepared;
import io.tidegate.schemas.avro.RegionRolledBack;
import io.tidegate.schemas.avro.ServiceDeployed;
import io.tidegate.schemas.avro.ServiceRolledBack;
import io.tidegate.schemas.avro.StabilityWatchStarted;
import io.tidegate.schemas.envelope.Envelope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/**
 * What a record on the log means as a decision. Events name their fields alike ({@code at}, {@code region}, {@code service},
 * {@code rule} or {@code reason}, {@code message}, {@code evidence}), so that one of a new type is explained as well.
 */
final class Decisions {
    private Decisions() {}

    /** The decision that a record tells of this deployment; what a status repeats is none. */
    static Optional<Explain.Decision> of(SpecificRecord record, String deployment) {
        if (record instanceof DeploymentStatus
                || text(record, "deploymentId").filter(deployment::equals).isEmpty()) {
            return Optional.empty();
        }
        return field(record, "at", Instant.class)
                .map(at -> new Explain.Decision(
                        at,
                        word(record),
                        rule(record),
                        text(record, "region").orElse(""),
                        text(record, "service").orElse(""),
                        message(record),
                        field(record, "evidence", Evidence.class)));
    }

    private static String word(SpecificRecord record) {
        return record instanceof HealthVerdict verdict
                ? "found_" + verdict.getVerdict()
                : Envelope.wordOf(record.getClass());
    }

    private static String rule(SpecificRecord record) {
        return switch (record) {
            case HealthVerdict verdict ->
                Optional.ofNullable(verdict.getEvidence())
                        .map(Evidence::getRule)
                        .orElse("evidence");
            case ServiceRolledBack back -> back.getMeans().name();
            case RegionRolledBack back -> "verified";
            case DeploymentStarted started -> "command";
            default ->
                text(record, "rule")
                        .or(() -> text(record, "reason"))
                        .or(() -> field(record, "wave", Integer.class).map(wave -> "wave"))
                        .orElse("");
        };
    }

    private static String message(SpecificRecord record) {
        return switch (record) {
            case DeploymentStarted started -> ordered(started.getActor());
            case HoldOrdered order -> "held by " + said(order.getActor());
            case DeploymentResumed resumed -> "resumed by " + said(resumed.getActor());
            case ApprovalGiven given -> "approved by " + said(given.getActor());
            case ApprovalRefused refused -> "rejected by " + said(refused.getActor());
            case DeploymentQueued queued -> ordered(queued.getActor()) + "; " + queued.getMessage();
            case RegionPrepared prepared ->
                prepared.getHealthy() ? "ready" : "not ready: " + String.join("; ", prepared.getProblems());
            case ServiceDeployed deployed -> deployed.getImage();
            case ServiceRolledBack back -> "by " + back.getMeans() + " to " + back.getImage();
            case StabilityWatchStarted watch -> "until " + watch.getUntil();
            case DeploymentCompleted completed -> "can be taken back until " + completed.getRollbackUntil();
            case RegionRolledBack back -> "verified";
            case CommandRefused refused -> refused.getCommand() + ": " + refused.getMessage();
            default -> text(record, "message").orElseGet(() -> wave(record));
        };
    }

    private static String ordered(Actor actor) {
        return "ordered by " + said(actor);
    }

    private static String said(Actor actor) {
        return actor.getName() + (actor.getReason().isBlank() ? "" : ": " + actor.getReason());
    }

    private static String wave(SpecificRecord record) {
        return field(record, "wave", Integer.class)
                .map(wave -> "wave " + wave
                        + field(record, "regions", List.class)
                                .map(regions -> " of " + regions)
                                .orElse(""))
                .orElse("");
    }

    private static Optional<String> text(SpecificRecord record, String name) {
        return field(record, name, String.class).filter(text -> !text.isBlank());
    }

    private static <T> Optional<T> field(SpecificRecord record, String name, Class<T> type) {
        return Stream.ofNullable(record.getSchema().getField(name))
                .map(field -> record.get(field.pos()))
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
