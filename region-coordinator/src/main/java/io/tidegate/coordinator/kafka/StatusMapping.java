package io.tidegate.coordinator.kafka;

import io.tidegate.coordinator.wave.Attempt;
import io.tidegate.coordinator.wave.Cause;
import io.tidegate.coordinator.wave.RegionLane;
import io.tidegate.coordinator.wave.ServiceWork;
import io.tidegate.coordinator.wave.ServiceWork.Stage;
import io.tidegate.eventlog.mapping.WorkloadMapping;
import io.tidegate.schemas.avro.RegionState;
import io.tidegate.schemas.avro.RegionStatus;
import io.tidegate.schemas.avro.RegionWord;
import io.tidegate.schemas.avro.ServiceStatus;
import io.tidegate.schemas.topics.KeyShape;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** The state of a region and its services, field by field as in the specification (S16); only what changed is said. */
final class StatusMapping {
    private StatusMapping() {}

    /** A status and its key. */
    record Status(String key, SpecificRecord record) {}

    static List<Status> changed(RegionLane before, RegionLane after, Instant now) {
        var attempt = after.attempt();
        if (attempt.isEmpty() || attempt.equals(before.attempt())) {
            return List.of();
        }
        var said = new ArrayList<Status>();
        var state = state(attempt.get());
        if (!before.attempt()
                .filter(known -> known.deploymentId().equals(attempt.get().deploymentId()))
                .map(StatusMapping::state)
                .equals(Optional.of(state))) {
            said.add(region(after, attempt.get(), state, now));
        }
        for (ServiceWork work : attempt.get().works().values()) {
            var known = before.attempt()
                    .filter(former -> former.deploymentId().equals(attempt.get().deploymentId()))
                    .map(former -> former.works().get(work.service()));
            if (known.isEmpty() || !sameToTheOutside(known.get(), work)) {
                said.add(service(after, attempt.get(), work, now));
            }
        }
        return said;
    }

    private static boolean sameToTheOutside(ServiceWork before, ServiceWork after) {
        return before.stage() == after.stage()
                && before.health() == after.health()
                && weights(before).equals(weights(after));
    }

    private static Status region(RegionLane lane, Attempt attempt, RegionState state, Instant now) {
        var parts = lane.key().split("/", 2);
        return new Status(
                KeyShape.DEPLOYMENT_REGION.of(attempt.deploymentId(), lane.region()),
                RegionStatus.newBuilder()
                        .setDeploymentId(attempt.deploymentId())
                        .setEstate(parts[0])
                        .setEnvironment(parts[1])
                        .setState(state)
                        .setReason(attempt.cause().map(Cause::message).orElse(""))
                        .setUpdatedAt(now)
                        .build());
    }

    private static RegionState state(Attempt attempt) {
        return RegionState.newBuilder()
                .setRegion(attempt.plan().region())
                .setStatus(
                        switch (attempt.phase()) {
                            case PREPARED -> RegionWord.pending;
                            case DEPLOYING -> RegionWord.deploying;
                            case VALIDATING -> RegionWord.validating;
                            case COMPLETED, SETTLED -> RegionWord.completed;
                            case FROZEN, RETURNING, VERIFYING, STUCK, ROLLED_BACK -> RegionWord.failed;
                        })
                .setPhase(attempt.phase().name().toLowerCase(Locale.ROOT))
                .setServicesDeployed(attempt.deployed())
                .setServicesHealthy(attempt.healthy())
                .setRollbackAvailable(
                        switch (attempt.phase()) {
                            case DEPLOYING, VALIDATING, COMPLETED, FROZEN -> true;
                            case PREPARED, SETTLED, RETURNING, VERIFYING, STUCK, ROLLED_BACK -> false;
                        })
                .setValidationResults(OutputMapping.validations(attempt.validations()))
                .build();
    }

    private static Status service(RegionLane lane, Attempt attempt, ServiceWork work, Instant now) {
        var parts = lane.key().split("/", 2);
        var running = Optional.ofNullable(lane.running().get(work.service()));
        return new Status(
                KeyShape.SERVICE.of(parts[0], parts[1], lane.region(), work.service()),
                ServiceStatus.newBuilder()
                        .setEstate(parts[0])
                        .setEnvironment(parts[1])
                        .setRegion(lane.region())
                        .setService(work.service())
                        .setImage(running.map(what -> what.image().reference()).orElse(null))
                        .setPhase(work.stage().name().toLowerCase(Locale.ROOT))
                        .setWeights(weights(work))
                        .setHealth(work.health().name().toLowerCase(Locale.ROOT))
                        .setRuns(running.map(what -> WorkloadMapping.toWire(work.service(), what.workload()))
                                .orElse(null))
                        .setReplicas(
                                work.stage() == Stage.RETIRED && running.isEmpty()
                                        ? 0
                                        : work.plan().workload().replicas())
                        .setDeploymentId(attempt.deploymentId())
                        .setUpdatedAt(now)
                        .build());
    }

    /** Percent of traffic by version, as last routed in this stage. */
    private static Map<String, Integer> weights(ServiceWork work) {
        if (work.stage() == Stage.RETIRED) {
            return Map.of();
        }
        Map<String, Integer> weights = work.stage() == Stage.DEPLOYED
                ? Map.of(work.plan().image().version(), 100)
                : work.before()
                        .map(before -> Map.of(before.image().version(), 100))
                        .orElse(Map.of());
        for (var move :
                work.moves().subList(0, Math.min(work.cursor(), work.moves().size()))) {
            if (move.action() == io.tidegate.coordinator.wave.Move.Action.ROUTE) {
                weights = move.weights();
            }
        }
        return weights;
    }
}
