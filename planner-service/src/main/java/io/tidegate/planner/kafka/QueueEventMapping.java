package io.tidegate.planner.kafka;

import io.tidegate.eventlog.mapping.PlanMapping;
import io.tidegate.planner.rollout.Conflict;
import io.tidegate.planner.rollout.DeploymentEvent;
import io.tidegate.schemas.avro.ApprovalGiven;
import io.tidegate.schemas.avro.ApprovalRefused;
import io.tidegate.schemas.avro.ApprovalRequested;
import io.tidegate.schemas.avro.ConflictDetected;
import io.tidegate.schemas.avro.DeploymentApproved;
import io.tidegate.schemas.avro.DeploymentDeferred;
import io.tidegate.schemas.avro.DeploymentPriority;
import io.tidegate.schemas.avro.DeploymentQueued;
import io.tidegate.schemas.avro.ServiceConflict;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** What happens to deployments that wait, onto the wire. */
final class QueueEventMapping {
    private QueueEventMapping() {}

    static SpecificRecord toWire(DeploymentEvent.InQueue event, String command) {
        return switch (event) {
            case DeploymentEvent.Queued queued -> queued(queued);
            case DeploymentEvent.Deferred later ->
                new DeploymentDeferred(later.deployment(), later.message(), later.due(), later.until(), later.at());
            case DeploymentEvent.ConflictDetected conflict ->
                ConflictDetected.newBuilder()
                        .setDeploymentId(conflict.deployment())
                        .setConflicts(conflict.conflicts().stream()
                                .map(QueueEventMapping::toWire)
                                .toList())
                        .setMessage(conflict.message())
                        .setChoices(List.of("resume", "cancel"))
                        .setUntil(conflict.until())
                        .setAt(conflict.at())
                        .build();
            case DeploymentEvent.ApprovalRequested asked ->
                ApprovalRequested.newBuilder()
                        .setDeploymentId(asked.deployment())
                        .setDemands(asked.demands().stream()
                                .map(PlanMapping::toWire)
                                .toList())
                        .setMessage(asked.message())
                        .setUntil(asked.until())
                        .setAt(asked.at())
                        .build();
            case DeploymentEvent.ApprovalGiven given ->
                new ApprovalGiven(given.deployment(), command, EventMapping.actor(given.actor()), given.at());
            case DeploymentEvent.ApprovalRefused refused ->
                new ApprovalRefused(refused.deployment(), command, EventMapping.actor(refused.actor()), refused.at());
            case DeploymentEvent.Approved approved ->
                new DeploymentApproved(approved.deployment(), approved.until(), approved.at());
        };
    }

    private static ServiceConflict toWire(Conflict conflict) {
        return ServiceConflict.newBuilder()
                .setService(conflict.service())
                .setImage(conflict.mine())
                .setOtherDeploymentId(conflict.other())
                .setOtherImage(conflict.theirs())
                .build();
    }

    private static DeploymentQueued queued(DeploymentEvent.Queued queued) {
        var request = queued.request();
        return DeploymentQueued.newBuilder()
                .setDeploymentId(queued.deployment())
                .setCommandId(request.commandId())
                .setEstate(request.estate())
                .setEnvironment(request.environment())
                .setEstateDocument(request.document())
                .setImages(request.images())
                .setPriority(
                        switch (request.terms().priority()) {
                            case EMERGENCY -> DeploymentPriority.emergency;
                            case SCHEDULED -> DeploymentPriority.scheduled;
                        })
                .setNotBefore(request.terms().notBefore())
                .setOverrideFreeze(request.terms().overridesFreeze())
                .setContinues(queued.continues())
                .setAskedAt(queued.askedAt())
                .setReason(queued.reason())
                .setMessage(queued.message())
                .setPosition(queued.place())
                .setExpectedEnd(queued.expectedEnd())
                .setUntil(queued.until())
                .setActor(EventMapping.actor(request.actor()))
                .setAt(queued.at())
                .build();
    }
}
