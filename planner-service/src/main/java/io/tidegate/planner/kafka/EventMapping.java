package io.tidegate.planner.kafka;

import io.tidegate.eventlog.mapping.EvidenceMapping;
import io.tidegate.eventlog.mapping.PlanMapping;
import io.tidegate.planner.rollout.Actor;
import io.tidegate.planner.rollout.Cause;
import io.tidegate.planner.rollout.DeploymentEvent;
import io.tidegate.schemas.avro.ConnectivityCheckStarted;
import io.tidegate.schemas.avro.DeploymentCancelled;
import io.tidegate.schemas.avro.DeploymentCompleted;
import io.tidegate.schemas.avro.DeploymentFailed;
import io.tidegate.schemas.avro.DeploymentHeld;
import io.tidegate.schemas.avro.DeploymentPaused;
import io.tidegate.schemas.avro.DeploymentResumed;
import io.tidegate.schemas.avro.DeploymentRolledBack;
import io.tidegate.schemas.avro.DeploymentSettled;
import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.GlobalTrafficUpdated;
import io.tidegate.schemas.avro.HoldOrdered;
import io.tidegate.schemas.avro.RegionSkipped;
import io.tidegate.schemas.avro.RollbackEnd;
import io.tidegate.schemas.avro.RollbackStarted;
import io.tidegate.schemas.avro.StabilityWatchStarted;
import io.tidegate.schemas.avro.TrafficShare;
import io.tidegate.schemas.avro.ValidationFailed;
import io.tidegate.schemas.avro.WaveCompleted;
import io.tidegate.schemas.avro.WaveRollbackStarted;
import io.tidegate.schemas.avro.WaveRolledBack;
import io.tidegate.schemas.avro.WaveStarted;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** Deployment events onto the wire. */
public final class EventMapping {
    private EventMapping() {}

    /** The record that says this event, which nobody ordered. */
    public static SpecificRecord toWire(DeploymentEvent event) {
        return toWire(event, "");
    }

    /**
     * The record that says this event.
     *
     * @param command that led to it; empty where none did
     */
    static SpecificRecord toWire(DeploymentEvent event, String command) {
        return switch (event) {
            case DeploymentEvent.InQueue waits -> QueueEventMapping.toWire(waits, command);
            case DeploymentEvent.OfLane lane -> LaneEventMapping.toWire(lane);
            case DeploymentEvent.Started started -> started(started);
            case DeploymentEvent.RegionSkipped skipped ->
                new RegionSkipped(skipped.deployment(), skipped.region(), skipped.message(), skipped.at());
            case DeploymentEvent.WaveStarted wave -> waveStarted(wave);
            case DeploymentEvent.WaveCompleted wave ->
                WaveCompleted.newBuilder()
                        .setDeploymentId(wave.deployment())
                        .setWave(wave.wave())
                        .setAt(wave.at())
                        .build();
            case DeploymentEvent.ValidationFailed failed -> validationFailed(failed);
            case DeploymentEvent.HoldOrdered order -> holdOrdered(order, command);
            case DeploymentEvent.Paused paused -> paused(paused);
            case DeploymentEvent.Resumed resumed ->
                new DeploymentResumed(resumed.deployment(), command, actor(resumed.actor()), resumed.at());
            case DeploymentEvent.ConnectivityCheckStarted check ->
                new ConnectivityCheckStarted(
                        check.deployment(),
                        check.regions(),
                        check.digest(),
                        check.until(),
                        check.without(),
                        check.at());
            case DeploymentEvent.GlobalTrafficUpdated traffic ->
                new GlobalTrafficUpdated(
                        traffic.deployment(), shares(traffic.shares()), traffic.message(), traffic.at());
            case DeploymentEvent.StabilityWatchStarted watch ->
                new StabilityWatchStarted(watch.deployment(), watch.until(), watch.at());
            case DeploymentEvent.Completed done ->
                DeploymentCompleted.newBuilder()
                        .setDeploymentId(done.deployment())
                        .setMessage(done.message())
                        .setRollbackUntil(done.rollbackUntil())
                        .setAt(done.at())
                        .build();
            case DeploymentEvent.Settled settled -> new DeploymentSettled(settled.deployment(), settled.at());
            case DeploymentEvent.RollbackStarted back -> rollbackStarted(back, command);
            case DeploymentEvent.WaveRollbackStarted wave -> waveRollbackStarted(wave);
            case DeploymentEvent.WaveRolledBack wave ->
                WaveRolledBack.newBuilder()
                        .setDeploymentId(wave.deployment())
                        .setWave(wave.wave())
                        .setAt(wave.at())
                        .build();
            case DeploymentEvent.RolledBack done -> new DeploymentRolledBack(done.deployment(), done.at());
            case DeploymentEvent.Cancelled done ->
                new DeploymentCancelled(done.deployment(), command, done.message(), done.at());
            case DeploymentEvent.Failed failed -> failed(failed);
            case DeploymentEvent.Held held -> held(held);
        };
    }

