package io.tidegate.dashboard.kafka;

import io.tidegate.dashboard.projection.Actor;
import io.tidegate.dashboard.projection.Decision;
import io.tidegate.dashboard.projection.Fact;
import io.tidegate.dashboard.projection.RegionProgress;
import io.tidegate.dashboard.projection.RegionProgress.Validation;
import io.tidegate.eventlog.mapping.EvidenceMapping;
import io.tidegate.schemas.avro.CommandRefused;
import io.tidegate.schemas.avro.DeploymentStatus;
import io.tidegate.schemas.avro.Evidence;
import io.tidegate.schemas.avro.GlobalTrafficUpdated;
import io.tidegate.schemas.avro.LaneFrozen;
import io.tidegate.schemas.avro.LaneUnfrozen;
import io.tidegate.schemas.avro.OrderSuperseded;
import io.tidegate.schemas.avro.RegionDrained;
import io.tidegate.schemas.avro.RegionState;
import io.tidegate.schemas.avro.RegionStatus;
import io.tidegate.schemas.avro.RegionUndrained;
import io.tidegate.schemas.avro.ServiceStatus;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** What a record of the contract says, as a fact. */
public final class FactMapping {
    private FactMapping() {}

    /**
     * The fact that a record tells; empty for records that tell none.
     *
     * @param key the record's key; events of an aggregate name their estate and environment there alone
     * @param eventId identity of the record, for a command whose client gave it none
     */
    public static Optional<Fact> fromWire(String key, SpecificRecord record, String eventId) {
        return switch (record) {
            case DeploymentStatus status -> Optional.of(deployment(status));
            case RegionStatus status -> Optional.of(region(status));
            case ServiceStatus status -> Optional.of(service(status));
            case CommandRefused refused -> Optional.of(refusal(refused));
            default ->
                OrderMapping.fromWire(record, eventId)
                        .<Fact>map(order -> order.asFact())
                        .or(() -> decided(key, record));
        };
    }

    private static Optional<Fact> decided(String key, SpecificRecord record) {
        var at = Fields.of(record, "at", Instant.class);
        var deployment = Fields.text(record, "deploymentId");
        if (at.isEmpty() || (deployment.isEmpty() && !isOfALane(record))) {
            return Optional.empty();
        }
        int slash = key.indexOf('/');
        return Optional.of(new Fact.Decided(
                deployment.orElse(""),
                slash < 0 ? "" : key.substring(0, slash),
                slash < 0 ? "" : key.substring(slash + 1),
                new Decision(
                        at.get(),
                        DecisionWords.word(record),
                        DecisionWords.rule(record),
                        Fields.text(record, "region").orElse(""),
                        Fields.text(record, "service").orElse(""),
                        DecisionWords.message(record),
                        evidence(record)),
                Fields.of(record, "actor", io.tidegate.schemas.avro.Actor.class).map(FactMapping::actor),
                Fields.text(record, "commandId")));
    }

    private static boolean isOfALane(SpecificRecord record) {
        return record instanceof LaneFrozen
                || record instanceof LaneUnfrozen
                || record instanceof RegionDrained
                || record instanceof RegionUndrained
                || record instanceof OrderSuperseded
                || record instanceof GlobalTrafficUpdated;
    }

    /** What a client of the contract left out is filled in: evidence must name a rule and say a sentence. */
    private static Optional<io.tidegate.judge.Evidence> evidence(SpecificRecord record) {
        return Fields.of(record, "evidence", Evidence.class).flatMap(evidence -> {
            if (evidence.getRule().isBlank() || evidence.getMessage().isBlank()) {
                evidence = Evidence.newBuilder(evidence)
                        .setRule(evidence.getRule().isBlank() ? "unknown" : evidence.getRule())
                        .setMessage(evidence.getMessage().isBlank() ? "nothing is said" : evidence.getMessage())
                        .build();
            }
            return EvidenceMapping.fromWire(evidence);
        });
    }

    static Actor actor(io.tidegate.schemas.avro.Actor actor) {
        return new Actor(actor.getName(), actor.getReason(), actor.getClient());
    }

    private static Fact.Deployment deployment(DeploymentStatus status) {
        return new Fact.Deployment(
                status.getDeploymentId(),
                status.getEstate(),
                status.getEnvironment(),
                status.getStatus().name(),
                status.getPhase(),
                status.getCurrentWave(),
                status.getStartTime(),
                status.getEstimatedCompletion(),
                status.getRegions().stream().map(FactMapping::progress).toList(),
                status.getReason(),
                Optional.of(status.getContinuedAs()).filter(id -> !id.isEmpty()),
                actor(status.getActor()),
                status.getUpdatedAt());
    }

    private static RegionProgress progress(RegionState state) {
        return new RegionProgress(
                state.getRegion(),
                state.getStatus().name(),
                state.getPhase(),
                state.getServicesDeployed(),
                state.getServicesHealthy(),
                state.getRollbackAvailable(),
                state.getValidationResults().stream()
                        .map(result -> new Validation(
                                result.getName(), result.getOutcome().name(), result.getMessage()))
                        .toList());
    }

    private static Fact.Region region(RegionStatus status) {
        return new Fact.Region(
                status.getDeploymentId(),
                status.getEstate(),
                status.getEnvironment(),
                progress(status.getState()),
                status.getReason(),
                status.getUpdatedAt());
    }

    private static Fact.Service service(ServiceStatus status) {
        return new Fact.Service(
                status.getDeploymentId(),
                status.getEstate(),
                status.getEnvironment(),
                status.getRegion(),
                status.getService(),
                Optional.ofNullable(status.getImage()),
                status.getPhase(),
                status.getWeights(),
                status.getHealth(),
                status.getReplicas(),
                status.getUpdatedAt());
    }

    private static Fact.Refusal refusal(CommandRefused refused) {
        return new Fact.Refusal(
                refused.getCommandId(),
                refused.getCommand(),
                refused.getDeploymentId(),
                refused.getEstate(),
                refused.getEnvironment(),
                refused.getReason(),
                refused.getMessage(),
                refused.getAt());
    }
}