    private static DeploymentStarted started(DeploymentEvent.Started started) {
        return DeploymentStarted.newBuilder()
                .setDeploymentId(started.deployment())
                .setCommandId(started.command())
                .setPlan(PlanMapping.toWire(
                        started.order().plan(), started.order().digest()))
                .setActor(actor(started.order().request().actor()))
                .setOverrideFreeze(started.order().request().terms().overridesFreeze())
                .setAt(started.at())
                .build();
    }

    private static WaveStarted waveStarted(DeploymentEvent.WaveStarted wave) {
        return WaveStarted.newBuilder()
                .setDeploymentId(wave.deployment())
                .setWave(wave.wave())
                .setRegions(wave.regions())
                .setPlanDigest(wave.digest())
                .setAt(wave.at())
                .build();
    }

    private static HoldOrdered holdOrdered(DeploymentEvent.HoldOrdered order, String command) {
        return HoldOrdered.newBuilder()
                .setDeploymentId(order.deployment())
                .setCommandId(command)
                .setLongestMillis(order.longest().toMillis())
                .setActor(actor(order.actor()))
                .setAt(order.at())
                .build();
    }

    private static DeploymentPaused paused(DeploymentEvent.Paused paused) {
        return DeploymentPaused.newBuilder()
                .setDeploymentId(paused.deployment())
                .setWave(paused.wave())
                .setReason(paused.reason())
                .setMessage(paused.message())
                .setChoices(List.of("resume", "cancel", "rollback"))
                .setUntil(paused.until())
                .setAt(paused.at())
                .build();
    }

    private static ValidationFailed validationFailed(DeploymentEvent.ValidationFailed failed) {
        return ValidationFailed.newBuilder()
                .setDeploymentId(failed.deployment())
                .setWave(failed.wave())
                .setRegion(failed.cause().region())
                .setService(failed.cause().service())
                .setReason(failed.cause().rule())
                .setMessage(failed.cause().message())
                .setEvidence(EvidenceMapping.toWire(failed.cause().evidence()))
                .setAt(failed.at())
                .build();
    }

    private static WaveRollbackStarted waveRollbackStarted(DeploymentEvent.WaveRollbackStarted wave) {
        return WaveRollbackStarted.newBuilder()
                .setDeploymentId(wave.deployment())
                .setWave(wave.wave())
                .setRegions(wave.regions())
                .setPlanDigest(wave.digest())
                .setForced(wave.forced())
                .setAt(wave.at())
                .build();
    }

    private static DeploymentFailed failed(DeploymentEvent.Failed failed) {
        return DeploymentFailed.newBuilder()
                .setDeploymentId(failed.deployment())
                .setReason(failed.reason())
                .setMessage(failed.message())
                .setAt(failed.at())
                .build();
    }

    private static DeploymentHeld held(DeploymentEvent.Held held) {
        return DeploymentHeld.newBuilder()
                .setDeploymentId(held.deployment())
                .setReason(held.reason())
                .setMessage(held.message())
                .setChoices(held.choices())
                .setAt(held.at())
                .build();
    }

    private static RollbackStarted rollbackStarted(DeploymentEvent.RollbackStarted back, String command) {
        Cause cause = back.cause();
        return RollbackStarted.newBuilder()
                .setDeploymentId(back.deployment())
                .setCommandId(command)
                .setRule(cause.rule())
                .setRegion(cause.region())
                .setService(cause.service())
                .setMessage(cause.message())
                .setEvidence(EvidenceMapping.toWire(cause.evidence()))
                .setActor(actor(back.actor()))
                .setEnd(back.cancelled() ? RollbackEnd.cancelled : RollbackEnd.rolled_back)
                .setAt(back.at())
                .build();
    }

    static List<TrafficShare> shares(Map<String, Integer> shares) {
        return shares.entrySet().stream()
                .map(share -> new TrafficShare(share.getKey(), share.getValue()))
                .toList();
    }

    static io.tidegate.schemas.avro.Actor actor(Actor actor) {
        return io.tidegate.schemas.avro.Actor.newBuilder()
                .setName(actor.name())
                .setReason(actor.reason())
                .setClient(actor.client())
                .setRoles(actor.roles())
                .build();
    }
}
